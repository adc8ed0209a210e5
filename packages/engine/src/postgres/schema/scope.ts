import type { ResolvedScope } from '@causeway/spec'
import { CONTROL_SCHEMA } from '../names.ts'

/** The scope as four regular expressions for the server: schemas in, schemas out, relations in, relations out. */
export type ScopeParameters = readonly [string, string, string, string]

/** `$1` … `$4` of every statement that uses the fragments below. */
export function scopeParameters(scope: ResolvedScope): ScopeParameters {
  return [
    scope.schemas.include.length === 0 ? '' : anyOf(scope.schemas.include),
    anyOf([...scope.schemas.exclude, CONTROL_SCHEMA]),
    scope.tables.include.length === 0 ? '' : anyOf(scope.tables.include),
    scope.tables.exclude.length === 0 ? NOTHING : anyOf(scope.tables.exclude),
  ]
}

/** Matches no name: nothing can follow the end. */
const NOTHING = '$.'

function anyOf(patterns: readonly string[]): string {
  return `^(${patterns.map(asRegularExpression).join('|')})$`
}

function asRegularExpression(pattern: string): string {
  return pattern
    .split('*')
    .map((text) => text.replaceAll(/[^\p{L}\p{N}_]/gu, String.raw`\$&`))
    .join('.*')
}

/** Whether the declaration's `patterns` (exact or with `*`) cover a name. */
export function matches(patterns: readonly string[], name: string): boolean {
  return patterns.length > 0 && new RegExp(anyOf(patterns), 's').test(name)
}

/** SQL: whether the schema whose name is the expression `schema` is in scope. */
export function schemaInScope(schema: string): string {
  return `(${schema} !~ '^pg_' AND ${schema} <> 'information_schema'
    AND ${schema}::text COLLATE "C" ~ $1 AND ${schema}::text COLLATE "C" !~ $2)`
}

/**
 * CTE `scoped(oid, kind, schema, name)`: relations in scope, no extension's and no temporary ones among them; and
 * `fed(sequence, relation, attribute, owned, inside)`: columns that a sequence belongs to or fills.
 *
 * A partition follows its ancestors: it is in when one of them is included and out when one is excluded. A sequence
 * follows the table that owns it or draws its default from it.
 *
 * The planner cannot know how large these are; membership is therefore asked by IN within a larger expression, which it
 * always answers with a hash table, and never by joining two of them.
 */
export const SCOPED_RELATIONS = `
  candidate AS MATERIALIZED (
    SELECT c.oid, c.relkind AS kind, n.nspname AS schema, c.relname AS name
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND c.relpersistence <> 't' AND ${schemaInScope('n.nspname')}
      AND NOT EXISTS (
        SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')),
  lineage AS MATERIALIZED (
    SELECT c.oid, (c.schema || '.' || c.name) COLLATE "C" AS path FROM candidate c
    UNION ALL
    SELECT p.oid, (n.nspname || '.' || a.relname) COLLATE "C"
    FROM pg_class p, pg_partition_ancestors(p.oid) AS ancestor
      JOIN pg_class a ON a.oid = ancestor.relid JOIN pg_namespace n ON n.oid = a.relnamespace
    WHERE p.relispartition AND p.relkind IN ('r', 'p', 'f') AND ancestor.relid <> p.oid),
  named AS MATERIALIZED (
    SELECT c.* FROM candidate c
    WHERE ($3 = '' OR c.oid IN (SELECT l.oid FROM lineage l WHERE l.path ~ $3))
      AND c.oid NOT IN (SELECT l.oid FROM lineage l WHERE l.path ~ $4)),
  fed AS MATERIALIZED (
    SELECT s.oid AS sequence, d.refobjid AS relation, d.refobjsubid AS attribute, true AS owned,
      d.refobjid IN (SELECT n.oid FROM named n) AS inside
    FROM pg_class s JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = s.oid
    WHERE s.relkind = 'S' AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i') AND d.refobjsubid > 0
    UNION ALL
    SELECT d.refobjid, f.adrelid, f.adnum, false, f.adrelid IN (SELECT n.oid FROM named n)
    FROM pg_attrdef f JOIN pg_depend d ON d.classid = 'pg_attrdef'::regclass AND d.objid = f.oid
    WHERE d.refclassid = 'pg_class'::regclass AND d.deptype = 'n'),
  scoped AS MATERIALIZED (
    SELECT c.* FROM candidate c
    WHERE CASE
      WHEN c.kind <> 'S' THEN c.oid IN (SELECT n.oid FROM named n)
      WHEN c.oid IN (SELECT f.sequence FROM fed f WHERE f.owned)
        THEN c.oid IN (SELECT f.sequence FROM fed f WHERE f.owned AND f.inside)
      ELSE c.oid IN (SELECT n.oid FROM named n) OR c.oid IN (SELECT f.sequence FROM fed f WHERE f.inside) END)`
