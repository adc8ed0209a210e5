import { CausewayError } from '@causeway/core'
import type { ResolvedScope } from '@causeway/spec'
import type { SqlClient } from '../connect.ts'
import { SCOPED_RELATIONS, schemaInScope, scopeParameters } from './scope.ts'

const NAMED = 10

/** Relations in scope, and types and routines of schemas in scope, of no extension. Row types belong to their relation. */
const OBJECTS = `
  WITH ${SCOPED_RELATIONS},
  found AS (
    SELECT CASE s.kind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'S' THEN 'sequence'
      WHEN 'f' THEN 'foreign table' ELSE 'table' END AS kind, s.schema, s.name FROM scoped s
    UNION ALL
    SELECT 'routine', n.nspname, p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE ${schemaInScope('n.nspname')}
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype IN ('e', 'i'))
    UNION ALL
    SELECT 'type', n.nspname, t.typname FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
      LEFT JOIN pg_class c ON c.oid = t.typrelid
    WHERE ${schemaInScope('n.nspname')} AND (c.oid IS NULL OR c.relkind = 'c')
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype IN ('e', 'i')))
  SELECT format('%s %I.%I', kind, schema, name) AS object, count(*) OVER () AS objects FROM found
  ORDER BY kind, schema, name LIMIT ${NAMED}`

/** What is in the way on a target: at most ten objects by name, and how many there are. */
export async function readObjectsInScope(
  client: SqlClient,
  scope: ResolvedScope,
): Promise<{ readonly count: number; readonly examples: readonly string[] }> {
  const rows = await client.query<{ object: string; objects: string }>(OBJECTS, scopeParameters(scope))
  return { count: Number(rows[0]?.objects ?? 0), examples: rows.map(({ object }) => object) }
}

/** @throws CW-0740 naming what is there */
export async function requireEmpty(target: SqlClient, scope: ResolvedScope): Promise<void> {
  const { count, examples } = await readObjectsInScope(target, scope)
  if (count === 0) return
  const more = count > examples.length ? ` and ${count - examples.length} more` : ''
  throw new CausewayError('CW-0740', `target: the scope must be empty, it holds ${examples.join(', ')}${more}`, {
    data: { count },
  })
}
