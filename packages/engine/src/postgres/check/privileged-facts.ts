import type { ResolvedScope } from '@causeway/spec'
import type { SqlClient } from '../connect.ts'
import { IDENTITY, independent, notOfExtension } from '../schema/objects/object-kind.ts'
import { SCOPED_RELATIONS, schemaInScope, scopeParameters } from '../schema/scope.ts'

/** Why a server lets only a superuser create something. */
export type Privilege =
  | 'untrusted language'
  | 'leakproof'
  | 'support function'
  | 'internal state'
  | 'base type'
  | 'operator class'
  | 'access method'
  | 'language'
  | 'cast'
  | 'text search'
  | 'foreign data wrapper'
  | 'transform'

/** Something on the source, of no extension, that only a superuser may create on the target. */
export interface PrivilegedObject {
  readonly privilege: Privilege
  /** `function shop.area(double precision)`. */
  readonly object: string
}

const HAS_INTERNAL_STATE = `EXISTS (
  SELECT FROM pg_aggregate g WHERE g.aggfnoid = o.oid AND 'internal'::regtype IN (g.aggtranstype, g.aggmtranstype))`

/** A range with a canonical function begins as an empty shell, like a base type. */
const BEGINS_AS_SHELL = `(
  (o.typtype = 'b' AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = o.oid)) OR (o.typtype = 'p' AND NOT o.typisdefined)
  OR EXISTS (SELECT FROM pg_range r WHERE r.rngtypid = o.oid AND r.rngcanonical <> 0))`

/** Whoever owns one of its types may make a cast with a function; types of the server and of extensions are a superuser's. */
const NOT_A_TYPE_OWNERS = `(o.castmethod = 'b' OR NOT EXISTS (
  SELECT FROM pg_type t WHERE t.oid IN (o.castsource, o.casttarget) AND t.oid >= 16384 AND ${notOfExtension('pg_type', 't.oid')}))`

/** `[why, catalog, schema column, which]`. Aggregates say that they are internal; trusted procedural languages are extensions. */
const PRIVILEGED: readonly (readonly [Privilege, string, string | null, string])[] = [
  [
    'untrusted language',
    'pg_proc',
    'pronamespace',
    `o.prokind <> 'a' AND NOT (SELECT l.lanpltrusted FROM pg_language l WHERE l.oid = o.prolang)`,
  ],
  ['leakproof', 'pg_proc', 'pronamespace', 'o.proleakproof'],
  ['support function', 'pg_proc', 'pronamespace', 'o.prosupport <> 0'],
  ['internal state', 'pg_proc', 'pronamespace', HAS_INTERNAL_STATE],
  ['base type', 'pg_type', 'typnamespace', BEGINS_AS_SHELL],
  ['operator class', 'pg_opfamily', 'opfnamespace', 'true'],
  ['operator class', 'pg_opclass', 'opcnamespace', 'true'],
  ['access method', 'pg_am', null, 'true'],
  ['language', 'pg_language', null, 'true'],
  ['cast', 'pg_cast', null, NOT_A_TYPE_OWNERS],
  ['text search', 'pg_ts_parser', 'prsnamespace', 'true'],
  ['text search', 'pg_ts_template', 'tmplnamespace', 'true'],
  ['foreign data wrapper', 'pg_foreign_data_wrapper', null, 'true'],
  ['transform', 'pg_transform', null, 'true'],
]

const OBJECTS = PRIVILEGED.map(
  ([privilege, catalog, schemaColumn, which]) => `
  SELECT '${privilege}' AS privilege, i.type || ' ' || ${IDENTITY} AS object
  FROM ${catalog} o ${schemaColumn === null ? '' : `JOIN pg_namespace n ON n.oid = o.${schemaColumn}`},
    pg_identify_object('${catalog}'::regclass, o.oid, 0) i
  WHERE o.oid >= 16384 AND ${independent(catalog, 'o.oid')} AND ${which}
    ${schemaColumn === null ? '' : `AND ${schemaInScope('n.nspname')}`}`,
).join(' UNION ALL ')

export async function readPrivilegedObjects(
  client: SqlClient,
  scope: ResolvedScope,
): Promise<readonly PrivilegedObject[]> {
  // The parameters must all be used, whatever the scope says of relations.
  const sql = `WITH ${SCOPED_RELATIONS} SELECT * FROM (${OBJECTS}) o WHERE ($1 || $2 || $3 || $4) IS NOT NULL ORDER BY 1, 2`
  return await client.query<PrivilegedObject>(sql, scopeParameters(scope))
}

/** Routines that bring a setting along, as `CREATE FUNCTION … SET name`. */
export interface RoutineSettings {
  readonly routine: string
  readonly settings: readonly string[]
}

export async function readRoutineSettings(
  client: SqlClient,
  scope: ResolvedScope,
): Promise<readonly RoutineSettings[]> {
  return await client.query<RoutineSettings>(
    `WITH ${SCOPED_RELATIONS}
     SELECT i.type || ' ' || i.identity AS routine, ARRAY(SELECT lower(split_part(c, '=', 1)) FROM unnest(p.proconfig) c) AS settings
     FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace, pg_identify_object('pg_proc'::regclass, p.oid, 0) i
     WHERE p.proconfig IS NOT NULL AND ${schemaInScope('n.nspname')} AND ${notOfExtension('pg_proc', 'p.oid')}
       AND ($3 || $4) IS NOT NULL ORDER BY 1`,
    scopeParameters(scope),
  )
}

/** Which of these settings our role may not give to a routine on this server: a superuser's, and names nobody has defined. */
export async function settingsNotOurs(client: SqlClient, names: readonly string[]): Promise<readonly string[]> {
  // Before 15 no other role can be given a setting.
  const granted = client.serverVersion < 150_000 ? 'false' : `has_parameter_privilege(asked.setting, 'SET')`
  const rows = await client.query<{ name: string }>(
    `SELECT DISTINCT asked.setting AS name FROM unnest($1::text[]) AS asked(setting)
     WHERE NOT EXISTS (SELECT FROM pg_settings s WHERE lower(s.name) = asked.setting AND s.context = 'user')
       AND NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AND NOT ${granted} ORDER BY 1`,
    [names],
  )
  return rows.map(({ name }) => name)
}
