import { silentLogger, type LoadProgress } from '@causeway/core'
import { resolvedDatabase, startPostgres, testSpec, type PostgresServer } from '@causeway/harness'
import type { ResolvedSpec } from '@causeway/spec'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readCatalog } from '../catalog.ts'
import { connect } from '../connect.ts'
import { readSchema } from '../schema/read-schema.ts'
import { restorePreData } from '../schema/restore.ts'
import { leaseOf, setEpoch } from './fixtures/migration.ts'
import { BINARY_TYPES } from './format.ts'
import { finishBuild, fullLoad, type FullLoadParts } from './full-load.ts'

const signal = AbortSignal.timeout(120_000)
const lease = leaseOf(1)

const SCHEMA = String.raw`
  CREATE SCHEMA app;
  CREATE TYPE app.mood AS ENUM ('sad', 'ok', 'über');
  CREATE TYPE app.place AS (street text, number int);
  CREATE DOMAIN app.price AS numeric(12,2) CHECK (VALUE >= 0);
  CREATE TABLE app.types (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, flag bool, small int2, n int, big int8, real4 real, real8 float8,
    exact numeric, price app.price, name text, code char(5), label varchar(20), letter "char", bytes bytea, day date,
    at timestamp, at_zone timestamptz, clock time, clock_zone timetz, span interval, uid uuid, doc json, docb jsonb, ip inet,
    net cidr, mac macaddr, bits bit(4), varbits bit varying, spot point, shape polygon, words tsvector,
    ints int[], names text[][], days daterange, mood app.mood, lsn pg_lsn,
    twice numeric GENERATED ALWAYS AS (exact * 2) STORED);
  INSERT INTO app.types (flag, small, n, big, real4, real8, exact, price, name, code, label, letter, bytes, day, at, at_zone, clock,
    clock_zone, span, uid, doc, docb, ip, net, mac, bits, varbits, spot, shape, words, ints, names, days, mood, lsn)
  VALUES
    (true, -32768, 2147483647, -9223372036854775808, 'NaN', 1e-300, '12345678901234567890.123456789', 10.50, E'tab\t nl\n back\\ ü€🜚', 'a', '',
     'x', '\x00ff0a5c', '4713-01-01 BC', 'infinity', '2024-02-29 23:59:60+14', '24:00', '23:00:00+15:59', '-1 year 2 days -03:04:05.006',
     'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '{"a": 1,  "a": 2}', '{"b": [1, null, "\u00fc"]}', '::1/64', '10.0.0.0/8', '08:00:2b:01:02:03',
     B'1010', B'', '(1.5,-2)', '((0,0),(1,1),(1,0))', 'fat:2 cat:1A', '{1,NULL,3}', '{{a,"b,c"},{NULL,"d\\e"}}',
     '[2024-01-01,)', 'über', '16/B374D848'),
    (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
     NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
  CREATE TABLE app.by_text (id int PRIMARY KEY, home app.place, moods app.mood[], cash money, rel regclass, x xml, query tsquery);
  INSERT INTO app.by_text VALUES (1, ROW('Main "St", \ 1', 7), '{sad,über}', '$1,234.56', 'app.types', '<a b="1">ü</a>', 'fat & !rat'), (2, NULL, NULL, NULL, NULL, NULL, '');
  CREATE SCHEMA "we""ird";
  CREATE TABLE "we""ird"."Tab le'\x" ("co""l 1" int PRIMARY KEY, "select" text, "ü" text GENERATED ALWAYS AS ('x' || "select") STORED);
  INSERT INTO "we""ird"."Tab le'\x" SELECT n, repeat('q', n) FROM generate_series(1, 100) n;
  CREATE TABLE app.large (id int PRIMARY KEY, body text);
  INSERT INTO app.large SELECT n, (SELECT string_agg(md5(n::text || i), '') FROM generate_series(1, n % 90) i) FROM generate_series(1, 3000) n;
  DELETE FROM app.large WHERE id % 7 = 0;
  CREATE TABLE app.nothing ();
  INSERT INTO app.nothing DEFAULT VALUES; INSERT INTO app.nothing DEFAULT VALUES;
  CREATE TABLE app.parent (id int PRIMARY KEY); CREATE TABLE app.child (extra text) INHERITS (app.parent);
  INSERT INTO app.parent VALUES (1); INSERT INTO app.child VALUES (2, 'two');
  CREATE TABLE app.events (id int, day date NOT NULL, note text, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
  CREATE TABLE app.events_1 PARTITION OF app.events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01') PARTITION BY HASH (id);
  CREATE TABLE app.events_1a PARTITION OF app.events_1 FOR VALUES WITH (MODULUS 2, REMAINDER 0);
  CREATE TABLE app.events_1b PARTITION OF app.events_1 FOR VALUES WITH (MODULUS 2, REMAINDER 1);
  CREATE TABLE app.events_2 PARTITION OF app.events FOR VALUES FROM ('2025-01-01') TO (MAXVALUE);
  CREATE INDEX ON app.events (note);
  INSERT INTO app.events SELECT n, '2024-01-01'::date + n, 'note ' || n FROM generate_series(1, 600) n;
  CREATE TABLE app.customers (id serial PRIMARY KEY, email text UNIQUE, note text);
  CREATE INDEX customers_lower ON app.customers (lower(email));
  CREATE TABLE app.orders (id serial PRIMARY KEY, customer int NOT NULL REFERENCES app.customers, event int, day date,
    EXCLUDE USING btree (id WITH =), FOREIGN KEY (event, day) REFERENCES app.events);
  ALTER TABLE app.customers ADD CONSTRAINT best FOREIGN KEY (id) REFERENCES app.orders DEFERRABLE INITIALLY DEFERRED;
  BEGIN;
  INSERT INTO app.customers SELECT n, 'C' || n || '@x', 'n' FROM generate_series(1, 2000) n;
  INSERT INTO app.orders SELECT n, n, (n % 600) + 1, '2024-01-01'::date + (n % 600) + 1 FROM generate_series(1, 2000) n;
  COMMIT;
  CREATE STATISTICS app.related (dependencies) ON event, day FROM app.orders;
  CREATE MATERIALIZED VIEW app.totals AS SELECT day, count(*) AS orders FROM app.orders GROUP BY day;
  CREATE UNIQUE INDEX ON app.totals (day);
  CREATE MATERIALIZED VIEW app.grand AS SELECT sum(orders) AS orders FROM app.totals;
  CREATE MATERIALIZED VIEW app.never AS SELECT 1 AS one WITH NO DATA;
  CREATE FUNCTION app.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'a trigger fired'; END $$;
  CREATE TRIGGER refuse BEFORE INSERT OR TRUNCATE ON app.customers EXECUTE FUNCTION app.refuse();
`

/** Content by means that have nothing in common with ours. */
const CONTENTS = `
  SELECT format('%I.%I', n.nspname, c.relname) AS table,
    (xpath('/row/c/text()', query_to_xml(format(
      'SELECT count(*) || '':'' || coalesce(md5(string_agg(t::text, chr(10) ORDER BY t::text)), '''') AS c FROM ONLY %I.%I t',
      n.nspname, c.relname), false, true, '')))[1]::text AS content
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'm') AND c.relispopulated AND n.nspname IN ('app', 'we"ird') ORDER BY 1`

const STATE = `
  SELECT
    ARRAY(SELECT conrelid::regclass || ' ' || conname || ' ' || convalidated || ' ' || pg_get_constraintdef(oid)
      FROM pg_constraint WHERE contype <> 'n' AND conparentid = 0 AND connamespace = 'app'::regnamespace ORDER BY 1) AS constraints,
    ARRAY(SELECT pg_get_indexdef(indexrelid) || ' ' || indisvalid FROM pg_index JOIN pg_class c ON c.oid = indrelid
      WHERE c.relnamespace = 'app'::regnamespace ORDER BY 1) AS indexes,
    ARRAY(SELECT oid::regclass || ' ' || relispopulated FROM pg_class WHERE relkind = 'm' ORDER BY 1) AS views,
    ARRAY(SELECT tgname::text FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1) AS triggers`

/** Tables with rows that were not analysed; statistics of an expression, of a partitioned table, of two columns together. */
const ANALYZED = `
  SELECT
    (SELECT count(*)::int FROM pg_class WHERE relnamespace = 'app'::regnamespace AND relkind = 'r' AND reltuples < 0) AS tables,
    (SELECT count(*)::int FROM pg_statistic WHERE starelid = 'app.customers_lower'::regclass) AS expressions,
    (SELECT count(*)::int FROM pg_statistic WHERE starelid = 'app.events'::regclass AND stainherit) AS partitioned,
    (SELECT count(*)::int FROM pg_statistic_ext_data WHERE stxddependencies IS NOT NULL) AS together`

async function prepare(spec: ResolvedSpec): Promise<FullLoadParts> {
  const context = { spec, logger: silentLogger }
  await using source = await connect(spec.source, { side: 'source', application: 'test', signal })
  await using target = await connect(spec.target, { side: 'target', application: 'test', signal })
  await setEpoch(target, spec, lease.epoch)
  const { preData, postData } = await readSchema(context, { source, target }, lease, signal)
  await restorePreData(context, target, preData, lease, signal)
  return { context, catalog: await readCatalog(source, spec.scope), postData: postData.statements }
}

describe.each([
  { from: 13, to: 17, parts: 2 },
  { from: 15, to: 15, parts: 18 },
] as const)('from $from to $to', ({ from, to, parts: largeParts }) => {
  let source: PostgresServer
  let target: PostgresServer
  beforeAll(async () => {
    ;[source, target] = await Promise.all([startPostgres({ major: from }), startPostgres({ major: to })])
    for (const server of [source, target]) {
      await server.query('postgres', 'CREATE ROLE app_owner')
      await server.createDatabase('shop', 'app_owner')
    }
    await source.query('shop', `SET ROLE app_owner; ${SCHEMA}`)
    await target.query('shop', 'CREATE TABLE takes_oids (x int); DROP TABLE takes_oids')
  })
  afterAll(async () => {
    await source[Symbol.asyncDispose]()
    await target[Symbol.asyncDispose]()
  })

  test('types that travel in binary have the same OIDs everywhere', async () => {
    for (const server of [source, target]) {
      const rows = await server.query<{ oid: number; typarray: number; typname: string }>(
        'shop',
        'SELECT oid, typarray, typname FROM pg_type WHERE oid = ANY ($1)',
        [BINARY_TYPES.map(([oid]) => oid)],
      )
      const known = rows.map(({ oid, typarray, typname }) => [oid, typarray, typname])
      expect(BINARY_TYPES.filter(([, , name]) => server.major >= 14 || !name.endsWith('multirange'))).toEqual(
        known.toSorted(([left], [right]) => Number(left) - Number(right)),
      )
    }
  })

  test('a plain role carries every row, and builds everything that follows the data', async () => {
    const login = async (server: PostgresServer) => await server.createLogin('mover', 'IN ROLE app_owner')
    const spec = testSpec({
      source: resolvedDatabase(source, { database: 'shop', ...(await login(source)) }),
      target: resolvedDatabase(target, { database: 'shop', ...(await login(target)) }),
      fullLoad: { workers: 2, indexWorkers: 2, chunkBytes: 1 << 18 },
    })
    await target.query('shop', 'GRANT SET ON PARAMETER session_replication_role TO mover')
    const parts = await prepare(spec)
    const reports: LoadProgress[] = []
    const summary = await fullLoad(parts, lease, (progress) => reports.push(progress), signal)

    const contents = await source.query<{ table: string; content: string }>('shop', CONTENTS)
    expect(await target.query('shop', CONTENTS)).toEqual(contents)
    expect(await target.query('shop', STATE)).toEqual(await source.query('shop', STATE))
    const rows = contents
      .filter(({ table }) => !/totals|grand/.test(table))
      .map(({ content }) => Number(content.split(':')[0]))
    expect(summary).toMatchObject({ tables: 12, rows: rows.reduce((sum, each) => sum + each, 0) })
    expect(reports.at(-1)).toMatchObject({ copiedBytes: summary.bytes })
    expect(reports.at(-1)?.tables.every(({ state }) => state === 'ready')).toBe(true)

    // Without range scans (13) there is one part for each worker.
    const [large] = await target.query(
      'shop',
      `SELECT count(*)::int AS parts FROM causeway.copied WHERE table_name = '"app"."large"'`,
    )
    expect(large).toEqual({ parts: largeParts })
    // Enums travel in binary although their OIDs differ.
    const mood = `SELECT 'app.mood'::regtype::oid AS oid`
    expect(await target.query('shop', mood)).not.toEqual(await source.query('shop', mood))
    const [analyzed] = await target.query('shop', ANALYZED)
    expect(analyzed).toEqual({ tables: 0, expressions: 1, partitioned: 3, together: 1 })

    // Landed tables stay as they are, and nothing is built again.
    await target.query('shop', 'DELETE FROM app.types WHERE flag; DROP INDEX app.customers_lower')
    expect(await fullLoad(parts, lease, () => {}, signal)).toMatchObject({ tables: 12, rows: summary.rows })
    await finishBuild(parts, lease, signal)
    const [kept] = await target.query(
      'shop',
      `SELECT count(*)::int AS types, to_regclass('app.customers_lower') AS index FROM app.types`,
    )
    expect(kept).toEqual({ types: 1, index: null })
  })
})
