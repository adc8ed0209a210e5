import type { ResolvedScope } from '@causeway/spec'
import type { SqlClient } from '../connect.ts'
import { SCOPED_RELATIONS, scopeParameters } from '../schema/scope.ts'

/** The row of a column is written anew by whatever alters it; that of its table by every TRUNCATE as well. */
const DIGEST = `
  WITH ${SCOPED_RELATIONS}
  SELECT md5(string_agg(concat_ws(' ', s.oid, s.schema, s.name, c.relreplident, c.relpersistence,
    (SELECT string_agg(a.xmin::text, ',' ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = s.oid AND a.attnum > 0)), E'\\n' ORDER BY s.oid)) AS digest
  FROM scoped s JOIN pg_class c ON c.oid = s.oid WHERE s.kind IN ('r', 'p') AND ($1 || $2 || $3 || $4) IS NOT NULL`

/** To be compared on one server only, within minutes. */
export async function tablesDigest(client: SqlClient, scope: ResolvedScope, signal: AbortSignal): Promise<string> {
  const [row] = await client.query<{ digest: string | null }>(DIGEST, scopeParameters(scope), { signal })
  return row?.digest ?? ''
}
