import { resolvedDatabase, startPostgres, testSpec, type PostgresServer } from '@causeway/harness'
import { silentLogger, type Direction, type Mismatch, type VerifyProgress } from '@causeway/core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { readCatalog, type Table } from '../catalog.ts'
import { connect } from '../connect.ts'
import { ChangedRowQueue } from './changed-row-queue.ts'
import { COMPARING } from './fixtures/comparing.ts'
import { Verification } from './verification.ts'
import { verifyTables, type VerifyTablesOptions } from './verify-tables.ts'

const EVERYTHING = { schemas: { include: [], exclude: [] }, tables: { include: [], exclude: [] }, insertOnly: [] }
const signal = AbortSignal.timeout(120_000)

let source: PostgresServer
let target: PostgresServer
const database = 'verify'

beforeAll(async () => {
  source = await startPostgres({ major: 13 })
  target = await startPostgres({ major: 17 })
  await Promise.all([source.createDatabase(database), target.createDatabase(database)])
})
afterAll(async () => {
  await source[Symbol.asyncDispose]()
  await target[Symbol.asyncDispose]()
})
beforeEach(() =>
  both('DROP SCHEMA IF EXISTS "odd ""schema""" CASCADE; DROP SCHEMA public CASCADE; CREATE SCHEMA public'),
)

const both = (sql: string) => Promise.all([source.query(database, sql), target.query(database, sql)])
const specOf = () =>
  testSpec({
    source: resolvedDatabase(source, { database, ...source.superuser }),
    target: resolvedDatabase(target, { database, ...target.superuser }),
  })

async function tablesOf(): Promise<readonly Table[]> {
  const { source } = specOf()
  await using client = await connect(source, { side: 'source', application: 'test', signal })
  return (await readCatalog(client, EVERYTHING)).tables
}

async function verify(options: Partial<VerifyTablesOptions> = {}) {
  const tables = options.tables ?? (await tablesOf())
  const changed = options.changed ?? new ChangedRowQueue(tables)
  return verifyTables({ ...COMPARING, spec: specOf(), ...options, tables, changed }, signal)
}

const ITEMS = `
  CREATE TABLE items (id bigint PRIMARY KEY, name text, note text, twice bigint GENERATED ALWAYS AS (id * 2) STORED);
  INSERT INTO items SELECT n, 'item ' || n, CASE WHEN n % 3 > 0 THEN 'note ' || n % 7 END FROM generate_series(1, 30000) n;
  ANALYZE items`

describe('a table with a key', () => {
  test('that is the same on both sides has no mismatch and is no longer pending', async () => {
    await both(ITEMS)
    const tables = await tablesOf()
    const changed = new ChangedRowQueue(tables)
    expect(changed.size).toBe(30_000)
    const reports: VerifyProgress[] = []
    const result = await verify({ tables, changed, report: (progress) => reports.push(progress) })
    expect(result).toMatchObject({
      tables: [{ table: 'public.items', rows: 30_000, mismatches: 0, method: 'typed-hash' }],
      mismatches: [],
      mismatchCount: 0,
      inMotion: 0,
    })
    expect(result.position).toMatch(/^[0-9A-F]+\/[0-9A-F]+$/)
    expect(reports.at(-1)).toEqual({ table: 'public.items', checkedRows: 30_000, tablesDone: 1, tables: 1 })
    expect(changed.size).toBe(0)
  })

  test.each<readonly [what: string, sql: string, mismatches: readonly Partial<Mismatch>[]]>([
    [
      'a changed value',
      `UPDATE items SET name = 'Item 7' WHERE id = 7`,
      [{ key: 'id=7', columns: ['name'], kind: 'differs' }],
    ],
    ['NULL for an empty text', `UPDATE items SET note = '' WHERE id = 3`, [{ key: 'id=3', columns: ['note'] }]],
    ['a missing row', `DELETE FROM items WHERE id = 1`, [{ key: 'id=1', columns: [], kind: 'missing-on-target' }]],
    ['a missing last row', `DELETE FROM items WHERE id = 30000`, [{ key: 'id=30000', kind: 'missing-on-target' }]],
    ['an extra first row', `INSERT INTO items VALUES (-5)`, [{ key: 'id=-5', columns: [], kind: 'missing-on-source' }]],
    ['an extra last row', `INSERT INTO items VALUES (99999)`, [{ key: 'id=99999', kind: 'missing-on-source' }]],
    [
      'values exchanged between rows',
      `UPDATE items SET name = CASE id WHEN 10 THEN 'item 11' ELSE 'item 10' END WHERE id IN (10, 11)`,
      [
        { key: 'id=10', columns: ['name'] },
        { key: 'id=11', columns: ['name'] },
      ],
    ],
    [
      'values exchanged between columns',
      `UPDATE items SET name = note, note = name WHERE id = 20000`,
      [{ key: 'id=20000', columns: ['name', 'note'] }],
    ],
    [
      'a row under another key',
      `UPDATE items SET id = 50000 WHERE id = 500`,
      [
        { key: 'id=500', kind: 'missing-on-target' },
        { key: 'id=50000', kind: 'missing-on-source' },
      ],
    ],
  ])('%s is found and named', async (_, sql, expected) => {
    await both(ITEMS)
    await target.query(database, sql)
    const tables = await tablesOf()
    const changed = new ChangedRowQueue(tables)
    const { mismatches, mismatchCount } = await verify({ tables, changed })
    const found = [...mismatches].sort((left, right) => (left.key < right.key ? -1 : 1))
    expect(found).toMatchObject(expected.map((mismatch) => ({ table: 'public.items', ...mismatch })))
    expect(mismatchCount).toBe(expected.length)
    expect(changed.size).toBe(expected.length)
  })

  test('in reverse, what is missing is missing on the source', async () => {
    await both(ITEMS)
    await source.query(database, `DELETE FROM items WHERE id = 77`)
    const direction: Direction = 'reverse'
    const { mismatches } = await verify({ direction })
    expect(mismatches).toMatchObject([{ key: 'id=77', kind: 'missing-on-source' }])
  })

  test('that is wrong all over is counted up to a limit, described a hundred times, and stays pending', async () => {
    await both(ITEMS)
    await target.query(database, `UPDATE items SET note = 'x'`)
    const tables = await tablesOf()
    const changed = new ChangedRowQueue(tables)
    const { mismatches, mismatchCount } = await verify({ tables, changed })
    expect(mismatches).toHaveLength(100)
    expect(mismatchCount).toBeGreaterThanOrEqual(10_000)
    expect(changed.size).toBe(30_000)
  })

  test('of a million rows shows the one that differs', async () => {
    await both(
      `CREATE TABLE big (id bigint PRIMARY KEY, customer int, amount numeric(12,2), at timestamptz, note text);
       INSERT INTO big SELECT n, n % 1000, n * 1.01, '2024-01-01Z'::timestamptz + n * interval '1 s', 'note ' || n
         FROM generate_series(1, 1000000) n;
       ANALYZE big`,
    )
    await target.query(database, `UPDATE big SET amount = amount + 0.01 WHERE id = 654321`)
    const { mismatches, tables } = await verify()
    expect(mismatches).toEqual([{ table: 'public.big', key: 'id=654321', columns: ['amount'], kind: 'differs' }])
    expect(tables).toMatchObject([{ rows: 1_000_000 }])
  }, 60_000)
})

test.each<readonly [what: string, columns: string, values: string, change: string, key: string]>([
  [
    'composite',
    'a int, b text, c date, v int, PRIMARY KEY (b, a, c)',
    `n % 10, 'k' || n % 1000, '2024-01-01'::date + n / 1000, n`,
    `a = 7 AND b = 'k17' AND c = '2024-01-02'`,
    'b=k17, a=7, c=2024-01-02',
  ],
  ['text', 'k text PRIMARY KEY, v int', `md5(n::text), n`, `k = md5('99')`, 'k=ac627ab1ccbdb62ec96e702f07f6425b'],
  [
    'uuid',
    'k uuid PRIMARY KEY, v int',
    `md5(n::text)::uuid, n`,
    `k = md5('99')::uuid`,
    'k=ac627ab1-ccbd-b62e-c96e-702f07f6425b',
  ],
  ['numeric', 'k numeric PRIMARY KEY, v int', `n / 8.0, n`, `k = 1.5`, 'k=1.5000000000000000'],
  [
    'timestamptz',
    'k timestamptz PRIMARY KEY, v int',
    `'2024-01-01Z'::timestamptz + n * interval '1 s', n`,
    `v = 60`,
    'k=2024-01-01 00:01:00+00',
  ],
  [
    'bytea',
    'k bytea PRIMARY KEY, v int',
    `decode(md5(n::text), 'hex'), n`,
    `v = 99`,
    String.raw`k=\xac627ab1ccbdb62ec96e702f07f6425b`,
  ],
  ['boolean', 'k boolean, n int, v int, PRIMARY KEY (k, n)', `n % 2 = 0, n, n`, `n = 4`, 'k=t, n=4'],
  ['character', 'k char(8) PRIMARY KEY, v int', `'k' || n, n`, `k = 'k12'`, 'k=k12     '],
  [
    'odd name',
    '"a ""key"" $1" text, "Sélect" int, v int, PRIMARY KEY ("a ""key"" $1", "Sélect")',
    `E'\\'; DROP \\\\ "' || n, n, n`,
    `"Sélect" = 5`,
    `"a ""key"" $1"='; DROP \\ "5, "Sélect"=5`,
  ],
])('a %s key', async (_, columns, values, change, key) => {
  const table = '"odd ""schema"""."ta.ble; --"'
  await both(
    `CREATE SCHEMA "odd ""schema"""; CREATE TABLE ${table} (${columns});
     INSERT INTO ${table} SELECT ${values} FROM generate_series(1, 25000) n; ANALYZE`,
  )
  expect((await verify()).mismatches).toEqual([])
  await target.query(database, `UPDATE ${table} SET v = -1 WHERE ${change}`)
  const result = await verify()
  expect(result.mismatches).toEqual([{ table, key, columns: ['v'], kind: 'differs' }])
  expect(result.tables).toMatchObject([{ rows: 25_000 }])
})

test('keys that sort differently on both sides are all compared', async () => {
  const make = (collation: string) => `
    CREATE TYPE kind AS ENUM ('z', 'a');
    CREATE TABLE words (word text COLLATE ${collation}, kind kind, v int, PRIMARY KEY (word, kind));
    INSERT INTO words SELECT CASE WHEN n % 2 = 0 THEN upper(w) ELSE w END, CASE WHEN n % 3 = 0 THEN 'z' ELSE 'a' END::kind, n
      FROM generate_series(1, 30000) n, LATERAL (SELECT substr(translate(md5(n::text), '0123456789', 'ghijklmn-_'), 1, 12) AS w) x;
    ANALYZE`
  await source.query(database, make('"en-x-icu"'))
  await target.query(database, make('"C"'))
  expect(await verify()).toMatchObject({ mismatchCount: 0, tables: [{ rows: 30_000 }] })
  await target.query(
    database,
    `UPDATE words SET v = -1 WHERE v % 1500 = 0;
     INSERT INTO words VALUES ('', 'z', 0), ('ZZ', 'a', 0), ('zz~', 'a', 0), ('mM', 'a', 0)`,
  )
  const { mismatches } = await verify()
  expect(mismatches.filter(({ kind }) => kind === 'differs')).toHaveLength(20)
  expect(
    mismatches
      .filter(({ kind }) => kind === 'missing-on-source')
      .map(({ key }) => key)
      .sort(),
  ).toEqual(['word=, kind=z', 'word=ZZ, kind=a', 'word=mM, kind=a', 'word=zz~, kind=a'])
})

describe('a table without a key', () => {
  const LOG = `CREATE TABLE log (at int, line text); ALTER TABLE log REPLICA IDENTITY FULL;
    INSERT INTO log SELECT n % 5000, 'line ' || n % 5000 FROM generate_series(1, 20000) n`

  test('is compared as a multiset', async () => {
    await both(LOG)
    await target.query(
      database,
      `CREATE TABLE copy AS TABLE log; TRUNCATE log; INSERT INTO log SELECT * FROM copy ORDER BY line; DROP TABLE copy`,
    )
    expect(await verify()).toMatchObject({ mismatchCount: 0, tables: [{ rows: 20_000 }] })
  })

  test('shows where a row lies that is there too often, or not often enough', async () => {
    await both(LOG)
    await target.query(database, `INSERT INTO log VALUES (1, 'line 1'); DELETE FROM log WHERE ctid = '(0,7)'`)
    const tables = await tablesOf()
    const changed = new ChangedRowQueue(tables)
    const { mismatches } = await verify({ tables, changed })
    expect([...mismatches].sort((left, right) => (left.kind < right.kind ? -1 : 1))).toMatchObject([
      { table: 'public.log', columns: [], kind: 'missing-on-source' },
      { table: 'public.log', key: 'ctid=(0,7)', columns: [], kind: 'missing-on-target' },
    ])
    expect(changed.size).toBeGreaterThan(0)
  })
})

describe('quiet tables', () => {
  const TWO = `${ITEMS}; CREATE TABLE others AS TABLE items; ALTER TABLE others ADD PRIMARY KEY (id); ANALYZE others`
  const rowsByReport = (reports: readonly VerifyProgress[], table: string) =>
    new Set(reports.filter((report) => report.table === table).map(({ checkedRows }) => checkedRows))

  test('are compared as a whole; one that differs then is compared in ranges, and the row named', async () => {
    await both(TWO)
    await target.query(database, `UPDATE others SET name = '' WHERE id = 12345`)
    const reports: VerifyProgress[] = []
    const { mismatches, tables } = await verify({ isQuiet: () => true, report: (progress) => reports.push(progress) })
    expect(rowsByReport(reports, 'public.items')).toEqual(new Set([30_000]))
    expect(rowsByReport(reports, 'public.others').size).toBeGreaterThan(1)
    expect(mismatches).toEqual([{ table: 'public.others', key: 'id=12345', columns: ['name'], kind: 'differs' }])
    expect(tables).toMatchObject([{ rows: 30_000 }, { rows: 30_000 }])
  })

  test('are those that the stream has not changed lately', async () => {
    await both(TWO)
    const context = { spec: specOf(), logger: silentLogger }
    await using verification = new Verification(context, 'forward')
    verification.note('"public"."others"', 'overflow')
    await using client = await connect(context.spec.source, { side: 'source', application: 'test', signal })
    const catalog = await readCatalog(client, EVERYTHING)
    const reports: VerifyProgress[] = []
    const report = (progress: VerifyProgress) => void reports.push(progress)
    await verification.all(catalog, 1, async () => {}, report, signal)
    expect(rowsByReport(reports, 'public.items')).toEqual(new Set([30_000]))
    expect(rowsByReport(reports, 'public.others').size).toBeGreaterThan(1)
    expect(verification.pending()).toBe(0)
  })
})

test('a role that may only read is enough', async () => {
  await both(ITEMS)
  const [onSource, onTarget] = await Promise.all([source.createLogin('reader'), target.createLogin('reader')])
  await both('GRANT USAGE ON SCHEMA public TO reader; GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader')
  const spec = testSpec({
    source: resolvedDatabase(source, { database, ...onSource }),
    target: resolvedDatabase(target, { database, ...onTarget }),
  })
  expect(await verify({ spec })).toMatchObject({ mismatchCount: 0, tables: [{ rows: 30_000 }] })
})

test('databases of different encodings are compared by their characters', async () => {
  const create = (encoding: string) =>
    `CREATE DATABASE encoded ENCODING '${encoding}' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0`
  await source.query(database, create('LATIN1'))
  await target.query(database, create('UTF8'))
  const table = `CREATE TABLE words (id int PRIMARY KEY, word text, doc json, list text[]);
    INSERT INTO words VALUES (1, 'é', '["ü"]', '{ß}'), (2, 'a', NULL, '{}'), (3, NULL, '{}', '{ø}')`
  await Promise.all([source.query('encoded', table), target.query('encoded', table)])
  const spec = testSpec({
    source: resolvedDatabase(source, { database: 'encoded', ...source.superuser }),
    target: resolvedDatabase(target, { database: 'encoded', ...target.superuser }),
  })
  await using client = await connect(spec.source, { side: 'source', application: 'test', signal })
  const { tables } = await readCatalog(client, EVERYTHING)
  expect(await verify({ spec, tables })).toMatchObject({ mismatchCount: 0 })
  await target.query('encoded', `UPDATE words SET word = 'e' WHERE id = 1; UPDATE words SET list = '{o}' WHERE id = 3`)
  const { mismatches } = await verify({ spec, tables })
  expect([...mismatches].sort((left, right) => (left.key < right.key ? -1 : 1))).toMatchObject([
    { key: 'id=1', columns: ['word'] },
    { key: 'id=3', columns: ['list'] },
  ])
})

test('tables of every shape in one run: empty, without columns, a leaf of partitions, a parent of heirs', async () => {
  await both(`
    CREATE TABLE empty (id int PRIMARY KEY); CREATE TABLE bare (); INSERT INTO bare DEFAULT VALUES;
    CREATE TABLE parent (id int PRIMARY KEY); CREATE TABLE heir () INHERITS (parent);
    INSERT INTO parent VALUES (1); INSERT INTO heir VALUES (1), (2);
    CREATE TABLE parts (id int PRIMARY KEY) PARTITION BY RANGE (id);
    CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (0) TO (10); INSERT INTO parts VALUES (3)`)
  await target.query(database, `INSERT INTO heir VALUES (3); INSERT INTO bare DEFAULT VALUES`)
  const { tables } = await verify()
  expect(tables.map(({ table, rows, mismatches }) => [table, rows, mismatches])).toEqual([
    ['public.bare', 1, 1],
    ['public.empty', 0, 0],
    ['public.heir', 2, 1],
    ['public.parent', 1, 0],
    ['public.parts_1', 1, 0],
  ])
})

test('a table that is missing on the target fails with the server that said so, and nothing counts as verified', async () => {
  await both(ITEMS)
  await target.query(database, `DROP TABLE items`)
  const tables = await tablesOf()
  const changed = new ChangedRowQueue(tables)
  await expect(verify({ tables, changed })).rejects.toMatchObject({ code: expect.stringMatching(/^CW-07/) })
  expect(changed.size).toBe(30_000)
})

test('stops on its signal', async () => {
  await both(ITEMS)
  const stop = new AbortController()
  const spec = specOf()
  const tables = await tablesOf()
  await target.query(database, `UPDATE items SET name = 'x' WHERE id = 1`)
  const result = verifyTables(
    {
      ...COMPARING,
      spec,
      tables,
      application: 'stopped',
      changed: new ChangedRowQueue(tables),
      passed: async () => stop.abort(new Error('stopped')),
    },
    stop.signal,
  )
  await expect(result).rejects.toThrow('stopped')
  const left = `SELECT FROM pg_stat_activity WHERE application_name = 'stopped' AND state = 'active'`
  expect(await target.query(database, left)).toEqual([])
})
