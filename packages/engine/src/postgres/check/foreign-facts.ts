import type { SqlClient } from '../connect.ts'
import { notOfExtension } from '../schema/objects/object-kind.ts'

/** Other servers that the source's database reaches by itself. Names as they are. */
export interface ForeignFacts {
  readonly servers: readonly ForeignServer[]
  /** With options that our role does not get to see: a dump has the mapping without them. */
  readonly hiddenMappings: readonly { readonly server: string; readonly user: string }[]
}

export interface ForeignServer {
  readonly name: string
  readonly owner: string
  readonly wrapper: string
  readonly wrapperOfExtension: boolean
}

/** The catalog of mappings is a superuser's; the view leaves out what is not ours to see. */
const FOREIGN = `
  SELECT
    (SELECT coalesce(json_agg(json_build_object('name', s.srvname, 'owner', pg_get_userbyid(s.srvowner),
       'wrapper', w.fdwname, 'wrapperOfExtension', NOT ${notOfExtension('pg_foreign_data_wrapper', 'w.oid')}) ORDER BY s.srvname), '[]')
     FROM pg_foreign_server s JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw
     WHERE ${notOfExtension('pg_foreign_server', 's.oid')}) AS servers,
    (SELECT coalesce(json_agg(json_build_object('server', m.srvname, 'user', m.usename) ORDER BY m.srvname, m.usename), '[]')
     FROM pg_user_mappings m WHERE m.umoptions IS NULL AND NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)) AS "hiddenMappings"`

export async function readForeignFacts(client: SqlClient): Promise<ForeignFacts> {
  const [row] = await client.query<ForeignFacts>(FOREIGN)
  return row ?? { servers: [], hiddenMappings: [] }
}

/** Foreign data wrappers on this server that our role may make servers of. */
export async function usableWrappers(client: SqlClient): Promise<readonly string[]> {
  const rows = await client.query<{ name: string }>(
    `SELECT fdwname AS name FROM pg_foreign_data_wrapper WHERE has_foreign_data_wrapper_privilege(oid, 'USAGE')`,
  )
  return rows.map(({ name }) => name)
}
