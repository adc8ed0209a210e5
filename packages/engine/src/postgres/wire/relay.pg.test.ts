import { resolvedDatabase, startPostgres, type PostgresServer } from '@causeway/harness'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { relayCopy } from './relay.ts'
import { openSession, type Session } from './session.ts'

const { signal } = new AbortController()

describe('relayCopy from 13 to 17', () => {
  let source: PostgresServer
  let target: PostgresServer
  beforeAll(async () => {
    ;[source, target] = await Promise.all([startPostgres({ major: 13 }), startPostgres({ major: 17, tls: true })])
    const table = 'CREATE TABLE public.big (n int, value text)'
    await source.createDatabase('app')
    await target.createDatabase('app')
    await source.query(
      'app',
      `${table}; INSERT INTO public.big SELECT n, repeat('x', 100) FROM generate_series(1, 100000) n`,
    )
    await source.query(
      'app',
      `CREATE TABLE public.huge (value text); INSERT INTO public.huge VALUES (repeat('0123456789', 10000000))`,
    )
    await target.query(
      'app',
      `${table}; CREATE TABLE public.huge (value text); CREATE TABLE public.narrow (n int CHECK (n < 90000), value text)`,
    )
  })
  afterAll(async () => {
    await source[Symbol.asyncDispose]()
    await target[Symbol.asyncDispose]()
  })

  const sessions = async () => {
    const open = async (server: PostgresServer, side: 'source' | 'target'): Promise<Session> =>
      openSession(resolvedDatabase(server, { ...server.superuser, database: 'app' }), {
        side,
        application: 'causeway/test/1/relay',
        signal,
      })
    return { from: await open(source, 'source'), to: await open(target, 'target') }
  }

  it.each(['text', 'binary'])('carries every row in %s and counts what it carried', async (format) => {
    const { from, to } = await sessions()
    await using _from = from
    await using _to = to
    let seen = 0
    const result = await relayCopy(
      from, `COPY public.big TO STDOUT (FORMAT ${format})`,
      to, `TRUNCATE public.big; COPY public.big FROM STDIN (FORMAT ${format}); SELECT 1`,
      (bytes) => (seen += bytes), signal,
    ) // prettier-ignore
    expect(result).toEqual({ rows: 100_000, bytes: seen })
    expect(seen).toBeGreaterThan(10_000_000)
    expect(await sum(to)).toEqual(await sum(from))
  })

  it('carries an empty table, and the sessions work on', async () => {
    const { from, to } = await sessions()
    await using _from = from
    await using _to = to
    for (let round = 0; round < 3; round += 1) {
      const sql = 'COPY (SELECT WHERE false) TO STDOUT'
      expect(await relayCopy(from, sql, to, 'COPY public.big FROM STDIN', () => {}, signal)).toEqual({
        rows: 0,
        bytes: 0,
      })
    }
  })

  it('holds a 100 MB value in flat memory', async () => {
    const { from, to } = await sessions()
    await using _from = from
    await using _to = to
    globalThis.gc?.()
    const before = process.memoryUsage().rss
    let peak = before
    const result = await relayCopy(
      from, 'COPY public.huge TO STDOUT', to, 'COPY public.huge FROM STDIN',
      () => (peak = Math.max(peak, process.memoryUsage().rss)), signal,
    ) // prettier-ignore
    expect(result.bytes).toBeGreaterThan(100_000_000)
    expect(peak - before).toBeLessThan(60_000_000)
  })

  it('stops both sides when the target refuses a row', async () => {
    const { from, to } = await sessions()
    await using _from = from
    await using _to = to
    const relay = relayCopy(from, 'COPY public.big TO STDOUT', to, 'COPY public.narrow FROM STDIN', () => {}, signal)
    await expect(relay).rejects.toMatchObject({ code: 'CW-0719', data: { sqlstate: '23514', table: 'narrow' } })
    await bothUsable(from, to)
  })

  it('stops both sides when the source fails midway', async () => {
    const { from, to } = await sessions()
    await using _from = from
    await using _to = to
    const sql = 'COPY (SELECT n, (1 / (n - 90000))::text FROM public.big) TO STDOUT'
    const relay = relayCopy(from, sql, to, 'COPY public.narrow FROM STDIN', () => {}, signal)
    await expect(relay).rejects.toMatchObject({ code: 'CW-0619', data: { sqlstate: '22012' } })
    await bothUsable(from, to)
    expect(await to.query('SELECT count(*) FROM public.narrow')).toEqual([['0']])
  })

  it('stops the other side when one cannot begin', async () => {
    const { from, to } = await sessions()
    await using _from = from
    await using _to = to
    await expect(
      relayCopy(from, 'COPY public.nowhere TO STDOUT', to, 'COPY public.big FROM STDIN', () => {}, signal),
    ).rejects.toMatchObject({ data: { sqlstate: '42P01' }, code: 'CW-0619' })
    await expect(
      relayCopy(from, 'COPY public.big TO STDOUT', to, 'COPY public.nowhere FROM STDIN', () => {}, signal),
    ).rejects.toMatchObject({ data: { sqlstate: '42P01' }, code: 'CW-0719' })
    await bothUsable(from, to)
  })

  it('stops on the signal, midway and while the target waits for a lock', async () => {
    const { from, to } = await sessions()
    await using _from = from
    await using _to = to
    const midway = new AbortController()
    const relay = relayCopy(
      from, 'COPY public.big TO STDOUT', to, 'COPY public.big FROM STDIN',
      () => midway.abort(new Error('enough')), midway.signal,
    ) // prettier-ignore
    await expect(relay).rejects.toThrow('enough')
    await bothUsable(from, to)

    const locker = await target.connect('app')
    await locker.query('BEGIN; LOCK TABLE public.big')
    const waiting = new AbortController()
    const blocked = relayCopy(
      from,
      'COPY public.big TO STDOUT',
      to,
      'TRUNCATE public.big; COPY public.big FROM STDIN',
      () => {},
      waiting.signal,
    )
    setTimeout(() => waiting.abort(new Error('enough')), 50)
    await expect(blocked).rejects.toThrow('enough')
    await locker.end()
    await bothUsable(from, to)
  })

  it('hangs up on the target in the middle of a huge value', async () => {
    const { from, to } = await sessions()
    await using _from = from
    await using _to = to
    const midway = new AbortController()
    const relay = relayCopy(
      from,
      'COPY public.huge TO STDOUT',
      to,
      'COPY public.huge FROM STDIN',
      () => midway.abort(new Error('enough')),
      midway.signal,
    )
    await expect(relay).rejects.toThrow('enough')
    expect(await from.query('SELECT 1')).toEqual([['1']])
    expect(to.closed.aborted).toBe(true)
  })

  it('ends when a server goes away', async () => {
    const { from, to } = await sessions()
    await using _from = from
    await using _to = to
    const killed: Promise<unknown>[] = []
    const kill = () => {
      if (killed.length === 0) killed.push(target.query('app', 'SELECT pg_terminate_backend($1)', [to.processId]))
    }
    const endless = 'COPY (SELECT b.n, b.value FROM public.big b, generate_series(1, 1000)) TO STDOUT'
    const relay = relayCopy(from, endless, to, 'COPY public.big FROM STDIN', kill, signal)
    await expect(relay).rejects.toMatchObject({ code: 'CW-0712' })
    await Promise.all(killed)
    expect(await from.query('SELECT 1')).toEqual([['1']])
  })
})

async function bothUsable(from: Session, to: Session): Promise<void> {
  expect(await from.query('SELECT 1')).toEqual([['1']])
  expect(await to.query('SELECT 1')).toEqual([['1']])
}

async function sum(session: Session) {
  return session.query('SELECT count(*), sum(n), sum(hashtext(value)) FROM public.big')
}
