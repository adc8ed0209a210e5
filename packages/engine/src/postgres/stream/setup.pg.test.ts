import { startPostgres, until, type PostgresServer } from '@causeway/harness'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { gatherWhole } from '../wire/frames.ts'
import { Replication } from '../wire/replication.ts'
import { openSession } from '../wire/session.ts'
import { parseLsn } from '../position.ts'
import { TestMigration } from './fixtures/migration.ts'
import { streamEnds } from './stream-ends.ts'
import { silentLogger } from '@causeway/core'

const { signal } = new AbortController()

let old: PostgresServer
let current: PostgresServer
beforeAll(async () => {
  ;[old, current] = await Promise.all([startPostgres({ major: 13 }), startPostgres({ major: 17 })])
})
afterAll(async () => {
  await old[Symbol.asyncDispose]()
  await current[Symbol.asyncDispose]()
})

const SCHEMA = `
  CREATE TABLE public.keyed (id int PRIMARY KEY, v text);
  CREATE TABLE public.log (at timestamptz, what text);
  CREATE TABLE public.parted (id int PRIMARY KEY) PARTITION BY RANGE (id);
  CREATE TABLE public.parted_1 PARTITION OF public.parted FOR VALUES FROM (0) TO (100);
  CREATE TABLE public.parted_2 PARTITION OF public.parted FOR VALUES FROM (100) TO (200);
  CREATE TABLE public.half (id int PRIMARY KEY) PARTITION BY RANGE (id);
  CREATE TABLE public.half_in PARTITION OF public.half FOR VALUES FROM (0) TO (100);
  CREATE TABLE public.half_out PARTITION OF public.half FOR VALUES FROM (100) TO (200);
  CREATE TABLE public.elsewhere (id int PRIMARY KEY)`
const SCOPE = {
  schemas: { include: [], exclude: [] },
  tables: { include: [], exclude: ['public.elsewhere', 'public.half_out'] },
  insertOnly: ['public.log'],
}

/** Everything of a stream that is on the servers. */
async function traces(migration: TestMigration) {
  const { rows: publications } = await migration.source.query(
    `SELECT p.pubname LIKE '%\\_i' AS insert_only, pubupdate AS updates, pg_get_publication_tables_text AS tables FROM pg_publication p,
       LATERAL (SELECT string_agg(r.prrelid::regclass::text, ', ' ORDER BY r.prrelid::regclass::text) AS pg_get_publication_tables_text
                FROM pg_publication_rel r WHERE r.prpubid = p.oid) members ORDER BY 1`,
  )
  const { rows: slots } = await migration.source.query(
    'SELECT slot_name, confirmed_flush_lsn::text AS confirmed FROM pg_replication_slots WHERE database = current_database()',
  )
  const { rows: progress } = await migration.target.query('SELECT stream, position::text FROM causeway.progress')
  return { publications, slots, progress }
}

it('creates publications, slot and progress once, and drops them completely', async () => {
  await using migration = await TestMigration.create(old, current, SCHEMA, { scope: SCOPE })
  await migration.createStream('forward')
  const made = await traces(migration)
  expect(made.publications).toEqual([
    {
      insert_only: false,
      updates: true,
      // A partitioned table whole in scope stands for its partitions, so that rows of a new one are noticed.
      tables: 'causeway.heartbeat, causeway.marker, causeway.progress, half_in, keyed, parted',
    },
    { insert_only: true, updates: false, tables: 'log' },
  ])
  expect(made.slots).toHaveLength(1)
  expect(made.progress).toEqual([{ stream: 'forward', position: made.slots[0].confirmed }])

  await migration.createStream('forward')
  expect(await traces(migration)).toEqual(made)

  await migration.dropStream('forward')
  expect(await traces(migration)).toEqual({ publications: [], slots: [], progress: [] })
  await migration.dropStream('forward')
})

it('what a crash left half made is completed', async () => {
  await using migration = await TestMigration.create(old, current, SCHEMA, { scope: SCOPE })
  await migration.createStream('forward')
  const made = await traces(migration)
  await migration.target.query('DELETE FROM causeway.progress')
  await migration.createStream('forward')
  expect(await traces(migration)).toEqual(made)
})

it('a table declared append-only is captured, and clients may still update it', async () => {
  await using migration = await TestMigration.create(old, current, SCHEMA, { scope: SCOPE })
  await migration.createStream('forward')
  await using forward = migration.run('forward')
  await migration.source.query(`INSERT INTO public.log SELECT now(), 'w' || n FROM generate_series(1, 300) n`)
  await migration.caughtUp(forward)
  const { source, target } = await migration.contents()
  expect(target['public.log']).toEqual(source['public.log'])
  await migration.source.query(`UPDATE public.log SET what = 'changed'`)
  await migration.source.query('TRUNCATE public.log')
  await migration.caughtUp(forward)
  expect((await migration.contents()).target['public.log']).toEqual([])
})

it('a table that identifies no rows is refused unless it is declared', async () => {
  const schema = `${SCHEMA}; CREATE TABLE public.late (id int PRIMARY KEY DEFERRABLE); CREATE TABLE public.bare (a int)`
  await using migration = await TestMigration.create(old, current, schema, { scope: SCOPE })
  await expect(migration.createStream('forward')).rejects.toMatchObject({
    code: 'CW-0688',
    data: { tables: ['"public"."bare"', '"public"."late"'] },
  })
  expect(await traces(migration)).toEqual({ publications: [], slots: [], progress: [] })
})

it('a session of ours that lingers on the server is ended, one of others is not', async () => {
  await using migration = await TestMigration.create(old, current, SCHEMA, { scope: SCOPE })
  await migration.createStream('forward')
  const ends = streamEnds({ spec: migration.spec, logger: silentLogger }, 'forward', migration.lease.epoch)
  const read = async (application: string) => {
    const session = await openSession(migration.spec.source, { side: 'source', application, signal, replication: true })
    const replication = new Replication(session, {
      slot: ends.slot,
      publications: [ends.publications.all],
      binary: false,
      start: parseLsn('0/0'),
      confirmed: parseLsn('0/0'),
      onMessage: () => {},
      gatherRow: gatherWhole,
      onKeepalive: () => {},
    })
    await replication.start()
    return { session, replication }
  }
  const ours = await read(ends.application('read'))
  await using forward = migration.run('forward')
  await migration.caughtUp(forward)
  expect(ours.replication.ended.aborted).toBe(true)
  await forward.stop()
  await ours.session.close()

  const theirs = await read('somebody else')
  await expect(migration.dropStream('forward')).rejects.toMatchObject({ code: 'CW-0687' })
  await theirs.session.close()
  await migration.dropStream('forward')
})

it('does not run before it was created', async () => {
  await using migration = await TestMigration.create(old, current, SCHEMA, { scope: SCOPE })
  await expect(migration.run('forward').done).rejects.toMatchObject({ code: 'CW-0101' })
})

it('has no effect once the lease is over', async () => {
  await using migration = await TestMigration.create(old, current, SCHEMA, { scope: SCOPE })
  await migration.source.query('UPDATE causeway.control SET epoch = epoch + 1')
  await expect(migration.createStream('forward')).rejects.toMatchObject({ code: 'CW-0801' })
  expect(await traces(migration)).toEqual({ publications: [], slots: [], progress: [] })
  await expect(migration.dropStream('forward')).rejects.toMatchObject({ code: 'CW-0801' })
})

it('waits for running transactions also when an earlier process has made the slot, and died while it waited', async () => {
  await using migration = await TestMigration.create(old, current, 'CREATE TABLE public.keyed (id int PRIMARY KEY)')
  const { slot } = streamEnds({ spec: migration.spec, logger: silentLogger }, 'forward', 1)
  await migration.source.query(`SELECT pg_create_logical_replication_slot($1, 'pgoutput')`, [slot])
  await migration.source.query('BEGIN; INSERT INTO public.keyed VALUES (1)')
  const creating = migration.createStream('forward')
  const admin = await old.connect('postgres')
  try {
    const waits = `SELECT FROM pg_stat_activity WHERE query LIKE '%pg_snapshot_xip%' AND application_name LIKE '%control'`
    await until(async () => (await admin.query(waits)).rowCount === 1)
    const { rows } = await migration.target.query('SELECT FROM causeway.progress')
    expect(rows).toEqual([])
  } finally {
    await admin.end()
    await migration.source.query('COMMIT')
  }
  await creating
})
