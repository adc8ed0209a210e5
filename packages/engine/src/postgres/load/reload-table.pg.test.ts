import { resolvedDatabase, startPostgres, testSpec, type PostgresServer } from '@causeway/harness'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { migrationId } from '../names.ts'
import { leaseOf, partsFor, type Schema } from './fixtures/migration.ts'
import { fullLoad, type FullLoadParts } from './full-load.ts'
import { reloadTable } from './reload-table.ts'

const signal = AbortSignal.timeout(120_000)

const SCHEMA: Schema = {
  preData: [
    'CREATE TABLE public.parent (\n    id integer NOT NULL, note text\n)',
    'CREATE TABLE public.child (\n    id integer NOT NULL, parent integer NOT NULL\n)',
  ],
  postData: [
    'ALTER TABLE ONLY public.parent\n    ADD CONSTRAINT parent_pkey PRIMARY KEY (id)',
    'ALTER TABLE ONLY public.child\n    ADD CONSTRAINT child_pkey PRIMARY KEY (id)',
    'ALTER TABLE ONLY public.child\n    ADD CONSTRAINT child_parent_fkey FOREIGN KEY (parent) REFERENCES public.parent(id) ON DELETE CASCADE',
  ],
}

let source: PostgresServer
let target: PostgresServer
let parts: FullLoadParts
beforeAll(async () => {
  ;[source, target] = await Promise.all([startPostgres({ major: 13 }), startPostgres({ major: 17 })])
  for (const server of [source, target]) {
    await server.createDatabase('shop')
    await server.query('shop', SCHEMA.preData.join(';'))
  }
  await source.query('shop', 'INSERT INTO parent VALUES (1), (2); INSERT INTO child VALUES (1, 1), (2, 2)')
  const spec = testSpec({
    source: resolvedDatabase(source, { database: 'shop', ...source.superuser }),
    target: resolvedDatabase(target, { database: 'shop', ...target.superuser }),
  })
  parts = await partsFor(spec, SCHEMA, 1, signal)
  await fullLoad(parts, leaseOf(1), () => {}, signal)
  await target.query('shop', `INSERT INTO causeway.progress VALUES ($1, 'forward', '0/0', 1)`, [migrationId(spec)])
  await target.query('shop', `SELECT pg_create_logical_replication_slot('witness', 'test_decoding')`)
})
afterAll(async () => {
  await source[Symbol.asyncDispose]()
  await target[Symbol.asyncDispose]()
})

test.each(['parent', 'child'])(
  '%s is again as on the source, and the stream leaving the target knows that it was us',
  async (name) => {
    const snapshotOf = async () =>
      await target.query('shop', `SELECT snapshot FROM causeway.copied WHERE table_name = '"public"."${name}"'`)
    const before = await snapshotOf()
    await target.query(
      'shop',
      `DELETE FROM child; DELETE FROM parent; INSERT INTO parent VALUES (2, 'wrong'), (7, 'wrong')`,
    )
    await target.query('shop', 'INSERT INTO child VALUES (7, 7)')
    await target.query('shop', `SELECT pg_replication_slot_advance('witness', pg_current_wal_lsn())`)
    const table = parts.catalog.tables.find((each) => each.name === name)
    if (table === undefined) throw new Error('no such table')
    await source.query('shop', 'CREATE TABLE IF NOT EXISTS moves_the_snapshot_on ()')
    await reloadTable(parts.context, table, leaseOf(1), signal)

    const rows = `SELECT * FROM ${name} ORDER BY 1`
    expect(await target.query('shop', rows)).toEqual(await source.query('shop', rows))
    const after = await snapshotOf()
    expect(after).toHaveLength(1)
    expect(after).not.toEqual(before)
    const other = name === 'parent' ? 'child' : 'parent'
    const [untouched] = await target.query('shop', `SELECT count(*)::int AS rows FROM ${other} WHERE id = 7`)
    expect(untouched).toEqual({ rows: 1 })

    const changes = await target.query<{ xid: string; data: string }>(
      'shop',
      `SELECT xid, data FROM pg_logical_slot_get_changes('witness', NULL, NULL)`,
    )
    const reload = changes.find(({ data }) => data.startsWith(`table public.${name}: INSERT`))
    const [begin, first] = changes.filter(({ xid }) => xid === reload?.xid)
    expect(begin?.data).toMatch(/^BEGIN/)
    expect(first?.data).toMatch(/^table causeway\.progress: UPDATE/)
  },
)
