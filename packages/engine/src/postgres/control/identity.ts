import type { ServerIdentity } from '@causeway/core'
import type { SqlClient } from '../connect.ts'

/** Which server this is: one that was restored, promoted or replaced answers otherwise. Fails on a standby. */
export async function readIdentity(client: SqlClient): Promise<ServerIdentity> {
  // The timeline is the beginning of the name of the current log file; the control file learns of it later.
  const [row] = await client.query<ServerIdentity>(
    `SELECT system_identifier::text AS "systemIdentifier",
       ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int AS timeline,
       current_database() AS database, current_setting('server_version') AS version
     FROM pg_control_system()`,
  )
  if (row === undefined) throw new RangeError('pg_control_system() returned nothing')
  return row
}
