import type { SqlClient } from '../connect.ts'
import { notOfExtension } from '../schema/objects/object-kind.ts'

/** What belongs to the source's database and to no table. */
export interface ObjectFacts {
  readonly publications: readonly string[]
  readonly subscriptions: readonly { readonly name: string; readonly enabled: boolean }[]
  /** Of no extension; names quoted. */
  readonly eventTriggers: readonly { readonly name: string; readonly enabled: boolean }[]
  /** Providers of security labels. */
  readonly labelProviders: readonly string[]
  readonly largeObjects: number
  readonly largeObjectBytes: number
  readonly extensions: readonly InstalledExtension[]
  /** Tables of extensions that hold rows which a dump would take along, quoted where needed. */
  readonly extensionData: readonly string[]
  /** Tablespaces other than the database's, which relations are in. */
  readonly tablespaces: readonly string[]
  /** Operators and aggregates that servers since 14 refuse. */
  readonly postfixOperators: readonly string[]
  readonly arrayAggregates: readonly string[]
  /** Objects of the server or of an extension on which rights were given or taken away. */
  readonly systemRights: readonly string[]
}

export interface InstalledExtension {
  readonly name: string
  readonly version: string
  readonly schema: string
  readonly schemaOwner: string
}

/**
 * What initdb and CREATE EXTENSION gave is in `pg_init_privs`, but for the information schema, which no dump holds; the schema
 * `public` belongs to whoever made the database.
 */
const SYSTEM_RIGHTS = `
  SELECT i.type || ' ' || i.identity FROM (
      SELECT 'pg_proc'::regclass AS catalog, oid, proacl AS rights FROM pg_proc
      UNION ALL SELECT 'pg_class'::regclass, oid, relacl FROM pg_class
      UNION ALL SELECT 'pg_type'::regclass, oid, typacl FROM pg_type
      UNION ALL SELECT 'pg_language'::regclass, oid, lanacl FROM pg_language
      UNION ALL SELECT 'pg_foreign_data_wrapper'::regclass, oid, fdwacl FROM pg_foreign_data_wrapper
      UNION ALL SELECT 'pg_namespace'::regclass, oid, nspacl FROM pg_namespace WHERE nspname <> 'public') o
    LEFT JOIN pg_init_privs p ON p.classoid = o.catalog AND p.objoid = o.oid AND p.objsubid = 0,
    pg_identify_object(o.catalog, o.oid, 0) i
  WHERE (o.oid < 16384 OR EXISTS (
      SELECT FROM pg_depend d WHERE d.classid = o.catalog AND d.objid = o.oid AND d.deptype = 'e'))
    AND o.rights IS DISTINCT FROM p.initprivs AND i.identity !~ '^information_schema' ORDER BY 1`

/** Since 14 they take and give `anycompatible` types; pg_upgrade refuses the same. */
const ARRAY_FUNCTIONS = `
  SELECT oid FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace AND proname IN (
    'array_append', 'array_cat', 'array_prepend', 'array_remove', 'array_replace', 'array_position', 'array_positions', 'width_bucket')`

const OBJECTS = `
  SELECT
    ARRAY(SELECT pubname::text FROM pg_publication WHERE NOT starts_with(pubname, $1) ORDER BY 1) AS publications,
    (SELECT coalesce(json_agg(json_build_object('name', subname, 'enabled', subenabled) ORDER BY subname), '[]')
     FROM pg_subscription WHERE subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())) AS subscriptions,
    (SELECT coalesce(json_agg(json_build_object('name', quote_ident(evtname), 'enabled', evtenabled <> 'D') ORDER BY evtname), '[]')
     FROM pg_event_trigger WHERE ${notOfExtension('pg_event_trigger', 'oid')}) AS "eventTriggers",
    ARRAY(SELECT DISTINCT provider FROM pg_seclabel ORDER BY 1) AS "labelProviders",
    (SELECT count(*)::float8 FROM pg_largeobject_metadata) AS "largeObjects",
    pg_relation_size('pg_largeobject')::float8 AS "largeObjectBytes",
    (SELECT coalesce(json_agg(json_build_object('name', e.extname, 'version', e.extversion, 'schema', n.nspname,
       'schemaOwner', pg_get_userbyid(n.nspowner)) ORDER BY e.extname), '[]')
     FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace) AS extensions,
    ARRAY(SELECT c.oid::regclass::text FROM pg_extension e, unnest(e.extconfig) AS config JOIN pg_class c ON c.oid = config
          WHERE c.relkind = 'r' AND pg_relation_size(c.oid) > 0 ORDER BY 1) AS "extensionData",
    ARRAY(SELECT DISTINCT t.spcname::text FROM pg_class c JOIN pg_tablespace t ON t.oid = c.reltablespace
          WHERE t.spcname <> 'pg_global' ORDER BY 1) AS tablespaces,
    ARRAY(SELECT o.oid::regoperator::text FROM pg_operator o WHERE o.oprright = 0 AND o.oid >= 16384
          AND ${notOfExtension('pg_operator', 'o.oid')} ORDER BY 1) AS "postfixOperators",
    ARRAY(SELECT p.oid::regprocedure::text FROM pg_aggregate g JOIN pg_proc p ON p.oid = g.aggfnoid
          WHERE g.aggtranstype IN ('anyarray'::regtype, 'anyelement'::regtype) AND p.oid >= 16384
            AND (g.aggtransfn::oid IN (${ARRAY_FUNCTIONS}) OR g.aggfinalfn::oid IN (${ARRAY_FUNCTIONS}) OR g.aggcombinefn::oid IN (${ARRAY_FUNCTIONS}))
            AND ${notOfExtension('pg_proc', 'p.oid')} ORDER BY 1) AS "arrayAggregates",
    ARRAY(${SYSTEM_RIGHTS}) AS "systemRights"`

/** `ownPrefix`: how the names of our publications begin. */
export async function readObjectFacts(client: SqlClient, ownPrefix: string): Promise<ObjectFacts> {
  const [row] = await client.query<ObjectFacts>(OBJECTS, [ownPrefix])
  if (row === undefined) throw new RangeError('no row')
  return row
}

/** An extension the target could have. */
export interface AvailableExtension {
  readonly name: string
  /** What is installed, else what CREATE EXTENSION would install. */
  readonly version: string
  readonly installed: boolean
  /** A role with CREATE on the database may create it. */
  readonly trusted: boolean
}

export async function readAvailableExtensions(
  client: SqlClient,
  names: readonly string[],
): Promise<readonly AvailableExtension[]> {
  return client.query<AvailableExtension>(
    `SELECT e.name, coalesce(e.installed_version, e.default_version) AS version, e.installed_version IS NOT NULL AS installed,
       coalesce((SELECT v.trusted FROM pg_available_extension_versions v
                 WHERE v.name = e.name AND v.version = e.default_version), false) AS trusted
     FROM pg_available_extensions e WHERE e.name = ANY ($1)`,
    [names],
  )
}

/** On RDS and Aurora its members may create every extension that is available, and event triggers. */
export async function isRdsSuperuser(client: SqlClient): Promise<boolean> {
  const [row] = await client.query<{ member: boolean }>(
    `SELECT pg_has_role(oid, 'USAGE') AS member FROM pg_roles WHERE rolname = 'rds_superuser'`,
  )
  return row?.member === true
}
