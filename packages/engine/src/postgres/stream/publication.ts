import type { Lease } from '@causeway/core'
import { readCatalog, type Table } from '../catalog.ts'
import type { SqlClient } from '../connect.ts'
import type { EngineContext } from '../context.ts'
import { withEpoch } from '../control/epoch.ts'
import { CONTROL_SCHEMA, migrationId } from '../names.ts'
import { quoteIdentifier, quoteQualified } from '../quote.ts'
import { streamError } from './stream-error.ts'
import { schemaChanged } from './stream-table.ts'

/** Their rows carry progress, markers and heartbeats from side to side. */
const CONTROL_TABLES = ['progress', 'marker', 'heartbeat'].map((name) => quoteQualified(CONTROL_SCHEMA, name))

/** Publications of one stream: of everything, and of inserts only for what cannot be found again. */
export interface PublicationNames {
  readonly all: string
  readonly insertOnly: string
}

export function publicationNames(stream: string): PublicationNames {
  return { all: stream, insertOnly: `${stream.slice(0, 61)}_i` }
}

/**
 * Makes the publications of the tables in scope where they are not there yet.
 *
 * A table that identifies its rows is published with every change. One that does not, and is declared append-only, is
 * published with inserts and TRUNCATE only: published with more, clients' updates of it would fail.
 * @throws CW-0688, CW-0788 for a table that is neither
 */
export async function createPublications(
  from: SqlClient,
  context: EngineContext,
  names: PublicationNames,
  lease: Lease,
  signal: AbortSignal,
): Promise<void> {
  const { tables } = await readCatalog(from, context.spec.scope)
  const identified = await identifiedTables(from, tables, signal)
  const [all, others] = [
    tables.filter((table) => identified.has(table.oid)),
    tables.filter((table) => !identified.has(table.oid)),
  ]
  requireInsertOnly(from, others)
  const trees = await partitionTrees(from, signal)
  const members = { all: [...published(all, trees), ...CONTROL_TABLES], insertOnly: published(others, trees) }
  await withEpoch(from, migrationId(context.spec), lease, async () => {
    await createPublication(from, names.all, members.all, 'insert, update, delete, truncate')
    await createPublication(from, names.insertOnly, members.insertOnly, 'insert, truncate')
  })
}

export async function dropPublications(from: SqlClient, names: PublicationNames, signal: AbortSignal): Promise<void> {
  for (const name of [names.all, names.insertOnly]) {
    await from.query(`DROP PUBLICATION IF EXISTS ${quoteIdentifier(name)}`, [], { signal })
  }
}

/**
 * Names of the publications of the stream.
 *
 * @throws CW-1052 when one of `tables` is in none of them: it came later, or a publication was changed
 */
export async function requirePublished(
  from: SqlClient,
  names: PublicationNames,
  tables: readonly Table[],
  signal: AbortSignal,
): Promise<readonly string[]> {
  const published = await readPublished(from, names, signal)
  const missing = [...tables.map((table) => table.sql), ...CONTROL_TABLES].find((table) => !published.tables.has(table))
  if (missing !== undefined) throw schemaChanged(missing, 'no publication of the stream has the table')
  return published.publications
}

async function readPublished(from: SqlClient, names: PublicationNames, signal: AbortSignal) {
  const rows = await from.query<{ publication: string; schema: string; name: string }>(
    `SELECT pubname AS publication, schemaname AS schema, tablename AS name
     FROM pg_publication_tables WHERE pubname = ANY ($1)`,
    [[names.all, names.insertOnly]],
    { signal },
  )
  return {
    publications: [...new Set(rows.map(({ publication }) => publication))].toSorted(),
    tables: new Set(rows.map(({ schema, name }) => quoteQualified(schema, name))),
  }
}

/**
 * Tables in scope that no publication of the stream has, although there is one: a table that was dropped and made again
 * under its name looks the same, and is followed no more.
 */
export async function unpublishedTables(
  from: SqlClient,
  context: EngineContext,
  names: PublicationNames,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const published = await readPublished(from, names, signal)
  if (published.tables.size === 0) return []
  const { tables } = await readCatalog(from, context.spec.scope)
  return tables.map((table) => table.sql).filter((table) => !published.tables.has(table))
}

async function createPublication(from: SqlClient, name: string, members: readonly string[], publish: string) {
  if (members.length === 0) return
  const found = await from.query('SELECT FROM pg_publication WHERE pubname = $1', [name])
  if (found.length > 0) return
  await from.query(
    `CREATE PUBLICATION ${quoteIdentifier(name)} FOR TABLE ${members.join(', ')} WITH (publish = '${publish}')`,
  )
}

/** A primary key that is deferrable identifies no row for the server; only it knows. */
async function identifiedTables(
  from: SqlClient,
  tables: readonly Table[],
  signal: AbortSignal,
): Promise<ReadonlySet<number>> {
  const rows = await from.query<{ oid: number }>(
    `SELECT oid FROM pg_class WHERE oid = ANY ($1::oid[])
       AND (relreplident = 'f' OR pg_get_replica_identity_index(oid) IS NOT NULL)`,
    [tables.map((table) => table.oid)],
    { signal },
  )
  return new Set(rows.map(({ oid }) => oid))
}

function requireInsertOnly(from: SqlClient, tables: readonly Table[]): void {
  const refused = tables.filter((table) => !table.insertOnly).map((table) => table.sql)
  if (refused.length === 0) return
  throw streamError(from.side, '88', `no replica identity: ${refused.join(', ')}`, { data: { tables: refused } })
}

interface PartitionTree {
  readonly root: string
  readonly leaves: readonly number[]
}

async function partitionTrees(from: SqlClient, signal: AbortSignal): Promise<readonly PartitionTree[]> {
  const rows = await from.query<{ schema: string; name: string; leaves: readonly number[] }>(
    `SELECT n.nspname AS schema, c.relname AS name,
       ARRAY(SELECT t.relid::oid FROM pg_partition_tree(c.oid) t WHERE t.isleaf) AS leaves
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind = 'p' AND NOT c.relispartition`,
    [],
    { signal },
  )
  return rows.map(({ schema, name, leaves }) => ({ root: quoteQualified(schema, name), leaves }))
}

/**
 * What to name in the publication: a partitioned table when all of its partitions are published, so that rows in a
 * partition that is added later are noticed instead of missed; otherwise the tables themselves.
 */
function published(tables: readonly Table[], trees: readonly PartitionTree[]): readonly string[] {
  const oids = new Set(tables.map((table) => table.oid))
  const whole = trees.filter(({ leaves }) => leaves.length > 0 && leaves.every((oid) => oids.has(oid)))
  const covered = new Set(whole.flatMap(({ leaves }) => leaves))
  const alone = tables.filter((table) => !covered.has(table.oid)).map((table) => `ONLY ${table.sql}`)
  return [...whole.map(({ root }) => root), ...alone]
}
