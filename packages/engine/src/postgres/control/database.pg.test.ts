import { silentLogger } from '@causeway/core'
import { resolvedDatabase, startPostgres, testSpec, type Login, type PostgresServer } from '@causeway/harness'
import type { ResolvedSpec } from '@causeway/spec'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connect, type SqlClient } from '../connect.ts'
import { applicationName, migrationId, streamName } from '../names.ts'
import { installControlSchema } from './control-schema.ts'
import { PostgresDatabase } from './database.ts'
import { readGrantFacts, requiredGrants } from './grants.ts'

const { signal } = new AbortController()
const lease = { epoch: 4, holder: 'test', lost: signal, [Symbol.asyncDispose]: () => Promise.resolve() }

describe('a database in the hand-over, as a plain role', () => {
  const servers: PostgresServer[] = []
  let spec: ResolvedSpec
  let writer: Login
  let source: PostgresDatabase
  let target: PostgresDatabase

  beforeAll(async () => {
    servers.push(
      ...(await Promise.all(
        [13, 17].map((major) =>
          startPostgres({ major: major as 13 | 17, settings: { max_slot_wal_keep_size: '1GB' } }),
        ),
      )),
    )
    const [from, to] = await Promise.all(
      servers.map(async (server) => {
        const mover = await server.createLogin('mover')
        const login = await server.createLogin('writer')
        if (server.major === 13) writer = login
        return resolvedDatabase(server, { ...mover, database: await server.createDatabase('app') })
      }),
    )
    if (from === undefined || to === undefined) throw new RangeError('two servers')
    spec = testSpec({ source: from, target: to })
    for (const [index, side] of (['source', 'target'] as const).entries()) {
      await using client = await open(side)
      for (const { statement } of requiredGrants(side, await readGrantFacts(client, [])))
        await servers[index]?.query('app', statement)
      await installControlSchema(client)
      await client.query(`INSERT INTO causeway.control (migration, epoch, holder) VALUES ($1, 4, 'test')`, [
        migrationId(spec),
      ])
    }
    const context = { spec, logger: silentLogger }
    source = new PostgresDatabase(context, 'source')
    target = new PostgresDatabase(context, 'target')
  })
  afterAll(async () => {
    await source[Symbol.asyncDispose]()
    await target[Symbol.asyncDispose]()
    for (const server of servers) await server[Symbol.asyncDispose]()
  })

  const open = (side: 'source' | 'target'): Promise<SqlClient> =>
    connect(spec[side], { side, application: applicationName(spec, 4, 'test'), signal })
  const server = (index: 0 | 1): PostgresServer => {
    const found = servers[index]
    if (found === undefined) throw new RangeError('no such server')
    return found
  }

  it('tells which server it is', async () => {
    const here = await source.identity(signal)
    expect(here).toMatchObject({ timeline: 1, database: 'app', version: expect.stringMatching(/^13\./) })
    expect(here.systemIdentifier).toMatch(/^\d{15,}$/)
    expect((await target.identity(signal)).systemIdentifier).not.toBe(here.systemIdentifier)
  })

  it('counts what a fence would have to end, our own sessions left out', async () => {
    await using _own = await open('source')
    expect(await source.activity(signal)).toEqual({ sessions: 0, preparedTransactions: [], oldestTransactionMs: 0 })
    await server(0).query('app', 'CREATE TABLE public.t (a int); GRANT ALL ON public.t TO PUBLIC')
    const session = await server(0).connect('app', writer)
    await session.query(`BEGIN; INSERT INTO public.t VALUES (1); PREPARE TRANSACTION 'p'`)
    await session.query('BEGIN; SELECT 1; SELECT pg_sleep(0.02)')
    const activity = await source.activity(signal)
    expect(activity).toMatchObject({ sessions: 1, preparedTransactions: ['p'] })
    expect(activity.oldestTransactionMs).toBeGreaterThan(20)
    await session.query(`ROLLBACK; `)
    await session.query(`ROLLBACK PREPARED 'p'`)
    await session.end()
  })

  it('measures the log kept for its slot', async () => {
    expect(await source.retention(signal)).toMatchObject({ retainedBytes: 0 })
    await using client = await open('source')
    await client.query(`SELECT pg_create_logical_replication_slot($1, 'pgoutput')`, [streamName(spec, 'forward')])
    await source.retention(signal)
    await client.query(`SELECT pg_logical_emit_message(true, 'x', repeat('x', 3000000))`)
    const grown = await source.retention(signal)
    expect(grown.retainedBytes).toBeGreaterThan(3_000_000)
    expect(grown.freeBytes).toBeLessThan(1.1 * 2 ** 30)
    expect(grown.secondsToFull).toBeGreaterThan(0)
    expect(Number.isFinite(grown.secondsToFull)).toBe(true)
    await client.query('SELECT pg_drop_replication_slot($1)', [streamName(spec, 'forward')])
    expect(await source.retention(signal)).toMatchObject({ retainedBytes: 0, freeBytes: null })
  })

  it('carries a hand-over through: fence, marker, sequences, decision, opening', async () => {
    const handover = { number: 1, kind: 'cutover' } as const
    for (const index of [0, 1] as const)
      await server(index).query('app', 'CREATE SEQUENCE public.numbers; ALTER SEQUENCE public.numbers OWNER TO mover')
    await server(0).query('app', `SELECT setval('public.numbers', 40)`)
    await target.fence(null, lease, signal)
    await source.rehearseFence(lease, signal)
    await source.openHandover(handover, lease, signal)
    await source.fence(handover, lease, signal)
    expect(await source.probeFence(signal)).toMatchObject({ refused: expect.arrayContaining(['writer']) })
    expect(await source.mark('barrier', lease, signal)).toMatchObject({ purpose: 'barrier' })
    expect(await target.advanceSequences(source, 10, lease, signal)).toBe(1)
    expect(await source.decide(handover, 'COMMIT', lease, signal)).toBe('COMMIT')
    await target.unfence(handover, lease, signal)
    expect(await Promise.all([source.isFenced(signal), target.isFenced(signal)])).toEqual([true, false])
    expect(await source.readControl(signal)).toMatchObject({
      epoch: 4,
      fenced: true,
      handover: { ...handover, decision: 'COMMIT' },
    })
    expect(await target.readControl(signal)).toMatchObject({ fenced: false, handover: null })
  })

  it('connects again after a restart of the server', async () => {
    const before = await target.identity(signal)
    await server(1).restart()
    expect(await target.identity(signal)).toEqual(before)
  })

  it('does not close again when the server crashes just after it was opened', async () => {
    // Far from the disk by itself: what does not wait for it is lost.
    for (const setting of ['synchronous_commit = off', `wal_writer_delay = '10s'`])
      await server(1).query('app', `ALTER SYSTEM SET ${setting}`)
    await server(1).restart()
    await target.fence(null, lease, signal)
    await target.unfence(null, lease, signal)
    await server(1).restart('immediate')
    expect(await target.readControl(signal)).toMatchObject({ fenced: false })
  })

  it('forgets markers that have long passed, those of this migration, and waits for nobody', async () => {
    await using client = await open('source')
    await client.query('DELETE FROM causeway.marker')
    await client.query(
      `INSERT INTO causeway.marker SELECT migration, id, 'round-trip', now() - interval '1 hour'
       FROM (VALUES ($1, 'passed'), ($1, 'locked'), ('other', 'foreign')) AS marker(migration, id)`,
      [migrationId(spec)],
    )
    await client.query(`BEGIN; SELECT FROM causeway.marker WHERE id = 'locked' FOR UPDATE`)
    const { id } = await source.mark('round-trip', lease, signal)
    await client.query('ROLLBACK')
    const left = await client.query<{ id: string }>('SELECT id FROM causeway.marker')
    expect(new Set(left.map((marker) => marker.id))).toEqual(new Set([id, 'locked', 'foreign']))
    await client.query('DELETE FROM causeway.marker')
  })

  it('stops waiting on the signal and goes on with the next', async () => {
    await using client = await open('source')
    await client.query('BEGIN; SELECT FROM causeway.control FOR UPDATE')
    const stop = new AbortController()
    const stuck = source.mark('round-trip', lease, stop.signal)
    const waiting = async () => (await client.query(`SELECT FROM pg_locks WHERE NOT granted`)).length > 0
    while (!(await waiting())) continue
    stop.abort(new Error('enough'))
    await expect(stuck).rejects.toThrow('enough')
    await client.query('ROLLBACK')
    await source.mark('round-trip', lease, signal)
    expect(await client.query('SELECT purpose FROM causeway.marker')).toEqual([{ purpose: 'round-trip' }])
  })

  it('undoes a rehearsal of the fence that is stopped in the middle', async () => {
    await using client = await open('source')
    await client.query('BEGIN; SELECT FROM causeway.control FOR UPDATE')
    const stop = new AbortController()
    const stuck = source.rehearseFence(lease, stop.signal)
    const waiting = async () => (await client.query(`SELECT FROM pg_locks WHERE NOT granted`)).length > 0
    while (!(await waiting())) continue
    stop.abort(new Error('enough'))
    await expect(stuck).rejects.toThrow('enough')
    await client.query('ROLLBACK')
    // A transaction left open on a kept session would be committed, fence and all, by whoever uses the session next.
    expect(await client.query(`SELECT FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'`)).toEqual([])
    await source.mark('round-trip', lease, signal)
  })
})
