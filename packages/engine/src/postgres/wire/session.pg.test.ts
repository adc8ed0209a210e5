import { once } from 'node:events'
import { resolvedDatabase, startPostgres, type PostgresServer } from '@causeway/harness'
import type { ResolvedDatabase } from '@causeway/spec'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { frame, gatherWhole, MESSAGE } from './frames.ts'
import { openSession, type Session } from './session.ts'

describe.each([
  { major: 13, tls: false },
  { major: 17, tls: true },
] as const)('a wire session on PostgreSQL $major, TLS $tls', ({ major, tls }) => {
  let server: PostgresServer
  let database: ResolvedDatabase
  beforeAll(async () => {
    server = await startPostgres({ major, tls })
    database = resolvedDatabase(server, { ...server.superuser, database: await server.createDatabase('app') })
    await server.query('app', 'CREATE TABLE public.lines (n int, line text)')
  })
  afterAll(async () => server[Symbol.asyncDispose]())

  const open = async (replication = false): Promise<Session> =>
    openSession(database, {
      side: 'target',
      application: 'causeway/test/1/wire',
      signal: AbortSignal.timeout(20_000),
      replication,
    })

  it('runs several statements in one message and returns the last rows', async () => {
    await using session = await open()
    expect(await session.query(`SELECT 1; SELECT 'a', NULL UNION ALL SELECT 'ü', ''; SET timezone = 'UTC'`)).toEqual([
      ['a', null],
      ['ü', ''],
    ])
    expect(Math.floor(session.serverVersion / 10_000)).toBe(major)
  })

  it('throws the error of the server and goes on', async () => {
    await using session = await open()
    await expect(session.query('SELECT 1/0')).rejects.toMatchObject({ code: 'CW-0719', data: { sqlstate: '22012' } })
    await expect(session.query('SELECT nonsense')).rejects.toThrow('column "nonsense" does not exist')
    expect(await session.query('SELECT 1')).toEqual([['1']])
  })

  it('never repeats a row value in an error', async () => {
    await using session = await open()
    const error: unknown = await session.query(`SELECT 'secret-value'::int`).catch((error: unknown) => error)
    expect(error).toMatchObject({ code: 'CW-0719' })
    expect(String(error) + JSON.stringify(error)).not.toContain('secret-value')
  })

  it('copies in from a source of many chunks, with statements around it', async () => {
    await using session = await open()
    async function* lines() {
      for (let n = 0; n < 20_000; n += 1) yield Buffer.from(`${n}\tline ${n}\n`)
    }
    const sql = 'TRUNCATE public.lines; COPY public.lines FROM STDIN; SELECT 1'
    expect(await session.copyIn(sql, lines())).toBe(20_000)
    expect(await session.query('SELECT count(*), sum(n) FROM public.lines')).toEqual([['20000', '199990000']])
  })

  it('copies in a chunk larger than a frame', async () => {
    await using session = await open()
    await session.query('TRUNCATE public.lines')
    expect(await session.copyIn('COPY public.lines FROM STDIN', [Buffer.from(`1\t${'x'.repeat(5_000_000)}\n`)])).toBe(1)
    expect(await session.query('SELECT length(line) FROM public.lines')).toEqual([['5000000']])
  })

  it('stops a copy the server refuses, and one whose source throws', async () => {
    await using session = await open()
    await session.query('TRUNCATE public.lines')
    async function* endless() {
      for (;;) yield Buffer.from('not a number\tx\n'.repeat(1000))
    }
    await expect(session.copyIn('COPY public.lines FROM STDIN', endless())).rejects.toMatchObject({
      data: { sqlstate: '22P02' },
    })
    async function* failing() {
      yield Buffer.from('1\tx\n')
      throw new Error('no more')
    }
    await expect(session.copyIn('COPY public.lines FROM STDIN', failing())).rejects.toThrow('no more')
    await expect(session.copyIn('COPY public.nowhere FROM STDIN', [])).rejects.toThrow('does not exist')
    expect(await session.query('SELECT count(*) FROM public.lines')).toEqual([['0']])
  })

  it('cancels on the signal and goes on', async () => {
    await using session = await open()
    const stop = new AbortController()
    const sleeping = session.query('SELECT pg_sleep(60)', { signal: stop.signal })
    setImmediate(() => stop.abort(new Error('enough')))
    await expect(sleeping).rejects.toThrow('enough')
    expect(await session.query('SELECT 1')).toEqual([['1']])
  })

  it('refuses two statements at once, and a COPY nobody reads', async () => {
    await using session = await open()
    const first = session.query('SELECT pg_sleep(0.05)')
    await expect(session.query('SELECT 1')).rejects.toMatchObject({ code: 'CW-0101' })
    await first
    await expect(session.query('COPY public.lines TO STDOUT')).rejects.toMatchObject({ code: 'CW-0101' })
  })

  it('says why the connection ended', async () => {
    await using session = await open()
    await server.query('app', 'SELECT pg_terminate_backend($1)', [session.processId])
    if (!session.closed.aborted) await once(session.closed, 'abort')
    expect(session.closed.reason).toMatchObject({ code: 'CW-0712' })
    await expect(session.query('SELECT 1')).rejects.toMatchObject({ code: 'CW-0712' })
  })

  it('ends on the server when it is closed', async () => {
    const session = await open()
    await session.close()
    const left = async () => server.query('app', 'SELECT FROM pg_stat_activity WHERE pid = $1', [session.processId])
    while ((await left()).length > 0) continue
    expect(session.closed.aborted).toBe(true)
  })

  it('delivers messages one at a time and none while paused', async () => {
    await using session = await open()
    const seen: string[] = []
    const ready = Promise.withResolvers<void>()
    const receive = (type: number, body: Buffer) => {
      if (type === MESSAGE.readyForQuery) ready.resolve()
      if (type !== MESSAGE.dataRow) return
      seen.push(body.toString('utf8', 6))
      session.pause()
      const before = seen.length
      setImmediate(() => {
        expect(seen).toHaveLength(before)
        session.resume()
      })
    }
    session.onMessage({ receive })
    session.send(MESSAGE.query, Buffer.from('SELECT generate_series(1, 5)\0'))
    await ready.promise
    session.onMessage(null)
    expect(seen).toEqual(['1', '2', '3', '4', '5'])
    expect(await session.query('SELECT 6')).toEqual([['6']])
  })

  it('gives the memory of what is read back at once, and passes over what nobody wants', async () => {
    await using session = await open()
    const bodies: Buffer[] = []
    const ready = Promise.withResolvers<void>()
    session.onMessage({
      gatherer: (type, bodyBytes) => (type === MESSAGE.dataRow ? null : gatherWhole(bodyBytes)),
      receive: (type, body) => {
        bodies.push(body)
        if (type === MESSAGE.readyForQuery) ready.resolve()
      },
    })
    session.send(MESSAGE.query, Buffer.from(`SELECT repeat('x', 50000000)\0`))
    await ready.promise
    session.onMessage(null)
    expect(bodies.map(({ length }) => length)).toEqual(bodies.map(() => 0))
    expect(bodies).toHaveLength(3)
    expect(await session.query('SELECT 6')).toEqual([['6']])
  })

  it('speaks the replication protocol', async () => {
    await using session = await open(true)
    const [row] = await session.query('IDENTIFY_SYSTEM')
    expect(row?.[3]).toBe('app')
    await session.query('CREATE_REPLICATION_SLOT t TEMPORARY LOGICAL pgoutput')
    const ready = Promise.withResolvers<void>()
    const seen: number[] = []
    const receive = (type: number, body: Buffer) => {
      seen.push(type)
      if (type === MESSAGE.copyBothResponse) session.send(MESSAGE.copyDone)
      if (type === MESSAGE.errorResponse) ready.reject(session.errorFrom(body))
      if (type === MESSAGE.readyForQuery) ready.resolve()
    }
    session.onMessage({ receive })
    const start = `START_REPLICATION SLOT t LOGICAL 0/0 (proto_version '1', publication_names 'p')`
    session.send(MESSAGE.query, Buffer.from(`${start}\0`))
    await ready.promise
    session.onMessage(null)
    expect(seen.filter((type) => type !== MESSAGE.copyData)).toEqual([
      MESSAGE.copyBothResponse,
      MESSAGE.copyDone,
      MESSAGE.commandComplete,
      MESSAGE.commandComplete,
      MESSAGE.readyForQuery,
    ])
    expect(await session.query('SHOW server_version_num')).toEqual([[String(session.serverVersion)]])
  })

  it('gives the socket away', async () => {
    await using session = await open()
    const socket = session.takeSocket()
    const chunks: Buffer[] = []
    socket.on('data', (chunk: Buffer) => chunks.push(chunk))
    socket.write(frame(MESSAGE.query, Buffer.from('SELECT 42\0')))
    while (!Buffer.concat(chunks).includes('Z')) await once(socket, 'data')
    expect(Buffer.concat(chunks).toString('latin1')).toContain('SELECT 1')
    expect(session.parameters.get('server_version')).toContain(String(major))
  })
})
