import type { ResolvedScope } from '@causeway/spec'
import type { SqlClient } from '../connect.ts'
import { independent, notOfExtension } from '../schema/objects/object-kind.ts'
import { SCOPED_RELATIONS, schemaInScope, scopeParameters } from '../schema/scope.ts'

/** A role that what is moved belongs to or names in its access rights. */
export interface RoleInScope {
  readonly name: string
  readonly owns: boolean
  /** One object it owns or has rights on. */
  readonly example: string
  readonly login: boolean
  readonly inherit: boolean
  readonly createDatabase: boolean
  readonly createRole: boolean
  readonly bypassRowSecurity: boolean
}

/** `[catalog, prefix of its columns]` of rarer objects in schemas, which a role that is no superuser may own. */
const OWNED_IN_SCHEMAS = [
  ['pg_collation', 'coll'],
  ['pg_conversion', 'con'],
  ['pg_operator', 'opr'],
  ['pg_statistic_ext', 'stx'],
  ['pg_ts_config', 'cfg'],
  ['pg_ts_dict', 'dict'],
] as const

/** Of those that only superusers create, so that nobody has to act as their owner: `[catalog, owner, rights, name]`. */
const OF_SUPERUSERS = [
  ['pg_foreign_data_wrapper', 'fdwowner', 'fdwacl', 'fdwname'],
  ['pg_language', 'lanowner', 'lanacl', 'lanname'],
  ['pg_opclass', 'opcowner', 'NULL::aclitem[]', 'opcname'],
  ['pg_opfamily', 'opfowner', 'NULL::aclitem[]', 'opfname'],
] as const

/**
 * Objects of extensions keep the owner that CREATE EXTENSION gives them; `public` belongs to whoever made the database; the
 * functions that come with a range belong to the first superuser.
 */
const ROLES = `
  WITH ${SCOPED_RELATIONS},
  schemas AS (SELECT * FROM pg_namespace n WHERE ${schemaInScope('n.nspname')} AND ${notOfExtension('pg_namespace', 'n.oid')}),
  objects(owner, acl, object) AS (
    SELECT c.relowner, c.relacl, format('%I.%I', s.schema, s.name) FROM scoped s JOIN pg_class c ON c.oid = s.oid
    UNION ALL
    SELECT NULL, a.attacl, format('%I.%I.%I', s.schema, s.name, a.attname)
    FROM scoped s JOIN pg_attribute a ON a.attrelid = s.oid WHERE a.attacl IS NOT NULL
    UNION ALL
    SELECT CASE WHEN n.nspname <> 'public' THEN n.nspowner END,
      CASE WHEN n.nspname <> 'public' THEN n.nspacl
        ELSE ARRAY(SELECT i FROM unnest(n.nspacl) i, aclexplode(ARRAY[i]) e WHERE e.grantee <> n.nspowner) END,
      format('schema %I', n.nspname)
    FROM schemas n
    UNION ALL
    SELECT p.proowner, p.proacl, format('routine %I.%I', n.nspname, p.proname)
    FROM pg_proc p JOIN schemas n ON n.oid = p.pronamespace WHERE ${independent('pg_proc', 'p.oid')}
    UNION ALL
    SELECT t.typowner, t.typacl, format('type %I.%I', n.nspname, t.typname)
    FROM pg_type t JOIN schemas n ON n.oid = t.typnamespace LEFT JOIN pg_class c ON c.oid = t.typrelid
    WHERE t.typelem = 0 AND (c.oid IS NULL OR c.relkind = 'c') AND ${notOfExtension('pg_type', 't.oid')}
    UNION ALL
    ${OWNED_IN_SCHEMAS.map(
      ([catalog, prefix]) => `
    SELECT o.${prefix}owner, NULL, format('%s %I.%I', replace('${catalog}', 'pg_', ''), n.nspname, o.${prefix}name)
    FROM ${catalog} o JOIN schemas n ON n.oid = o.${prefix}namespace WHERE ${notOfExtension(catalog, 'o.oid')}
    UNION ALL`,
    ).join('')}
    SELECT s.srvowner, s.srvacl, format('foreign server %I', s.srvname)
    FROM pg_foreign_server s WHERE ${notOfExtension('pg_foreign_server', 's.oid')}
    UNION ALL
    SELECT o.lomowner, o.lomacl, format('large object %s', o.oid) FROM pg_largeobject_metadata o
    UNION ALL
    SELECT d.defaclrole, d.defaclacl, 'default privileges' FROM pg_default_acl d
    WHERE d.defaclnamespace = 0 OR d.defaclnamespace IN (SELECT oid FROM schemas)),
  holders(role, owns, object) AS (
    SELECT owner, true, object FROM objects WHERE owner IS NOT NULL
    UNION ALL
    SELECT grantee, false, object FROM objects, aclexplode(acl) WHERE grantee <> 0
    UNION ALL
    ${OF_SUPERUSERS.map(
      ([catalog, owner, rights, name]) => `
    SELECT role, false, format('%s %I', replace('${catalog}', 'pg_', ''), o.${name})
    FROM ${catalog} o, LATERAL (SELECT o.${owner} AS role UNION SELECT grantee FROM aclexplode(${rights})) r
    WHERE role <> 0 AND o.oid >= 16384 AND ${notOfExtension(catalog, 'o.oid')}
    UNION ALL`,
    ).join('')}
    SELECT m.umuser, false, format('user mapping on %I', m.srvname) FROM pg_user_mappings m WHERE m.umuser <> 0
    UNION ALL
    SELECT role, false, format('policy %I', p.polname)
    FROM pg_policy p JOIN scoped s ON s.oid = p.polrelid, unnest(p.polroles) AS role WHERE role <> 0)
  SELECT r.rolname AS name, bool_or(n.owns) AS owns, (array_agg(n.object ORDER BY n.owns DESC, n.object))[1] AS example,
    r.rolcanlogin AS login, r.rolinherit AS inherit, r.rolcreatedb AS "createDatabase", r.rolcreaterole AS "createRole",
    r.rolbypassrls AS "bypassRowSecurity"
  FROM holders n JOIN pg_roles r ON r.oid = n.role WHERE r.rolname <> 'pg_database_owner'
  GROUP BY r.oid, r.rolname, r.rolcanlogin, r.rolinherit, r.rolcreatedb, r.rolcreaterole, r.rolbypassrls
  ORDER BY r.rolname`

export async function readRolesInScope(client: SqlClient, scope: ResolvedScope): Promise<readonly RoleInScope[]> {
  return client.query<RoleInScope>(ROLES, scopeParameters(scope))
}

/** Roles that own something that is moved. */
export async function ownersInScope(client: SqlClient, scope: ResolvedScope): Promise<readonly string[]> {
  const roles = await readRolesInScope(client, scope)
  return roles.filter(({ owns }) => owns).map(({ name }) => name)
}

/** What one server knows of roles named elsewhere. */
export interface KnownRole {
  readonly name: string
  readonly superuser: boolean
}

export async function readKnownRoles(client: SqlClient, names: readonly string[]): Promise<readonly KnownRole[]> {
  return client.query<KnownRole>(
    'SELECT rolname AS name, rolsuper AS superuser FROM pg_roles WHERE rolname = ANY ($1) ORDER BY rolname',
    [names],
  )
}
