import { startPostgres, type PostgresServer } from '@causeway/harness'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TestMigration, type RunningStream } from './fixtures/migration.ts'

let old: PostgresServer
let current: PostgresServer
beforeAll(async () => {
  ;[old, current] = await Promise.all([startPostgres({ major: 13 }), startPostgres({ major: 17 })])
})
afterAll(async () => {
  await old[Symbol.asyncDispose]()
  await current[Symbol.asyncDispose]()
})

/** The error a stream ends with; fails when it does not end. */
async function failureOf(
  running: RunningStream,
): Promise<{ code: string; message: string; data: Record<string, unknown> }> {
  return await running.done.then(
    () => Promise.reject(new Error('the stream ended without an error')),
    (error: unknown) => error as { code: string; message: string; data: Record<string, unknown> },
  )
}

const ITEM = 'CREATE TABLE public.item (code text, part int, secret text, PRIMARY KEY (code, part))'

describe('a row that cannot be applied', () => {
  it.each([
    { many: false, rows: 3 },
    { many: true, rows: 500 },
  ])(
    'freezes the stream with its name and no value, among $rows rows; resumes when the cause is gone',
    async ({ rows }) => {
      await using migration = await TestMigration.create(old, current, ITEM)
      await migration.createStream('forward')
      await migration.target.query(`ALTER TABLE public.item ADD CONSTRAINT no_seven CHECK (secret <> 'hidden 2')`)
      await migration.source.query(
        `INSERT INTO public.item SELECT 'k', n, 'hidden ' || n FROM generate_series(1, ${rows}) n`,
      )
      const forward = migration.run('forward')
      const failure = await failureOf(forward)
      expect(failure).toMatchObject({
        code: 'CW-1050',
        data: { side: 'target', table: '"public"."item"', key: ['"code"', '"part"'], sqlstate: '23514' },
      })
      expect(JSON.stringify([failure, failure.message, forward.stream.status()])).not.toContain('hidden')
      expect(forward.stream.status()).toMatchObject({ state: 'frozen', reason: expect.stringContaining('CW-1050') })
      // Nothing comes any more: whoever waits is told at once.
      await expect(migration.caughtUp(forward)).rejects.toBe(failure)
      expect((await migration.contents()).target['public.item']).toEqual([])

      await migration.target.query('ALTER TABLE public.item DROP CONSTRAINT no_seven')
      await using resumed = migration.run('forward')
      await migration.caughtUp(resumed)
      const { source, target } = await migration.contents()
      expect(target).toEqual(source)
    },
  )

  it.each([
    ['update', `UPDATE public.item SET secret = 'new' WHERE part > 1`],
    ['delete', 'DELETE FROM public.item WHERE part > 1'],
    ['update', `UPDATE public.item SET part = -part WHERE part > 1`],
  ])('is one to %s that is not there', async (_, statement) => {
    await using migration = await TestMigration.create(old, current, ITEM)
    await migration.createStream('forward')
    const before = migration.run('forward')
    await migration.source.query(`INSERT INTO public.item SELECT 'k', n, 'hidden ' || n FROM generate_series(1, 400) n`)
    await migration.caughtUp(before)
    await before.stop()
    await migration.target.query('DELETE FROM public.item WHERE part = 300')
    await migration.source.query(statement)
    const failure = await failureOf(migration.run('forward'))
    expect(failure).toMatchObject({ code: 'CW-1051', data: { table: '"public"."item"', key: ['"code"', '"part"'] } })
    expect(failure.message).not.toContain('hidden')
    expect((await migration.contents()).target['public.item']).toHaveLength(399)
  })

  it('is one to insert that is there', async () => {
    await using migration = await TestMigration.create(old, current, ITEM)
    await migration.createStream('forward')
    await migration.target.query(`INSERT INTO public.item VALUES ('k', 7, 'foreign')`)
    await migration.source.query(`INSERT INTO public.item SELECT 'k', n, 'hidden' FROM generate_series(1, 200) n`)
    expect(await failureOf(migration.run('forward'))).toMatchObject({ code: 'CW-1050', data: { sqlstate: '23505' } })
  })

  it('fails who waits for a marker behind it', async () => {
    await using migration = await TestMigration.create(old, current, ITEM)
    await migration.createStream('forward')
    await migration.target.query(`INSERT INTO public.item VALUES ('k', 7, 'foreign')`)
    await migration.source.query(`INSERT INTO public.item VALUES ('k', 7, 'ours')`)
    const forward = migration.run('forward')
    await expect(migration.caughtUp(forward)).rejects.toMatchObject({ code: 'CW-1050' })
  })
})

describe('a schema that changes while data moves', () => {
  it.each([
    ['a new column', 'ALTER TABLE public.item ADD note text', 'note'],
    ['a column gone', 'ALTER TABLE public.item DROP secret', 'secret'],
    ['another type', 'ALTER TABLE public.item ALTER part TYPE bigint', 'type'],
    ['another replica identity', 'ALTER TABLE public.item REPLICA IDENTITY FULL', 'replica identity'],
    ['another name', 'ALTER TABLE public.item RENAME secret TO open', 'open'],
  ])('%s freezes the stream; what came before is applied', async (_, ddl, words) => {
    await using migration = await TestMigration.create(old, current, ITEM)
    await migration.createStream('forward')
    const forward = migration.run('forward')
    await migration.caughtUp(forward)
    await migration.source.query(`INSERT INTO public.item VALUES ('before', 1)`)
    await migration.source.query(ddl)
    await migration.source.query(`INSERT INTO public.item VALUES ('after', 1)`)
    const failure = await failureOf(forward)
    expect(failure).toMatchObject({ code: 'CW-1052', data: { table: '"public"."item"' } })
    expect(failure.message).toContain(words)
    const { rows } = await migration.target.query('SELECT code FROM public.item')
    expect(rows).toEqual([{ code: 'before' }])
  })

  it('a column missing on the side applied to', async () => {
    await using migration = await TestMigration.create(old, current, ITEM)
    await migration.createStream('forward')
    await migration.target.query('ALTER TABLE public.item DROP secret')
    await migration.source.query(`INSERT INTO public.item VALUES ('k', 1)`)
    const failure = await failureOf(migration.run('forward'))
    expect(failure).toMatchObject({ code: 'CW-1052', message: expect.stringContaining('has no column secret') })
  })

  it('a table that came later, or is published no more, is noticed before anything is missed', async () => {
    await using migration = await TestMigration.create(old, current, ITEM)
    await migration.createStream('forward')
    await migration.source.query('CREATE TABLE public.later (id int PRIMARY KEY)')
    expect(await failureOf(migration.run('forward'))).toMatchObject({
      code: 'CW-1052',
      data: { table: '"public"."later"' },
    })
    await migration.source.query(
      'DROP TABLE public.later; ALTER PUBLICATION causeway_' +
        migration.spec.name +
        '_a1_forward DROP TABLE public.item',
    )
    expect(await failureOf(migration.run('forward'))).toMatchObject({
      code: 'CW-1052',
      data: { table: '"public"."item"' },
    })
  })

  it('rows in a partition that was added are noticed', async () => {
    await using migration = await TestMigration.create(
      old,
      current,
      `CREATE TABLE public.log (id int, at date, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
       CREATE TABLE public.log_1 PARTITION OF public.log FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')`,
    )
    await migration.createStream('forward')
    const forward = migration.run('forward')
    await migration.caughtUp(forward)
    await migration.source.query(
      `CREATE TABLE public.log_2 PARTITION OF public.log FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
       INSERT INTO public.log VALUES (1, '2025-05-05')`,
    )
    expect(await failureOf(forward)).toMatchObject({ code: 'CW-1052', data: { table: '"public"."log_2"' } })
  })
})

describe('who may act', () => {
  it('a controller whose lease is over has no effect and stops', async () => {
    await using migration = await TestMigration.create(old, current, ITEM)
    await migration.createStream('forward')
    const forward = migration.run('forward')
    await migration.caughtUp(forward)
    await migration.target.query('UPDATE causeway.control SET epoch = epoch + 1')
    await migration.source.query(`INSERT INTO public.item VALUES ('late', 1)`)
    expect(await failureOf(forward)).toMatchObject({ code: 'CW-0801' })
    expect((await migration.contents()).target['public.item']).toEqual([])
  })

  it('progress that another moved is found out before anything is applied twice', async () => {
    await using migration = await TestMigration.create(old, current, ITEM)
    await migration.createStream('forward')
    await using forward = migration.run('forward')
    await migration.caughtUp(forward)
    // As if another process applied the row first, while this one was about to.
    await migration.target.query('BEGIN; SELECT FROM causeway.progress FOR UPDATE')
    await migration.source.query(`INSERT INTO public.item VALUES ('k', 1)`)
    const [position] = (
      await migration.source.query<{ lsn: string }>('SELECT pg_current_wal_insert_lsn()::text AS lsn')
    ).rows
    await migration.target.query(`INSERT INTO public.item VALUES ('k', 1)`)
    await migration.target.query('UPDATE causeway.progress SET position = $1', [position?.lsn])
    const waits = `SELECT count(*)::int AS n FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND application_name LIKE '%forward-apply'`
    await expect.poll(async () => (await migration.target.query(waits)).rows).toEqual([{ n: 1 }])
    await migration.target.query('COMMIT')
    await migration.source.query(`INSERT INTO public.item VALUES ('k', 2)`)
    await migration.caughtUp(forward)
    const { source, target } = await migration.contents()
    expect(target).toEqual(source)
    expect(forward.stream.status()).toMatchObject({ state: 'streaming' })
  })
})

it('a side that has lost commits is not gone on with', async () => {
  await using migration = await TestMigration.create(old, current, ITEM)
  await migration.createStream('forward')
  const forward = migration.run('forward')
  const before = await migration.target.query('SELECT position::text FROM causeway.progress')
  await migration.source.query(`INSERT INTO public.item VALUES ('k', 1, 'lost')`)
  await migration.caughtUp(forward)
  await forward.stop()
  // As after a restore, or a failover to a standby that was behind.
  await migration.target.query('DELETE FROM public.item')
  await migration.target.query('UPDATE causeway.progress SET position = $1::pg_lsn', [
    (before.rows[0] as { position: string }).position,
  ])
  await expect(forward.stream.run(migration.lease, AbortSignal.timeout(20_000))).rejects.toMatchObject({
    code: 'CW-1004',
    data: { side: 'target' },
  })
})

describe('a slot that is lost', () => {
  it('freezes the stream, and is not made again over what is missing', async () => {
    await using migration = await TestMigration.create(old, current, ITEM)
    await migration.createStream('forward')
    await migration.source.query(
      'SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE database = current_database()',
    )
    expect(await failureOf(migration.run('forward'))).toMatchObject({ code: 'CW-1053' })
    await expect(migration.createStream('forward')).rejects.toMatchObject({ code: 'CW-1053' })
  })

  it('is told when the server removed its log', async () => {
    await using small = await startPostgres({
      major: 13,
      settings: { max_slot_wal_keep_size: '1MB', min_wal_size: '32MB', max_wal_size: '32MB' },
    })
    await using migration = await TestMigration.create(small, current, ITEM)
    await migration.createStream('forward')
    for (let round = 0; round < 4; round += 1) {
      await small.query(
        migration.spec.source.database,
        'CREATE TABLE filler AS SELECT generate_series(1, 200000) n; SELECT pg_switch_wal(); DROP TABLE filler; CHECKPOINT',
      )
    }
    expect(await failureOf(migration.run('forward'))).toMatchObject({
      code: 'CW-1053',
      message: expect.stringContaining('removed'),
    })
  })
})
