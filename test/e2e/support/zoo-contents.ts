import { dumpSchema, splitStatements, WASM_DUMP } from '@causeway/engine'
import { resolvedDatabase, type PostgresServer } from '@causeway/harness'

const OURS = `n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'causeway')`

const TABLES = `
  SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'm') AND c.relispopulated AND ${OURS}
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e') ORDER BY 1`

const LARGE_OBJECTS = `
  SELECT m.oid::text, md5(lo_get(m.oid)) AS content, pg_get_userbyid(m.lomowner) AS owner, m.lomacl::text AS grants
  FROM pg_largeobject_metadata m ORDER BY m.oid`

/** By table. */
export type Rows = Readonly<Record<string, readonly unknown[]>>

/** Rows with values out of line of more bytes than this by their digest. */
const LONG_BYTES = 1_000_000

/** All rows of all tables as text, and large objects, in an order of their own. */
export async function rowsOf(server: PostgresServer, database: string): Promise<Rows> {
  const session = await server.connect(database)
  const tables = await session.query<{ name: string }>(TABLES)
  const rows: Record<string, readonly unknown[]> = {}
  for (const { name } of tables.rows) {
    const found = await session.query<{ row: string }>(
      // An alias that no column has: a column of that name would be meant.
      `SELECT CASE WHEN pg_column_size(zoo_row) > ${LONG_BYTES} THEN md5(zoo_row::text) ELSE zoo_row::text END AS row
       FROM ONLY ${name} AS zoo_row ORDER BY 1`,
    )
    rows[name] = found.rows.map(({ row }) => row)
  }
  const largeObjects = await session.query(LARGE_OBJECTS)
  await session.end()
  return { ...rows, 'large objects': largeObjects.rows }
}

const SEQUENCES = `
  SELECT format('%I.%I', schemaname, sequencename) AS name, last_value::text AS last, increment_by > 0 AS up, cycle
  FROM pg_sequences n WHERE schemaname !~ '^pg_' AND schemaname <> 'causeway' ORDER BY 1`

interface Sequence {
  readonly name: string
  readonly last: string | null
  readonly up: boolean
  readonly cycle: boolean
}

/** Sequences of the authority that would give out what the other side has given out already. */
export async function sequencesBehind(
  authority: PostgresServer,
  other: PostgresServer,
  database: string,
): Promise<readonly string[]> {
  const there = new Map((await other.query<Sequence>(database, SEQUENCES)).map((sequence) => [sequence.name, sequence]))
  const here = await authority.query<Sequence>(database, SEQUENCES)
  return here
    .filter(({ name, last, up, cycle }) => {
      const used = there.get(name)?.last ?? null
      if (used === null || cycle) return false
      return last === null || (up ? BigInt(last) < BigInt(used) : BigInt(last) > BigInt(used))
    })
    .map(({ name }) => name)
}

/** Stays behind, as preflight has said, and `public`, which belongs to whoever made the database; publications, subscriptions and what belongs to the server are not in this dump. */
const LEFT_OUT =
  /^(?:ALTER SCHEMA public OWNER|CREATE EVENT TRIGGER|ALTER EVENT TRIGGER|COMMENT ON EVENT TRIGGER|SECURITY LABEL FOR selinux|GRANT ALL ON FUNCTION pg_catalog\.pg_ls_waldir\b)/

/** What `pg_dump --schema-only` of the newest major prints, statement by statement; `whole`: with what is left out. */
export async function catalogOf(
  server: PostgresServer,
  database: string,
  { whole = false } = {},
): Promise<readonly string[]> {
  const excluded = [{ kind: 'schema', pattern: 'causeway' }] as const
  const options = {
    side: 'source',
    application: 'zoo',
    tool: WASM_DUMP,
    excluded,
    signal: AbortSignal.timeout(60_000),
  } as const
  const connection = resolvedDatabase(server, { database, ...server.superuser })
  const dumps = [await dumpSchema(connection, 'pre-data', options), await dumpSchema(connection, 'post-data', options)]
  return dumps.flatMap(splitStatements).filter((sql) => whole || !LEFT_OUT.test(sql))
}

/** Can be a column's, but nobody can write a value of them. */
const WITHOUT_VALUES = `'pg_node_tree', 'pg_ndistinct', 'pg_dependencies', 'pg_mcv_list', 'pg_brin_bloom_summary',
  'pg_brin_minmax_multi_summary', 'gtsvector', '_gtsvector', '_cstring'`

const UNCOVERED_TYPES = `
  SELECT format_type(t.oid, NULL) AS name FROM pg_type t LEFT JOIN pg_type e ON e.oid = t.typelem
  WHERE t.typnamespace = 'pg_catalog'::regnamespace AND t.typtype IN ('b', 'r', 'm', 'd', 'e') AND e.typtype IS DISTINCT FROM 'c'
    AND t.typname NOT IN (${WITHOUT_VALUES}) AND NOT EXISTS (
      SELECT FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
      WHERE a.atttypid = t.oid AND c.relnamespace = 'types'::regnamespace AND c.relkind = 'r') ORDER BY 1`

/** Built-in types, arrays among them, that no column of the zoo has. */
export async function uncoveredTypes(server: PostgresServer, database: string): Promise<readonly string[]> {
  return (await server.query<{ name: string }>(database, UNCOVERED_TYPES)).map(({ name }) => name)
}
