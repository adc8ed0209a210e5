import { SCOPED_RELATIONS } from '../scope.ts'
import { comments, securityLabels } from './comments.ts'
import { defaultPrivileges, eventTriggers, extensions, others, schemas } from './database-objects.ts'
import type { ObjectKind, Servers } from './object-kind.ts'
import { columns, replicaIdentities, sequences, tables, views } from './relations.ts'
import { routines, SCOPED_TYPES, standardRoutines, types } from './routines-and-types.ts'
import { checks, constraints, indexes, policies, rowSecurity, rules, statistics, triggers } from './table-parts.ts'

/** Every kind of object a migration must carry over, in the order in which differences are best read. */
export const OBJECT_KINDS: readonly ObjectKind[] = [
  schemas,
  extensions,
  types,
  others,
  routines,
  tables,
  columns,
  sequences,
  checks,
  constraints,
  indexes,
  replicaIdentities,
  statistics,
  standardRoutines,
  views,
  rules,
  triggers,
  policies,
  rowSecurity,
  defaultPrivileges,
  eventTriggers,
  comments,
  securityLabels,
]

/** CTEs that the queries of the kinds need; parameters are those of scope.ts. */
export const SCOPE = `WITH ${SCOPED_RELATIONS}, ${SCOPED_TYPES}`

/** A query for `(identity, attributes)` of one kind. */
export function objectQuery(kind: ObjectKind, servers: Servers): string {
  // The parameters must all be used, whatever the kind looks at.
  return `${SCOPE}
    SELECT o.identity, o.attributes::text AS attributes FROM (${kind.sql(servers)}) o
    WHERE ($1 || $2 || $3 || $4) IS NOT NULL`
}
