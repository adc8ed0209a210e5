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

/** All rows of all tables as text, and large objects, in an order of their own. */
export async function rowsOf(
  server: PostgresServer,
  database: string,
): Promise<Readonly<Record<string, readonly unknown[]>>> {
  const tables = await server.query<{ name: string }>(database, TABLES)
  const rows: Record<string, readonly unknown[]> = {}
  for (const { name } of tables) {
    const found = await server.query<{ row: string }>(
      database,
      `SELECT t::text AS row FROM ONLY ${name} t ORDER BY t::text COLLATE "C"`,
    )
    rows[name] = found.map(({ row }) => row)
  }
  return { ...rows, 'large objects': await server.query(database, LARGE_OBJECTS) }
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

/** What `pg_dump --schema-only` of the newest major prints, statement by statement, in an order of its own. */
export async function catalogOf(server: PostgresServer, database: string): Promise<readonly string[]> {
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
  return dumps.flatMap(splitStatements).sort()
}
