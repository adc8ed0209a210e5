import type { PostgresServer } from '@causeway/harness'
import { block, type Blocking } from './blocking.ts'
import { CHANGE_CASES } from './change-cases.ts'
import type { Crossing } from './crossing.ts'
import { OPEN_TRANSACTIONS } from './open-transactions.ts'
import { OWNER } from './servers.ts'

/** The largest table and, by its name, the last of the empty ones: copied before and after all others. */
export const COPIED = { first: 'first.copied', last: 'zz.copied' } as const

const FIRST_AND_LAST = `
  CREATE SCHEMA first; CREATE TABLE ${COPIED.first} (id int PRIMARY KEY, pad text);
  INSERT INTO ${COPIED.first} SELECT n, repeat('p', 1000) FROM generate_series(1, 5000) n;
  CREATE SCHEMA zz; CREATE TABLE ${COPIED.last} (id int PRIMARY KEY)`

/** Every case in a schema of its own; run as superuser before anything else. */
export const TABLES_OF_CHANGES = `
  SET ROLE ${OWNER};
  ${CHANGE_CASES.map(({ name, tables }) => `CREATE SCHEMA ${name}; SET search_path TO ${name}; ${tables}`).join(';\n')};
  ${OPEN_TRANSACTIONS}; ${FIRST_AND_LAST}; RESET search_path; RESET ROLE`

/** One table after the other, so that one that is held holds those behind it. */
export const ONE_AT_A_TIME = 'fullLoad: { workers: 1 }\n'

/** All changes of all cases, on the side that is the authority. */
export async function makeChanges(crossing: Crossing, side: 'source' | 'target'): Promise<void> {
  const client = await crossing[side].connect(crossing.database)
  try {
    for (const { name, changes } of CHANGE_CASES) {
      await client.query(`SET ROLE ${OWNER}; SET search_path TO ${name}`)
      for (const change of changes) await client.query(change)
    }
  } finally {
    await client.end()
  }
}

/** Keeps Causeway from what conflicts with this lock on a table of the target, which must be there. */
export async function holdOnTarget({ target, database }: Crossing, table: string, mode: string): Promise<Blocking> {
  const [found] = await target.query<{ oid: number }>(database, 'SELECT $1::regclass::oid AS oid', [table])
  const waiting = `pid IN (SELECT pid FROM pg_locks WHERE relation = ${found?.oid ?? 0} AND NOT granted)`
  return await block(target, database, `LOCK TABLE ${table} IN ${mode} MODE`, waiting)
}

const ALL_ROWS = `
  SELECT string_agg(format('SELECT %L AS name, ARRAY(SELECT t::text FROM ONLY %1$s t ORDER BY t::text COLLATE "C") AS rows', c.oid::regclass), ' UNION ALL ') AS sql
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind = 'r' AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'causeway')`

/** Of all tables, as text in an order of its own. */
export async function rowsIn(
  server: PostgresServer,
  database: string,
): Promise<Readonly<Record<string, readonly string[]>>> {
  const [all] = await server.query<{ sql: string }>(database, ALL_ROWS)
  const tables = await server.query<{ name: string; rows: readonly string[] }>(
    database,
    `SELECT * FROM (${all?.sql}) t ORDER BY name COLLATE "C"`,
  )
  return Object.fromEntries(tables.map(({ name, rows }) => [name, rows]))
}

const INDEXES = `
  SELECT format('%s.%s', schemaname, indexname) AS name, indexdef AS definition, i.indisclustered AS clustered
  FROM pg_indexes x JOIN pg_index i ON i.indexrelid = format('%I.%I', schemaname, indexname)::regclass
  WHERE schemaname !~ '^pg_' AND schemaname <> 'causeway' AND i.indisvalid ORDER BY 1`

export async function indexesIn(
  server: PostgresServer,
  database: string,
): Promise<readonly { readonly name: string; readonly definition: string; readonly clustered: boolean }[]> {
  return await server.query(database, INDEXES)
}
