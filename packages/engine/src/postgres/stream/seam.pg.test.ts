import { startPostgres, until, type PostgresServer } from '@causeway/harness'
import type { Client } from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { migrationId } from '../names.ts'
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

const TABLES = `
  CREATE TABLE public.a (id int PRIMARY KEY, n int NOT NULL);
  CREATE TABLE public.b (id int PRIMARY KEY, n int NOT NULL, a int REFERENCES public.a)`

/** Copies tables as they are in one snapshot and records it, as the full load does. */
async function copy(migration: TestMigration, ...tables: readonly string[]): Promise<void> {
  const { source, target, spec } = migration
  await source.query('BEGIN ISOLATION LEVEL REPEATABLE READ')
  const [snapshot] = (await source.query<{ text: string }>('SELECT pg_current_snapshot()::text AS text')).rows
  for (const table of tables) {
    const { rows } = await source.query<{ row: string }>(`SELECT to_json(t)::text AS row FROM public.${table} t`)
    await target.query(`BEGIN; SET LOCAL session_replication_role = replica`)
    for (const { row } of rows) {
      await target.query(`INSERT INTO public.${table} SELECT * FROM json_populate_record(NULL::public.${table}, $1)`, [
        row,
      ])
    }
    await target.query(
      `INSERT INTO causeway.copied (migration, table_name, part, parts, snapshot) VALUES ($1, $2, 0, 1, $3)`,
      [migrationId(spec), `"public"."${table}"`, snapshot?.text],
    )
    await target.query('COMMIT')
  }
  await source.query('COMMIT')
}

async function withClient<T>(migration: TestMigration, body: (client: Client) => Promise<T>): Promise<T> {
  const client = await old.connect(migration.spec.source.database)
  try {
    return await body(client)
  } finally {
    await client.end()
  }
}

it('tables copied at different times, while transactions were open, get each change exactly once', async () => {
  await using migration = await TestMigration.create(old, current, TABLES)
  await migration.createStream('forward')
  const { source } = migration
  await source.query(
    'INSERT INTO public.a SELECT n, 0 FROM generate_series(1, 20) n; INSERT INTO public.b SELECT n, 0, n FROM generate_series(1, 20) n',
  )
  await withClient(migration, async (other) => {
    await withClient(migration, async (third) => {
      await other.query(
        'BEGIN; UPDATE public.a SET n = n + 1 WHERE id <= 5; UPDATE public.b SET n = n + 1 WHERE id <= 5',
      )
      await third.query('BEGIN; INSERT INTO public.a VALUES (100, 0); INSERT INTO public.b VALUES (100, 0, 100)')
      await copy(migration, 'a')
      await other.query('COMMIT')
      await source.query(
        'UPDATE public.a SET n = n + 10 WHERE id % 2 = 0; UPDATE public.b SET n = n + 10 WHERE id % 2 = 0',
      )
      await copy(migration, 'b')
      await third.query('COMMIT')
    })
  })
  await source.query(
    'UPDATE public.a SET n = n + 100; UPDATE public.b SET n = n + 100; DELETE FROM public.b WHERE id = 7',
  )
  await using forward = migration.run('forward')
  await migration.caughtUp(forward)
  const contents = await migration.contents()
  expect(contents.target).toEqual(contents.source)
  expect(contents.target['public.a']).toHaveLength(21)
})

it('a TRUNCATE that one copy saw and the other did not empties only the other, although the first refers to it', async () => {
  await using migration = await TestMigration.create(old, current, TABLES)
  await migration.createStream('forward')
  const { source } = migration
  await source.query(
    'INSERT INTO public.a SELECT n, 0 FROM generate_series(1, 20) n; INSERT INTO public.b SELECT n, 0, n FROM generate_series(1, 20) n',
  )
  await copy(migration, 'a')
  await source.query('TRUNCATE public.a, public.b')
  await source.query('INSERT INTO public.a VALUES (1, 1); INSERT INTO public.b VALUES (1, 1, 1)')
  await copy(migration, 'b')
  await source.query('UPDATE public.b SET n = 2')
  await using forward = migration.run('forward')
  await migration.caughtUp(forward)
  const contents = await migration.contents()
  expect(contents.target).toEqual(contents.source)
})

it('a transaction that is in the log before it counts as completed, just when the stream begins, is applied', async () => {
  // For a standby that never answers: the commit is decoded, and a session that asks for it goes on waiting inside it.
  const settings = { synchronous_standby_names: 'absent', synchronous_commit: 'local' }
  await using waiting = await startPostgres({ major: 13, settings })
  await using migration = await TestMigration.create(waiting, current, TABLES)
  await migration.createStream('forward')
  await copy(migration, 'a')
  const admin = await waiting.connect('postgres')
  const client = await waiting.connect(migration.spec.source.database)
  try {
    await client.query('SET synchronous_commit = on')
    const committed = client.query('INSERT INTO public.a VALUES (1, 0)')
    await until(
      async () => (await admin.query(`SELECT FROM pg_stat_activity WHERE wait_event = 'SyncRep'`)).rowCount === 1,
    )
    await using forward = migration.run('forward')
    await until(() => forward.stream.status().state === 'streaming')
    await admin.query(`ALTER SYSTEM SET synchronous_standby_names = ''`)
    await admin.query('SELECT pg_reload_conf()')
    await committed
    await migration.caughtUp(forward)
  } finally {
    await client.end()
    await admin.end()
  }
  const contents = await migration.contents()
  expect(contents.target['public.a']).toHaveLength(1)
})
