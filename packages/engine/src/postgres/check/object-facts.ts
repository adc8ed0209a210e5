import type { SqlClient } from '../connect.ts'

/** What belongs to the source's database and to no table. */
export interface ObjectFacts {
  readonly publications: readonly string[]
  readonly subscriptions: readonly { readonly name: string; readonly enabled: boolean }[]
  /** Enabled ones, quoted. */
  readonly eventTriggers: readonly string[]
  readonly largeObjects: number
  readonly largeObjectBytes: number
  readonly extensions: readonly InstalledExtension[]
}

export interface InstalledExtension {
  readonly name: string
  readonly version: string
  readonly schema: string
  readonly schemaOwner: string
}

const OBJECTS = `
  SELECT
    ARRAY(SELECT pubname::text FROM pg_publication WHERE NOT starts_with(pubname, $1) ORDER BY 1) AS publications,
    (SELECT coalesce(json_agg(json_build_object('name', subname, 'enabled', subenabled) ORDER BY subname), '[]')
     FROM pg_subscription WHERE subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())) AS subscriptions,
    ARRAY(SELECT quote_ident(evtname) FROM pg_event_trigger WHERE evtenabled <> 'D' ORDER BY 1) AS "eventTriggers",
    (SELECT count(*)::float8 FROM pg_largeobject_metadata) AS "largeObjects",
    pg_relation_size('pg_largeobject')::float8 AS "largeObjectBytes",
    (SELECT coalesce(json_agg(json_build_object('name', e.extname, 'version', e.extversion, 'schema', n.nspname,
       'schemaOwner', pg_get_userbyid(n.nspowner)) ORDER BY e.extname), '[]')
     FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace) AS extensions`

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

/** On RDS and Aurora members of `rds_superuser` may create every extension that is available. */
export async function createsAnyExtension(client: SqlClient): Promise<boolean> {
  const [row] = await client.query<{ member: boolean }>(
    `SELECT pg_has_role(oid, 'USAGE') AS member FROM pg_roles WHERE rolname = 'rds_superuser'`,
  )
  return row?.member === true
}
