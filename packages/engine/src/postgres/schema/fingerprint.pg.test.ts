import { resolvedDatabase, startPostgres, type PostgresServer } from '@causeway/harness'
import type { ResolvedScope } from '@causeway/spec'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connect, type SqlClient } from '../connect.ts'
import { fingerprint } from './fingerprint.ts'
import { zooOf } from './fixtures/zoo.ts'

const SCOPE: ResolvedScope = {
  schemas: { include: [], exclude: ['elsewhere'] },
  tables: { include: [], exclude: ['shop.temporary_*'] },
  insertOnly: [],
}

const { signal } = new AbortController()

for (const major of [13, 18] as const) {
  describe(`PostgreSQL ${major}`, () => {
    let server: PostgresServer
    let client: SqlClient

    beforeAll(async () => {
      server = await startPostgres({ major })
      await server.query('postgres', 'CREATE ROLE app; CREATE ROLE viewer; CREATE ROLE owner')
      await server.createDatabase('zoo', 'app')
      await server.query('zoo', 'CREATE SCHEMA elsewhere; CREATE SCHEMA causeway; GRANT CREATE ON SCHEMA public TO app')
      await server.query('zoo', zooOf(major))
      const database = resolvedDatabase(server, { database: 'zoo', ...server.superuser })
      client = await connect(database, { side: 'source', application: 'test', signal })
    })
    afterAll(async () => {
      await client[Symbol.asyncDispose]()
      await server[Symbol.asyncDispose]()
    })

    const changes = async (sql: string) => {
      const before = await fingerprint(client, SCOPE, signal)
      await server.query('zoo', sql)
      return before !== (await fingerprint(client, SCOPE, signal))
    }

    test.each([
      'ALTER TABLE shop.orders ADD added int',
      'ALTER TABLE shop.orders ALTER ticket TYPE bigint',
      'ALTER TABLE shop.orders ALTER ticket DROP DEFAULT',
      'ALTER TABLE shop.orders REPLICA IDENTITY FULL',
      'CREATE TABLE shop.fresh (x int)',
      'DROP TABLE shop.fresh; CREATE TABLE shop.fresh (x int)',
      "ALTER TYPE shop.state ADD VALUE 'last'",
      'DROP INDEX shop.orders_once',
      'ALTER TABLE shop.orders DROP CONSTRAINT half',
      "CREATE TABLE shop.events_2026 PARTITION OF shop.events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
      'CREATE OR REPLACE FUNCTION shop.later() RETURNS bigint LANGUAGE sql AS $$ SELECT 2::bigint $$',
      'GRANT DELETE ON shop.orders TO viewer',
      'ALTER SEQUENCE shop.tickets MAXVALUE 2000',
      'ALTER TABLE shop.customers DISABLE ROW LEVEL SECURITY',
    ])('%s changes it', async (sql) => {
      expect(await changes(sql)).toBe(true)
    })

    test.each([
      'ANALYZE; VACUUM FULL shop.orders; REINDEX TABLE shop.orders'.split('; '),
      ["SELECT nextval('shop.tickets'), setval('shop.orders_id_seq', 7)"],
      ['INSERT INTO shop.parent VALUES (1, 1)'],
      ['TRUNCATE shop.parent'],
      ['REFRESH MATERIALIZED VIEW shop.empty'],
      ['CREATE TABLE elsewhere.t (x int)'],
      ['CREATE TABLE causeway.control (x int)'],
      ['CREATE TABLE shop.temporary_1 (x int)'],
      ["COMMENT ON TABLE shop.orders IS 'said'"],
      ['REVOKE CONNECT ON DATABASE zoo FROM PUBLIC, app'],
      ['CREATE ROLE somebody'],
      ['CREATE PUBLICATION p FOR TABLE shop.orders'],
    ])('%s does not', async (...statements) => {
      for (const sql of statements) expect(await changes(sql)).toBe(false)
    })
  })
}

test('does not slow down out of proportion on 2,000 tables that were never analysed', async () => {
  await using server = await startPostgres({ major: 13 })
  await server.query(
    'postgres',
    `DO $$ BEGIN FOR i IN 1..2000 LOOP EXECUTE format(
       'CREATE TABLE t%s (id serial PRIMARY KEY, a text NOT NULL, b numeric DEFAULT 0, c int CHECK (c > 0))', i); END LOOP; END $$`,
  )
  const database = resolvedDatabase(server, { database: 'postgres', ...server.superuser })
  await using client = await connect(database, { side: 'source', application: 'test', signal })
  const started = performance.now()
  await fingerprint(client, SCOPE, signal)
  // About half a second when the machine is quiet; a plan that is quadratic takes a minute.
  expect(performance.now() - started).toBeLessThan(10_000)
})
