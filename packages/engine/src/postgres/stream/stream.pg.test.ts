import { startPostgres, type PostgresServer } from '@causeway/harness'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TestMigration } from './fixtures/migration.ts'

let old: PostgresServer
let current: PostgresServer
beforeAll(async () => {
  ;[old, current] = await Promise.all([startPostgres({ major: 13 }), startPostgres({ major: 17 })])
})
afterAll(async () => {
  await old[Symbol.asyncDispose]()
  await current[Symbol.asyncDispose]()
})

const LEDGER = 'CREATE TABLE public.ledger (id bigint PRIMARY KEY, n int NOT NULL DEFAULT 0, note text)'

describe('rows', () => {
  it('unique values that change hands between many rows of one batch', async () => {
    await using migration = await TestMigration.create(
      old,
      current,
      'CREATE TABLE public.claim (id int PRIMARY KEY, code int UNIQUE, place int UNIQUE DEFERRABLE)',
    )
    await migration.createStream('forward')
    const before = migration.run('forward')
    await migration.source.query('INSERT INTO public.claim SELECT n, n, n FROM generate_series(1, 400) n')
    await migration.caughtUp(before)
    await before.stop()
    // Each row takes the code that the one before it frees: applied as a set this meets the old value.
    await migration.source.query('BEGIN')
    await migration.source.query('UPDATE public.claim SET code = NULL')
    for (let id = 1; id <= 400; id += 1)
      await migration.source.query('UPDATE public.claim SET code = $1 WHERE id = $2', [401 - id, id])
    await migration.source.query('COMMIT')
    await migration.source.query(
      'BEGIN; SET CONSTRAINTS ALL DEFERRED; UPDATE public.claim SET place = 401 - place; COMMIT',
    )
    // A new row takes what an updated one leaves.
    await migration.source.query(
      'UPDATE public.claim SET code = -code; INSERT INTO public.claim SELECT 400 + n, n, 400 + n FROM generate_series(1, 400) n',
    )
    await using forward = migration.run('forward')
    await migration.caughtUp(forward)
    const { source, target } = await migration.contents()
    expect(target).toEqual(source)
  })

  it('that a subscription has written, also when it was dropped before they are sent', async () => {
    await using migration = await TestMigration.create(old, current, LEDGER)
    await migration.createStream('forward')
    for (const [id, origin] of ['subscribed', 'dropped'].entries()) {
      await migration.source.query('SELECT pg_replication_origin_create($1)', [origin])
      await migration.source.query('SELECT pg_replication_origin_session_setup($1)', [origin])
      await migration.source.query('INSERT INTO public.ledger (id) VALUES ($1)', [id])
      await migration.source.query('SELECT pg_replication_origin_session_reset()')
    }
    await migration.source.query(`SELECT pg_replication_origin_drop('dropped')`)
    await using forward = migration.run('forward')
    await migration.caughtUp(forward)
    expect((await migration.contents()).target['public.ledger']).toHaveLength(2)
    await migration.source.query(`SELECT pg_replication_origin_drop('subscribed')`)
  })

  it('keep up with identity columns that are given a new value, whatever else is left where it lies', async () => {
    const identity = 'int GENERATED ALWAYS AS IDENTITY'
    await using migration = await TestMigration.create(
      old,
      current,
      `CREATE TABLE public.by_key (id ${identity} PRIMARY KEY, n int, doc text);
       CREATE TABLE public.beside (id int PRIMARY KEY, at ${identity}, n int, doc text);
       CREATE TABLE public.loose (at ${identity}, n int, doc text);
       ALTER TABLE public.loose REPLICA IDENTITY FULL;
       ALTER TABLE public.by_key ALTER doc SET STORAGE EXTERNAL; ALTER TABLE public.beside ALTER doc SET STORAGE EXTERNAL`,
    )
    await migration.createStream('forward')
    await using forward = migration.run('forward')
    await migration.source.query(
      `INSERT INTO public.by_key (n, doc) VALUES (1, repeat('k', 5000));
       INSERT INTO public.beside (id, n, doc) SELECT n, n, repeat('b', 5000) FROM generate_series(1, 200) n;
       INSERT INTO public.loose (n, doc) VALUES (1, repeat('l', 5000))`,
    )
    await migration.caughtUp(forward)
    for (const table of ['by_key', 'loose', 'beside']) {
      const id = table === 'by_key' ? 'id' : 'at'
      await migration.source.query(`UPDATE public.${table} SET ${id} = DEFAULT, n = 7`)
      await migration.source.query(
        `UPDATE public.${table} SET n = 8; UPDATE public.${table} SET ${id} = DEFAULT, doc = 'd'`,
      )
    }
    await migration.caughtUp(forward)
    const { source, target } = await migration.contents()
    expect(target).toEqual(source)
  })

  it('are told as changed after the commit: keys before and after, or the whole table', async () => {
    await using migration = await TestMigration.create(
      current,
      current,
      `CREATE TABLE public.t (v text, a int, at timestamptz, PRIMARY KEY (at, a));
       CREATE TABLE public.bulk (id int PRIMARY KEY); CREATE TABLE public.loose (a int);
       ALTER TABLE public.loose REPLICA IDENTITY FULL`,
    )
    await migration.createStream('forward')
    await using forward = migration.run('forward')
    await migration.source.query(
      `INSERT INTO public.t VALUES ('x', 1, '2024-01-01'), ('y', 2, '2024-01-01 00:00:00.25+00')`,
    )
    await migration.caughtUp(forward)
    await migration.source.query(`UPDATE public.t SET a = 3 WHERE a = 1; DELETE FROM public.t WHERE a = 2`)
    await migration.caughtUp(forward)
    await migration.source.query('INSERT INTO public.bulk SELECT generate_series(1, 10001)')
    await migration.caughtUp(forward)
    await migration.source.query('TRUNCATE public.t')
    await migration.caughtUp(forward)
    await migration.source.query('INSERT INTO public.loose VALUES (1)')
    await migration.caughtUp(forward)
    expect(forward.notes.noted).toEqual([
      {
        table: '"public"."t"',
        keys: [
          ['2024-01-01 00:00:00+00', '1'],
          ['2024-01-01 00:00:00.25+00', '2'],
        ],
      },
      {
        table: '"public"."t"',
        keys: [
          ['2024-01-01 00:00:00+00', '3'],
          ['2024-01-01 00:00:00+00', '1'],
          ['2024-01-01 00:00:00.25+00', '2'],
        ],
      },
      { table: '"public"."bulk"', keys: 'overflow' },
      { table: '"public"."t"', keys: 'overflow' },
      { table: '"public"."loose"', keys: 'overflow' },
    ])
  })
})

describe('exactly once', () => {
  it('whatever is killed, and whenever', async () => {
    await using migration = await TestMigration.create(old, current, LEDGER)
    await migration.createStream('forward')
    await using forward = migration.run('forward')
    const kill = async (server: PostgresServer, part: string) =>
      await server.query(
        'postgres',
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'causeway/%' AND application_name LIKE $1`,
        [`%/forward-${part}`],
      )
    for (let round = 0; round < 30; round += 1) {
      await migration.source.query(
        `INSERT INTO public.ledger SELECT n FROM generate_series(${round * 100}, ${round * 100 + 99}) n;
         UPDATE public.ledger SET n = n + 1 WHERE id % 3 = ${round % 3}`,
      )
      if (round % 3 === 0) await kill(current, 'apply')
      if (round % 4 === 0) await kill(old, 'read')
      if (round % 7 === 0) await kill(round % 2 === 0 ? old : current, 'watch')
    }
    await migration.caughtUp(forward)
    const { source, target } = await migration.contents()
    expect(target).toEqual(source)
    // The last of those killed may be noticed only now.
    await expect.poll(() => forward.stream.status()).toMatchObject({ state: 'streaming', clientTransactions: 30 })
  })

  it('the source may forget what is committed on the other side, and nothing before', async () => {
    // Waits this long for a receiver to say something.
    await using source = await startPostgres({ major: 13, settings: { wal_sender_timeout: '1500ms' } })
    await using migration = await TestMigration.create(source, current, LEDGER)
    await migration.createStream('forward')
    await using forward = migration.run('forward')
    await migration.caughtUp(forward)
    await migration.target.query('BEGIN; LOCK TABLE public.ledger')
    // More than is read ahead: the stream is paused too.
    await migration.source.query(
      `INSERT INTO public.ledger SELECT n, n, repeat('x', 30000) FROM generate_series(1, 1000) n`,
    )
    const [end] = (await migration.source.query<{ lsn: string }>('SELECT pg_current_wal_lsn()::text AS lsn')).rows
    const look = async () => {
      const [row] = await source.query<{ confirmed: boolean; pid: number; replied: string | null }>(
        migration.spec.source.database,
        `SELECT s.confirmed_flush_lsn >= $1::pg_lsn AS confirmed, r.pid, extract(epoch FROM r.reply_time)::text AS replied
         FROM pg_replication_slots s JOIN pg_stat_replication r ON r.pid = s.active_pid WHERE s.database = current_database()`,
        [end?.lsn],
      )
      return row
    }
    const first = await look()
    await expect
      .poll(async () => Number((await look())?.replied), { timeout: 10_000 })
      .toBeGreaterThan(Number(first?.replied) + 3)
    expect(await look()).toMatchObject({ confirmed: false, pid: first?.pid })
    await migration.target.query('COMMIT')
    await expect.poll(async () => (await look())?.confirmed, { timeout: 5000 }).toBe(true)
  })

  it('over restarts of the process, from the progress on the other side', async () => {
    await using migration = await TestMigration.create(current, current, LEDGER)
    await migration.createStream('forward')
    for (let round = 0; round < 5; round += 1) {
      await migration.source.query(
        `INSERT INTO public.ledger SELECT n FROM generate_series(${round * 10}, ${round * 10 + 9}) n; UPDATE public.ledger SET n = n + 1`,
      )
      await using forward = migration.run('forward')
      if (round % 2 === 0) await migration.caughtUp(forward)
    }
    await using last = migration.run('forward')
    await migration.caughtUp(last)
    const { source, target } = await migration.contents()
    expect(target).toEqual(source)
  })

  it('over a crash of the server applied to', async () => {
    await using target = await startPostgres({ major: 17 })
    await using migration = await TestMigration.create(current, target, LEDGER)
    await migration.createStream('forward')
    await using forward = migration.run('forward')
    await migration.source.query('INSERT INTO public.ledger SELECT generate_series(1, 1000)')
    await target.restart('immediate')
    await migration.source.query('UPDATE public.ledger SET n = n + 1')
    await migration.caughtUp(forward)
    const rows = await target.query(
      migration.spec.target.database,
      'SELECT count(*)::int, sum(n)::int FROM public.ledger',
    )
    expect(rows).toEqual([{ count: 1000, sum: 1000 }])
  })
})

describe('both directions at once', () => {
  it('nothing goes round, and only clients are counted', async () => {
    await using migration = await TestMigration.create(old, current, LEDGER)
    await migration.createStream('forward')
    await migration.createStream('reverse')
    await using forward = migration.run('forward')
    await using reverse = migration.run('reverse')
    for (let n = 1; n <= 20; n += 1) {
      await migration.source.query('INSERT INTO public.ledger VALUES ($1)', [n])
      await migration.target.query('INSERT INTO public.ledger VALUES ($1)', [-n])
    }
    const there = await migration.caughtUp(forward, 'source')
    const back = await migration.caughtUp(reverse, 'target')
    expect([there.clientTransactions, back.clientTransactions]).toEqual([20, 20])
    const contents = await migration.contents()
    expect(contents.target).toEqual(contents.source)
    expect(contents.target['public.ledger']).toHaveLength(40)
    const rows = () => [forward.stream.status().appliedRows, reverse.stream.status().appliedRows]
    expect(rows()).toEqual([20, 20])
    // Several heartbeats later it is still quiet.
    for (let n = 0; n < 5; n += 1)
      await Promise.all([migration.caughtUp(forward, 'source'), migration.caughtUp(reverse, 'target')])
    expect(rows()).toEqual([20, 20])
  })
})

describe('markers, lag and positions', () => {
  it('a marker that arrived before anybody waited is remembered, with the clients before it', async () => {
    await using migration = await TestMigration.create(old, current, LEDGER)
    await migration.createStream('forward')
    // Of long ago: it must not stay for ever.
    await migration.target.query(
      `INSERT INTO causeway.marker SELECT migration, 'old', 'round-trip', now() - interval '1 hour' FROM causeway.control`,
    )
    await using forward = migration.run('forward')
    await migration.source.query('INSERT INTO public.ledger VALUES (1)')
    const first = await migration.caughtUp(forward)
    await migration.source.query('BEGIN; INSERT INTO public.ledger VALUES (2); TRUNCATE public.ledger; COMMIT')
    const second = await migration.caughtUp(forward)
    expect([first.clientTransactions, second.clientTransactions]).toEqual([1, 2])
    expect(second.roundTripMs).toBeGreaterThan(0)
    expect(second.roundTripMs).toBeLessThan(2000)
    const { rows } = await migration.target.query('SELECT count(*)::int AS markers FROM causeway.marker')
    expect(rows).toEqual([{ markers: 2 }])
  })

  it('waiting for a marker ends with the signal', async () => {
    await using migration = await TestMigration.create(current, current, LEDGER)
    const waiting = migration
      .stream('forward')
      .awaitMarker({ id: 'never', purpose: 'barrier' }, AbortSignal.timeout(10))
    await expect(waiting).rejects.toMatchObject({ name: 'TimeoutError' })
  })

  it('lag is the age of the oldest heartbeat that is missing', async () => {
    await using migration = await TestMigration.create(current, current, LEDGER)
    await migration.createStream('forward')
    const forward = migration.run('forward')
    expect(forward.stream.status().lagMs).toBe(null)
    await expect.poll(() => forward.stream.status().lagMs).toEqual(expect.any(Number))
    expect(forward.stream.status()).toMatchObject({ state: 'streaming', reason: null })
    expect(forward.stream.status().lagMs).toBeLessThan(2000)
    await forward.stop()
    const before = forward.stream.status().lagMs ?? 0
    await migration.source.query('SELECT pg_sleep(0.3)')
    expect(forward.stream.status().lagMs).toBeGreaterThan(before + 50)
    expect(forward.stream.status().state).toBe('stopped')
  })

  it('lets a source that is shut down go, and an idle one drop its log', async () => {
    await using source = await startPostgres({ major: 13 })
    await using migration = await TestMigration.create(source, current, LEDGER)
    await migration.createStream('forward')
    await using forward = migration.run('forward')
    await migration.caughtUp(forward)
    const confirmed = async () => {
      const [row] = await source.query<{ behind: number }>(
        'postgres',
        'SELECT (pg_current_wal_lsn() - confirmed_flush_lsn)::int AS behind FROM pg_replication_slots',
      )
      return row?.behind ?? 0
    }
    // Nobody writes to a table in scope.
    await source.query('postgres', 'CREATE TABLE elsewhere AS SELECT generate_series(1, 50000)')
    await expect.poll(confirmed, { timeout: 5000 }).toBeLessThan(100_000)
    const began = performance.now()
    await source.restart('fast')
    expect(performance.now() - began).toBeLessThan(2_000)
    await migration.caughtUp(forward)
  })
})
