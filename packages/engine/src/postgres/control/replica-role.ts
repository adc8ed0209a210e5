import { CausewayError, type Side } from '@causeway/core'
import type { SqlClient } from '../connect.ts'
import { sideError } from '../errors.ts'

/** What an administrator makes where a role cannot be given the right itself (before PostgreSQL 15). */
export const REPLICA_FUNCTION = 'causeway.apply_as_replica()'

const WAYS = ['SET session_replication_role = replica', `SELECT ${REPLICA_FUNCTION}`] as const

/** The server lacks the right, the function or the schema it is in. */
const NOT_ALLOWED = ['42501', '42883', '3F000']

/**
 * Makes the session apply changes as a replica: no triggers, no foreign key checks of its own. Tries the setting, then
 * the function. Not within a transaction, which a first failure would break.
 *
 * @throws CW-0623, CW-0723 when neither is allowed
 */
export async function actAsReplica(side: Side, run: (sql: string) => Promise<unknown>): Promise<void> {
  for (const way of WAYS) if (await allowed(run, way)) return
  throw sideError(side, '23', 'the role may not set session_replication_role to replica')
}

/** Whether `actAsReplica` would succeed; changes nothing. */
export async function canActAsReplica(client: SqlClient): Promise<boolean> {
  for (const way of WAYS) {
    await client.query('BEGIN')
    try {
      if (await allowed((sql) => client.query(sql), way)) return true
    } finally {
      await client.query('ROLLBACK')
    }
  }
  return false
}

async function allowed(run: (sql: string) => Promise<unknown>, sql: string): Promise<boolean> {
  try {
    await run(sql)
    return true
  } catch (error) {
    if (CausewayError.is(error) && NOT_ALLOWED.includes(String(error.data['sqlstate']))) return false
    throw error
  }
}
