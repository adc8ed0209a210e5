import type { ResolvedScope } from '@causeway/spec'
import type { SqlClient } from '../connect.ts'
import { inSchema, quoted } from '../schema/objects/object-kind.ts'
import { SCOPED_RELATIONS, schemaInScope, scopeParameters } from '../schema/scope.ts'

/** An object whose owner has taken rights from itself that moving it takes. */
export interface OwnerWithout {
  readonly owner: string
  /** `table "shop"."orders"`. */
  readonly object: string
  readonly rights: readonly string[]
}

/** Of the rights named, those that the owner has not, by itself or by what it is a member of. */
const lacking = (rights: string, has: string) =>
  `ARRAY(SELECT word FROM unnest(ARRAY[${rights}]) WITH ORDINALITY AS r(word, place) WHERE NOT ${has} ORDER BY place)`

const OWNERS = `
  WITH ${SCOPED_RELATIONS}
  SELECT pg_get_userbyid(owner) AS owner, object, rights FROM (
    SELECT c.relowner AS owner, 'table ' || ${inSchema('s.schema', 's.name')} AS object,
      ${lacking(`'SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE'`, 'has_table_privilege(c.relowner, c.oid, word)')} AS rights
    FROM scoped s JOIN pg_class c ON c.oid = s.oid WHERE s.kind = 'r'
    UNION ALL
    SELECT c.relowner, 'sequence ' || ${inSchema('s.schema', 's.name')},
      ${lacking(`'SELECT', 'UPDATE'`, 'has_sequence_privilege(c.relowner, c.oid, word)')}
    FROM scoped s JOIN pg_class c ON c.oid = s.oid WHERE s.kind = 'S'
    UNION ALL
    SELECT n.nspowner, 'schema ' || ${quoted('n.nspname')},
      ${lacking(`'USAGE'`, 'has_schema_privilege(n.nspowner, n.oid, word)')}
    FROM pg_namespace n WHERE ${schemaInScope('n.nspname')}) o
  WHERE rights <> '{}' ORDER BY object`

export async function readOwnersWithout(client: SqlClient, scope: ResolvedScope): Promise<readonly OwnerWithout[]> {
  return await client.query<OwnerWithout>(OWNERS, scopeParameters(scope))
}
