import { resolvedDatabase, startPostgres, type PostgresServer } from '@causeway/harness'
import type { ResolvedScope } from '@causeway/spec'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasSameTables, readCatalog } from './catalog.ts'
import { connect, type SqlClient } from './connect.ts'

const EVERYTHING: ResolvedScope = {
  schemas: { include: [], exclude: [] },
  tables: { include: [], exclude: [] },
  insertOnly: [],
}

const SCHEMA = String.raw`
  CREATE SCHEMA app; CREATE SCHEMA other; CREATE SCHEMA causeway; CREATE SCHEMA "odd.name";
  CREATE TABLE causeway.control (id int PRIMARY KEY);
  CREATE EXTENSION hstore SCHEMA other;
  CREATE DOMAIN app.money AS numeric(12,2);
  CREATE TYPE app.state AS ENUM ('new', 'done');
  CREATE TABLE app.orders (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, gone int, "weird ""col" text NOT NULL, total app.money,
    state app.state, twice int GENERATED ALWAYS AS (1 + 1) STORED, tags text[]);
  ALTER TABLE app.orders DROP COLUMN gone;
  CREATE TABLE app.pairs (b int, a int, note text, PRIMARY KEY (a, b) INCLUDE (note));
  CREATE TABLE app.by_index (x int NOT NULL, y int NOT NULL, UNIQUE (y));
  ALTER TABLE app.by_index REPLICA IDENTITY USING INDEX by_index_y_key;
  CREATE TABLE app.whole (x int); ALTER TABLE app.whole REPLICA IDENTITY FULL;
  CREATE TABLE app.silent (x int PRIMARY KEY); ALTER TABLE app.silent REPLICA IDENTITY NOTHING;
  CREATE TABLE app.log (line text);
  CREATE UNLOGGED TABLE app.cache (x int PRIMARY KEY);
  CREATE TABLE app.events (id serial, day date NOT NULL, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
  CREATE TABLE app.events_2024 PARTITION OF app.events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
  CREATE TABLE other.events_2025 PARTITION OF app.events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
  CREATE VIEW app.open AS SELECT 1 AS one;
  CREATE SEQUENCE app.free INCREMENT -2 MINVALUE -100 MAXVALUE 10 CYCLE;
  CREATE SEQUENCE other.shared; CREATE TABLE app.uses (id int DEFAULT nextval('other.shared') PRIMARY KEY, n serial, t text);
  CREATE TABLE "odd.name"."ta*ble" (id int PRIMARY KEY);
  INSERT INTO app.log SELECT repeat('x', 7000) FROM generate_series(1, 10);
`

for (const major of [13, 18] as const) {
  describe(`PostgreSQL ${major}`, () => {
    let server: PostgresServer
    let client: SqlClient

    beforeAll(async () => {
      server = await startPostgres({ major })
      await server.createDatabase('shop')
      await server.query('shop', SCHEMA)
      const database = resolvedDatabase(server, { database: 'shop', ...server.superuser })
      client = await connect(database, { side: 'source', application: 'test', signal: AbortSignal.timeout(60_000) })
    })
    afterAll(async () => {
      await client[Symbol.asyncDispose]()
      await server[Symbol.asyncDispose]()
    })

    const names = async (scope: Partial<ResolvedScope>) => {
      const { tables, sequences } = await readCatalog(client, { ...EVERYTHING, ...scope })
      return { tables: tables.map(({ sql }) => sql), sequences: sequences.map(({ sql }) => sql) }
    }

    test('finds tables and leaf partitions, nothing of ours, of extensions or unlogged', async () => {
      const { tables } = await names({})
      expect(tables).toEqual([
        ...['by_index', 'events_2024', 'log', 'orders', 'pairs', 'silent', 'uses', 'whole'].map(
          (name) => `"app"."${name}"`,
        ),
        '"odd.name"."ta*ble"',
        '"other"."events_2025"',
      ])
    })

    test('describes columns as the server does', async () => {
      const { tables } = await readCatalog(client, EVERYTHING)
      const orders = tables.find(({ name }) => name === 'orders')
      expect(
        orders?.columns.map(({ sql, type, typeKind, generated, identity }) => [
          sql,
          type,
          typeKind,
          generated,
          identity,
        ]),
      ).toEqual([
        ['"id"', 'bigint', 'b', false, 'always'],
        ['"weird ""col"', 'text', 'b', false, null],
        ['"total"', 'app.money', 'd', false, null],
        ['"state"', 'app.state', 'e', false, null],
        ['"twice"', 'integer', 'b', true, null],
        ['"tags"', 'text[]', 'b', false, null],
      ])
    })

    test('takes the replica identity index before the primary key, in index order, without included columns', async () => {
      const { tables } = await readCatalog(client, EVERYTHING)
      const key = (name: string) => {
        const table = tables.find((each) => each.name === name)
        return [table?.replicaIdentity, table?.key?.map((column) => column.name) ?? null]
      }
      expect(key('pairs')).toEqual(['default', ['a', 'b']])
      expect(key('by_index')).toEqual(['index', ['y']])
      expect(key('whole')).toEqual(['full', null])
      expect(key('silent')).toEqual(['nothing', ['x']])
      expect(key('events_2024')).toEqual(['default', ['id', 'day']])
      expect(key('log')).toEqual(['default', null])
    })

    test('measures the heap without statistics', async () => {
      const { tables } = await readCatalog(client, EVERYTHING)
      const log = tables.find(({ name }) => name === 'log')
      expect(log?.heapPages).toBeGreaterThan(0)
      expect(log?.sizeBytes).toBeGreaterThanOrEqual((log?.heapPages ?? 0) * 8192)
    })

    test('tells which column a sequence feeds, only when it leads an index', async () => {
      const { sequences } = await readCatalog(client, EVERYTHING)
      expect(sequences.map(({ name, feeds }) => [name, feeds])).toEqual([
        ['events_id_seq', { table: '"app"."events"', column: '"id"' }],
        ['free', null],
        ['orders_id_seq', { table: '"app"."orders"', column: '"id"' }],
        ['uses_n_seq', null],
        ['shared', { table: '"app"."uses"', column: '"id"' }],
      ])
      const free = sequences.find(({ name }) => name === 'free')
      expect(free).toMatchObject({ increment: -2n, minValue: -100n, maxValue: 10n, cycles: true })
    })

    test('follows the scope: patterns, partitions with their ancestors, sequences with their tables', async () => {
      expect(await names({ tables: { include: ['app.events', 'app.uses'], exclude: [] } })).toEqual({
        tables: ['"app"."events_2024"', '"app"."uses"', '"other"."events_2025"'],
        sequences: ['"app"."events_id_seq"', '"app"."uses_n_seq"', '"other"."shared"'],
      })
      expect((await names({ tables: { include: [], exclude: ['app.e*', '*.*r*'] } })).tables).toEqual([
        ...['by_index', 'log', 'silent', 'uses', 'whole'].map((name) => `"app"."${name}"`),
        '"odd.name"."ta*ble"',
      ])
      expect((await names({ schemas: { include: ['o*'], exclude: ['other'] } })).tables).toEqual([
        '"odd.name"."ta*ble"',
      ])
      expect((await names({ schemas: { include: ['odd?name'], exclude: [] } })).tables).toEqual([])
    })

    test('marks declared append-only tables', async () => {
      const { tables } = await readCatalog(client, { ...EVERYTHING, insertOnly: ['app.log', 'app.events'] })
      expect(tables.filter(({ insertOnly }) => insertOnly).map(({ name }) => name)).toEqual([
        'events_2024',
        'log',
        'events_2025',
      ])
    })

    test('tables are the same with more rows and another index, and others with another column', async () => {
      await server.query('shop', 'CREATE TABLE other.grown (id int PRIMARY KEY, gone int)')
      const before = await readCatalog(client, EVERYTHING)
      await server.query(
        'shop',
        'INSERT INTO other.grown SELECT 1; CREATE INDEX ON other.grown (gone); ANALYZE other.grown',
      )
      expect(hasSameTables(before, await readCatalog(client, EVERYTHING))).toBe(true)
      await server.query('shop', 'ALTER TABLE other.grown DROP COLUMN gone')
      expect(hasSameTables(before, await readCatalog(client, EVERYTHING))).toBe(false)
      await server.query('shop', 'DROP TABLE other.grown')
    })

    if (major === 18) {
      test('reads 2,000 tables that were never analysed', async () => {
        await server.query(
          'shop',
          `DO $$ BEGIN FOR i IN 1..2000 LOOP
             EXECUTE format('CREATE TABLE other.t%s (id serial PRIMARY KEY, a text, b numeric, c int)', i); END LOOP; END $$`,
        )
        const started = performance.now()
        const { tables, sequences } = await readCatalog(client, EVERYTHING)
        expect(tables.length).toBeGreaterThan(2000)
        expect(sequences.length).toBeGreaterThan(2000)
        // A third of a second when the machine is quiet; a plan that is quadratic takes a minute.
        expect(performance.now() - started).toBeLessThan(5000)
      })
    }
  })
}
