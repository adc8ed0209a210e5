import { until, type PostgresServer } from '@causeway/harness'
import type { Crossing } from './crossing.ts'

/** Who may connect, with the default of the server spelled out. */
const CONNECT = `
  SELECT coalesce(string_agg(coalesce(r.rolname, 'PUBLIC'), ',' ORDER BY r.rolname), '') AS names
  FROM pg_database d, aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a LEFT JOIN pg_roles r ON r.oid = a.grantee
  WHERE d.datname = current_database() AND a.privilege_type = 'CONNECT'`

/** Of this database and, where a thing has none, of the whole server. */
const MADE_BY_CAUSEWAY = `
  SELECT 'slot ' || slot_name AS name FROM pg_replication_slots WHERE database = current_database()
  UNION ALL SELECT 'publication ' || pubname FROM pg_publication WHERE pubname LIKE 'causeway%'
  UNION ALL SELECT 'subscription ' || subname FROM pg_subscription WHERE subname LIKE 'causeway%' AND subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())
  UNION ALL SELECT 'schema ' || nspname FROM pg_namespace WHERE nspname = 'causeway'
  UNION ALL SELECT 'prepared transaction ' || gid FROM pg_prepared_xacts WHERE database = current_database()
  UNION ALL SELECT 'origin ' || roname FROM pg_replication_origin WHERE roname NOT IN (SELECT 'pg_' || oid FROM pg_subscription)
  UNION ALL SELECT 'role ' || rolname FROM pg_roles WHERE rolname LIKE 'causeway%' AND rolname <> 'causeway'`

const SESSIONS = `
  SELECT application_name FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name LIKE 'causeway%'`

export type AccessOf = Readonly<Record<'source' | 'target', string>>

/** Who may connect to either side now. */
export async function accessOf({ source, target, database }: Crossing): Promise<AccessOf> {
  const names = async (server: PostgresServer) =>
    (await server.query<{ names: string }>(database, CONNECT))[0]?.names ?? ''
  return { source: await names(source), target: await names(target) }
}

/** What Causeway has made on both servers and not taken away, once its sessions have ended. */
export async function leftoversOf({ source, target, database }: Crossing): Promise<readonly string[]> {
  const found: string[] = []
  for (const [side, server] of Object.entries({ source, target })) {
    await until(async () => (await server.query(database, SESSIONS)).length === 0)
    const rows = await server.query<{ name: string }>(database, MADE_BY_CAUSEWAY)
    found.push(...rows.map(({ name }) => `${side}: ${name}`))
  }
  return found
}
