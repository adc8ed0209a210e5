import { createHash } from 'node:crypto'
import type { ResolvedScope } from '@causeway/spec'
import type { SqlClient } from '../connect.ts'
import { OBJECT_KINDS, SCOPE } from './objects/object-kinds.ts'
import { scopeParameters } from './scope.ts'

/**
 * A digest of the schema in scope on one server; two that differ mean DDL in between.
 *
 * Made of the rows of the catalog diff, without comments and labels, and of which tables they are: one that was dropped and
 * made again under its name is in no publication. Statistics, positions of sequences, rows, sizes,
 * refreshes of materialized views and Causeway's own schema do not enter it. To be compared on one server only.
 */
export async function fingerprint(client: SqlClient, scope: ResolvedScope, signal: AbortSignal): Promise<string> {
  const servers = { version: client.serverVersion, floor: client.serverVersion }
  const digests = OBJECT_KINDS.filter(({ ornamental }) => ornamental !== true).map(
    (kind, position) => `
      SELECT ${position} AS position, md5(string_agg(o.line, E'\\n' ORDER BY o.line COLLATE "C")) AS digest
      FROM (SELECT identity || ' ' || attributes::text AS line FROM (${kind.sql(servers)}) r) o`,
  )
  const identities = `
    SELECT ${digests.length} AS position, md5(string_agg(s.oid::text, ',' ORDER BY s.oid)) AS digest
    FROM scoped s WHERE s.kind IN ('r', 'p')`
  const sql = `${SCOPE} SELECT digest FROM (${[...digests, identities].join(' UNION ALL ')}) d ORDER BY position`
  // Planning takes many times as long as the rest: a session that looks again and again does it once.
  await client.query('SET plan_cache_mode = force_generic_plan', [], { signal })
  const rows = await client.query<{ digest: string | null }>(sql, scopeParameters(scope), {
    signal,
    name: 'causeway fingerprint',
  })
  await client.query('RESET plan_cache_mode', [], { signal })
  return createHash('sha256')
    .update(rows.map(({ digest }) => digest ?? '').join())
    .digest('hex')
}
