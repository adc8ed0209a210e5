import { systemClock } from '@causeway/core'
import type { SqlClient } from '../connect.ts'

const FIRST_LOOK_MS = 2
const LONGEST_LOOK_MS = 50

/**
 * Sessions in this database but our own: same role and name (`$1` is the prefix). Autovacuum has no role; workers of a
 * parallel query go with their leader, and we may not see what they are.
 */
export const OTHER_SESSIONS = `
  FROM pg_stat_activity a LEFT JOIN pg_roles r ON r.oid = a.usesysid
  WHERE a.datname = current_database() AND a.usesysid IS NOT NULL AND a.pid <> pg_backend_pid()
    AND NOT (a.usename = current_user AND starts_with(a.application_name, $1))`

/**
 * Ends all other sessions until none is left, and waits until no prepared transaction is open. The access list must be
 * closed already, so that nobody comes back.
 *
 * Sessions of other superusers cannot be ended by us: one that is in the middle of writing is waited for, the others stay.
 * @returns how many were ended
 */
export async function drain(client: SqlClient, applicationPrefix: string, signal: AbortSignal): Promise<number> {
  const ended = new Set<number>()
  for (let waitMs = FIRST_LOOK_MS; ; waitMs = Math.min(2 * waitMs, LONGEST_LOOK_MS)) {
    // Before the sessions: one that is just logging in shows first here and then there.
    const loggingIn = await countLoggingIn(client)
    const sessions = await client.query<{ pid: number }>(
      `SELECT pid, pg_terminate_backend(pid) ${OTHER_SESSIONS} AND (r.rolsuper IS NOT TRUE OR a.usename = current_user)`,
      [applicationPrefix],
    )
    for (const { pid } of sessions) ended.add(pid)
    const [open] = await client.query<{ writing: number; prepared: number }>(
      `SELECT (SELECT count(*)::int ${OTHER_SESSIONS} AND a.backend_xid IS NOT NULL) AS writing,
         (SELECT count(*)::int FROM pg_prepared_xacts WHERE database = current_database()) AS prepared`,
      [applicationPrefix],
    )
    if (loggingIn === 0 && sessions.length === 0 && open?.writing === 0 && open.prepared === 0) return ended.size
    await systemClock.sleep(waitMs, signal)
  }
}

/**
 * A new session checks the access list before it shows in pg_stat_activity; while it does, it holds a lock on the
 * database (InitPostgres). Until that is gone it may be in by the old list.
 */
async function countLoggingIn(client: SqlClient): Promise<number> {
  const [row] = await client.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM pg_locks l JOIN pg_database d ON d.oid = l.objid
     WHERE l.locktype = 'object' AND l.classid = 'pg_database'::regclass AND l.mode = 'RowExclusiveLock'
       AND d.datname = current_database() AND l.pid <> pg_backend_pid()`,
  )
  return row?.count ?? 0
}
