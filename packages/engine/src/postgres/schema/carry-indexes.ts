import type { Lease } from '@causeway/core'
import type { ResolvedScope } from '@causeway/spec'
import type { SqlClient } from '../connect.ts'
import { requireEpoch } from '../control/epoch.ts'
import { SCOPED_RELATIONS, scopeParameters } from './scope.ts'

interface Index {
  /** Quoted and qualified. */
  readonly name: string
  readonly own: string
  readonly table: string
  readonly definition: string
  /** A constraint's or a partition's own: made with what it belongs to. */
  readonly dependent: boolean
  readonly clustered: boolean
}

/** Of a partitioned table, the definition that makes it on all partitions. */
const INDEXES = `
  WITH ${SCOPED_RELATIONS}
  SELECT format('%I.%I', s.schema, x.relname) AS name, quote_ident(x.relname) AS own, format('%I.%I', s.schema, s.name) AS table,
    replace(pg_get_indexdef(x.oid), format('INDEX %I ON ONLY ', x.relname), format('INDEX %I ON ', x.relname)) AS definition,
    EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = x.oid AND k.contype IN ('p', 'u', 'x'))
      OR EXISTS (SELECT FROM pg_inherits h WHERE h.inhrelid = x.oid) AS dependent,
    i.indisclustered AS clustered
  FROM scoped s JOIN pg_index i ON i.indrelid = s.oid JOIN pg_class x ON x.oid = i.indexrelid
  WHERE i.indisvalid AND ($1 || $2 || $3 || $4) IS NOT NULL ORDER BY 1`

/**
 * Makes the indexes that came on one side since the load on the other one as well, and remembers there what tables were
 * clustered by: neither concerns the data, so that a DBA who builds one need not stop a migration.
 *
 * Nobody but the stream uses the side they are made on. @returns what was made, by name
 */
export async function carryIndexes(
  from: SqlClient,
  to: SqlClient,
  scope: ResolvedScope,
  owner: { readonly migration: string; readonly lease: Lease },
  signal: AbortSignal,
): Promise<readonly string[]> {
  const read = async (client: SqlClient) => await client.query<Index>(INDEXES, scopeParameters(scope), { signal })
  const there = new Map((await read(to)).map((index) => [index.name, index]))
  const made: string[] = []
  for (const index of await read(from)) {
    const other = there.get(index.name)
    const statements = [
      ...(other === undefined && !index.dependent ? [index.definition] : []),
      ...clusterMark(index, other),
    ]
    for (const sql of statements) {
      await to.transaction(async () => {
        await to.query(sql, [], { signal })
        // Checked last, so that its lock does not keep everybody from taking over while an index is built.
        await requireEpoch(to, owner.migration, owner.lease)
      })
    }
    if (statements.length > 0) made.push(index.name)
  }
  return made
}

function clusterMark({ table, own, clustered }: Index, other: Index | undefined): readonly string[] {
  if (clustered && other?.clustered !== true) return [`ALTER TABLE ${table} CLUSTER ON ${own}`]
  if (!clustered && other?.clustered === true) return [`ALTER TABLE ${table} SET WITHOUT CLUSTER`]
  return []
}
