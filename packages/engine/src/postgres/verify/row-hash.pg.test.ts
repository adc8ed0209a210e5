import { MAJORS, resolvedDatabase, startPostgres, testSpec, type PostgresServer } from '@causeway/harness'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readCatalog, type Table } from '../catalog.ts'
import { connect, type SqlClient } from '../connect.ts'
import { ChangedRowQueue } from './changed-row-queue.ts'
import { COMPARING } from './fixtures/comparing.ts'
import { rowHash } from './row-hash.ts'
import { verifyTables } from './verify-tables.ts'

const EVERYTHING = { schemas: { include: [], exclude: [] }, tables: { include: [], exclude: [] }, insertOnly: [] }

/**
 * Two values of each type that a client can tell apart, all literals; several times where the server's own hash
 * function takes different values for the same.
 */
const PAIRS: readonly (readonly [type: string, one: string, other: string])[] = [
  ['boolean', 'true', 'false'],
  ['smallint', '1', '-1'],
  ['integer', '2147483647', '-2147483648'],
  ['bigint', '9223372036854775807', '-9223372036854775808'],
  ['bigint', '0', '4294967297'],
  ['bigint', '1', '4294967296'],
  ['oid', '1', '4294967295'],
  ['numeric', '1.0', '1.00'],
  ['numeric', '5', '-5'],
  ['numeric', 'NaN', '0'],
  ['numeric(40,20)', '12345678901234567890.12345678901234567890', '12345678901234567890.12345678901234567891'],
  ['real', '0.1', '0.10000001'],
  ['real', '0', '-0'],
  ['double precision', '0', '-0'],
  ['double precision', '0.1', '0.10000000000000002'],
  ['double precision', 'NaN', 'Infinity'],
  ['money', '1.00', '1.01'],
  ['money[]', '{1.00}', '{1.01}'],
  ['text', '', ' '],
  ['text', '\u00e9', 'e\u0301'],
  ['text', 'ß', 'ss'],
  ['character varying(20)', 'a', 'A'],
  ['character(5)', 'a', 'b'],
  ['bpchar', 'a', 'a '],
  ['name', 'a', 'b'],
  ['"char"', 'a', 'b'],
  ['bytea', String.raw`\x00`, String.raw`\x0000`],
  ['bytea', String.raw`\xff80`, String.raw`\xff81`],
  ['date', '2024-02-29', '2024-03-01'],
  ['date', 'infinity', '-infinity'],
  ['date', '0044-03-15 BC', '0044-03-15'],
  ['time', '12:00:00', '12:00:00.000001'],
  ['time', '00:00:00', '01:11:34.967297'],
  ['time with time zone', '12:00:00+00', '14:00:00+02'],
  ['timestamp', '2024-01-01 00:00:00', '2024-01-01 00:00:00.000001'],
  ['timestamp', 'infinity', '-infinity'],
  ['timestamptz', '2024-03-31 02:30:00+01', '2024-03-31 02:30:00+02'],
  ['timestamptz', '2000-01-01 00:00:00+00', '2000-01-01 01:11:34.967297+00'],
  ['interval', '1 month', '30 days'],
  ['interval', '1 day', '24 hours'],
  ['uuid', '00000000-0000-0000-0000-000000000000', '00000000-0000-0000-0000-000000000001'],
  ['json', '{"a":1}', '{"a": 1}'],
  ['jsonb', '{"a": 1.0}', '{"a": 1.00}'],
  ['jsonb', '[[1],2]', '[[1,2]]'],
  ['jsonb', '{"a":{"b":1},"c":2}', '{"a":{"b":1,"c":2}}'],
  ['jsonb', 'null', '"null"'],
  ['jsonpath', '$.a', '$.b'],
  ['xml', '<a/>', '<a></a>'],
  ['inet', '10.0.0.1/8', '10.0.0.1/9'],
  ['cidr', '10.0.0.0/8', '10.0.0.0/9'],
  ['macaddr', '08:00:2b:01:02:03', '08:00:2b:01:02:04'],
  ['macaddr8', '08:00:2b:01:02:03:04:05', '08:00:2b:01:02:03:04:06'],
  ['bit(3)', '101', '100'],
  ['bit varying(5)', '101', '1010'],
  ['point', '(1,2)', '(2,1)'],
  ['line', '{1,2,3}', '{1,2,4}'],
  ['lseg', '[(0,0),(1,1)]', '[(0,0),(1,2)]'],
  ['box', '(2,2),(1,1)', '(2,2),(1,0)'],
  ['path', '[(0,0),(1,1)]', '((0,0),(1,1))'],
  ['polygon', '((0,0),(1,1))', '((0,0),(1,2))'],
  ['circle', '<(0,0),1>', '<(0,0),2>'],
  ['tsvector', 'a:1', 'a:1A'],
  ['tsquery', 'a & b', 'a | b'],
  ['pg_lsn', '0/1', '1/0'],
  ['txid_snapshot', '10:20:10', '10:20:11'],
  ['tid', '(0,1)', '(0,2)'],
  ['xid', '1', '2'],
  ['regclass', 'pg_class', 'pg_type'],
  ['regtype', 'integer', 'bigint'],
  ['integer[]', '{1,2}', '{{1,2}}'],
  ['integer[]', '{1,NULL}', '{1,0}'],
  ['integer[]', '{1,2}', '[0:1]={1,2}'],
  ['text[]', '{"a,b"}', '{a,b}'],
  ['text[]', '{NULL}', '{"NULL"}'],
  ['int4range', '[1,5)', '[1,6)'],
  ['int4range', 'empty', '(,)'],
  ['tstzrange', '[2024-01-01 00:00+00,2024-01-02 00:00+00)', '[2024-01-01 00:00+00,2024-01-02 00:00+00]'],
  ['numrange', '[1.0,2)', '[1.00,2)'],
  ['app.mood', 'sad', 'happy'],
  ['app.mood[]', '{sad}', '{happy}'],
  ['app.pair', '(1,)', '(1,"")'],
  ['app.pair', '(,)', '(0,)'],
  ['app.positive', '1', '2'],
  ['app.label', 'a', 'b'],
  ['app.blind', 'a', 'b'],
  ['app.folded', 'a', 'A'],
  ['app.hstore', 'a=>1', 'a=>2'],
]

/** A nondeterministic collation, a type whose cast to text says nothing, and types of every other kind. */
const SCHEMA = `
  CREATE SCHEMA app;
  CREATE TYPE app.mood AS ENUM ('sad', 'happy');
  CREATE TYPE app.pair AS (a int, b text);
  CREATE DOMAIN app.positive AS numeric CHECK (value > 0);
  CREATE DOMAIN app.label AS varchar(10);
  CREATE TYPE app.blind AS ENUM ('a', 'b');
  CREATE FUNCTION app.hide(app.blind) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT 'hidden'::text $$;
  CREATE CAST (app.blind AS text) WITH FUNCTION app.hide(app.blind);
  CREATE COLLATION app.folding (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
  CREATE DOMAIN app.folded AS text COLLATE app.folding;
  CREATE EXTENSION hstore SCHEMA app;
  SET search_path = app, public;
  CREATE TABLE app.one (id int, ${PAIRS.map(([type], index) => `c${index} ${type}`).join(', ')});
  INSERT INTO app.one VALUES (1, ${PAIRS.map(([type, one]) => `'${one}'::${type}`).join(', ')});
  INSERT INTO app.one VALUES (2);
`

interface Server {
  readonly server: PostgresServer
  readonly client: SqlClient
  readonly table: Table
  readonly dispose: () => Promise<void>
}

async function start(major: (typeof MAJORS)[number]): Promise<Server> {
  // Whatever the server says by default, the sessions say the same.
  const settings = major > 14 ? { TimeZone: 'Asia/Tokyo', extra_float_digits: '0', bytea_output: 'escape' } : {}
  const server = await startPostgres({ major, settings })
  await server.createDatabase('types')
  await server.query('types', SCHEMA)
  const database = resolvedDatabase(server, { database: 'types', ...server.superuser })
  const client = await connect(database, { side: 'source', application: 'test', signal: AbortSignal.timeout(60_000) })
  await client.query(`SET lc_monetary = 'C'`)
  const [table] = (await readCatalog(client, EVERYTHING)).tables
  if (table === undefined) throw new Error('no table')
  const dispose = async () => {
    await client[Symbol.asyncDispose]()
    await server[Symbol.asyncDispose]()
  }
  return { server, client, table, dispose }
}

let servers: readonly Server[]

function oldestClient(): SqlClient {
  const [oldest] = servers
  if (oldest === undefined) throw new Error('no server')
  return oldest.client
}

beforeAll(async () => {
  servers = []
  for (const major of MAJORS) servers = [...servers, await start(major)]
}, 120_000)
afterAll(async () => {
  for (const { dispose } of servers) await dispose()
})

describe('hashes of every type', () => {
  const hashesOn = async ({ client, table }: Server, order = 'id') => {
    const { sql, columns } = rowHash(table.columns, { transcode: false })
    const [id, ...others] = columns.map((column) => column.sql)
    return client.query<{ id: string; row: string; columns: readonly string[] }>(
      `SELECT ${id} AS id, ${sql} AS row, ARRAY[${others.join(', ')}]::text[] AS columns FROM app.one t ORDER BY ${order}`,
    )
  }

  test('are the same on every major', async () => {
    const [first, ...others] = await Promise.all(servers.map((server) => hashesOn(server)))
    const named = (rows: typeof first) =>
      rows?.map(({ columns, ...row }) => ({
        ...row,
        columns: PAIRS.map(([type], index) => `${type} ${columns[index]}`),
      }))
    for (const other of others) expect(named(other)).toEqual(named(first))
  })

  test('tell NULL from every value', async () => {
    for (const server of servers) {
      const [values, nulls] = await hashesOn(server)
      for (const [index, hash] of values?.columns.entries() ?? []) {
        expect([PAIRS[index], hash]).not.toEqual([PAIRS[index], nulls?.columns[index]])
      }
    }
  })

  test.each(PAIRS.map((pair, index) => [...pair, index] as const))(
    '%s: %s is not %s',
    async (type, one, other, index) => {
      const oldest = servers[0]
      if (oldest === undefined) throw new Error('no server')
      for (const { client, table } of [oldest, ...servers.slice(-2)]) {
        const column = table.columns.find(({ name }) => name === `c${index}`)
        const { columns } = rowHash(column === undefined ? [] : [column], { transcode: false })
        const from = [one, other].map((value) => `SELECT '${value}'::${type} AS c${index}`).join(' UNION ALL ')
        await client.query('SET search_path = app')
        const hashes = await client.query<{ hash: string }>(`SELECT ${columns[0]?.sql} AS hash FROM (${from}) t`)
        await client.query(`SET search_path = ''`)
        expect(hashes).toHaveLength(2)
        expect(hashes[0]?.hash).not.toBe(hashes[1]?.hash)
      }
    },
  )
})

test('one changed value of each type in turn is found and named', async () => {
  const [oldest, newer] = [servers[0], servers[4]]
  if (oldest === undefined || newer === undefined) throw new Error('no server')
  const column = (index: number) => `c${index}`
  for (const { server } of [oldest, newer]) {
    const ones = PAIRS.map((_, index) => column(index)).join(', ')
    await server.query(
      'types',
      `CREATE TABLE app.each (LIKE app.one); ALTER TABLE app.each ADD PRIMARY KEY (id);
       INSERT INTO app.each SELECT n, ${ones} FROM app.one, generate_series(0, ${PAIRS.length - 1}) n WHERE id = 1`,
    )
  }
  const database = ({ server }: Server) => resolvedDatabase(server, { database: 'types', ...server.superuser })
  const spec = testSpec({ source: database(oldest), target: database(newer) })
  const tables = (await readCatalog(oldest.client, EVERYTHING)).tables.filter(({ name }) => name === 'each')
  const verify = () =>
    verifyTables({ ...COMPARING, spec, tables, changed: new ChangedRowQueue(tables) }, AbortSignal.timeout(60_000))
  expect((await verify()).mismatches).toEqual([])

  const changes = PAIRS.map(
    ([type, , other], index) => `UPDATE each SET ${column(index)} = '${other}'::${type} WHERE id = ${index}`,
  )
  await newer.server.query('types', `SET search_path = app, public; ${changes.join(';')}`)
  const { mismatches } = await verify()
  const found = [...mismatches].sort((left, right) => Number(left.key.slice(3)) - Number(right.key.slice(3)))
  expect(found).toEqual(
    PAIRS.map((_, index) => ({ table: 'app.each', key: `id=${index}`, columns: [column(index)], kind: 'differs' })),
  )
})

describe('the hash of a row', () => {
  const hashOf = async (values: string, transcode = false) => {
    const client = oldestClient()
    const columns = ['a', 'b', 'c'].map((name) => ({ ...TEXT, name, sql: name }))
    const [row] = await client.query<{ hash: string }>(
      `SELECT sum(${rowHash(columns, { transcode }).sql}) AS hash FROM (VALUES ${values}) t(a, b, c)`,
    )
    return row?.hash
  }

  test.each([
    [`('a', NULL, 'b')`, `('a', 'b', NULL)`],
    [`('a', NULL, NULL)`, `(NULL, 'a', NULL)`],
    [`('', NULL, 'a')`, `(NULL, '', 'a')`],
    [`('ab', 'c', 'd')`, `('a', 'bc', 'd')`],
    [`('a', 'b', 'c')`, `('b', 'a', 'c')`],
    [`('a', 'b', 'c'), ('d', 'e', 'f')`, `('d', 'b', 'c'), ('a', 'e', 'f')`],
    [`('a', 'b', 'c'), ('a', 'b', 'c')`, `('d', 'b', 'c'), ('d', 'b', 'c')`],
    [`(NULL, NULL, 'c')`, `(NULL, NULL, 'd')`],
  ])('%s is not %s', async (one, other) => {
    expect(await hashOf(one)).not.toBe(await hashOf(other))
  })

  test('is never NULL, not even without columns', async () => {
    expect(await hashOf(`(NULL::text, NULL::text, NULL::text)`)).not.toBeNull()
    expect(rowHash([], { transcode: false }).sql).toBe('hashint4extended(0, 0)')
  })

  test('is that of the UTF-8 text when the encodings differ', async () => {
    expect(await hashOf(`('é', 'b', 'c')`, true)).not.toBe(await hashOf(`('e', 'b', 'c')`, true))
    expect(await hashOf(`('é', 'b', 'c')`, true)).not.toBe(await hashOf(`('é', 'b', 'c')`))
  })

  test('stands 1,600 columns', async () => {
    const client = oldestClient()
    const names = Array.from({ length: 1600 }, (_, index) => `c${index}`)
    const { sql } = rowHash(
      names.map((name) => ({ ...TEXT, name, sql: name })),
      { transcode: true },
    )
    const columns = names.map((name) => `NULL::text AS ${name}`).join(', ')
    expect(await client.query(`SELECT ${sql} FROM (SELECT ${columns}) t`)).toHaveLength(1)
  })
})

const TEXT = {
  typeOid: 25,
  typeModifier: -1,
  type: 'text',
  typeKind: 'b',
  notNull: false,
  generated: false,
  identity: null,
} as const
