import type { ResolvedSpec } from '@causeway/spec'
import type { SqlClient } from '../connect.ts'
import { applicationName } from '../names.ts'

/** Beginning of the `application_name` of every session of this migration, whatever its epoch. */
export function applicationPrefix(spec: ResolvedSpec): string {
  return applicationName(spec, 0, '').slice(0, -'0/'.length)
}

/** Epoch in an `application_name`; 0 is a session that acts under none. */
const EPOCH = `substring(application_name FROM '/([0-9]+)/[^/]*$')::bigint`

/** Our own sessions on this database: same role, and named by this migration. Takes the prefix as `$1`. */
const OWN = `datname = current_database() AND usename = current_user AND starts_with(application_name, $1) AND pid <> pg_backend_pid()`

/** Ends sessions of this migration that act under an earlier epoch; returns how many there were. */
export async function endEarlierSessions(client: SqlClient, spec: ResolvedSpec, epoch: number): Promise<number> {
  const ended = await client.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${OWN} AND ${EPOCH} BETWEEN 1 AND $2::bigint - 1`,
    [applicationPrefix(spec), epoch],
  )
  return ended.length
}

/** Ends other sessions of exactly this name: what a broken connection of ours has left on the server. */
export async function endNamesakes(client: SqlClient, application: string): Promise<void> {
  await client.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${OWN} AND application_name = $1`, [
    application,
  ])
}
