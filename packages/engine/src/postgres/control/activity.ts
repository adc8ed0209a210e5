import type { Activity } from '@causeway/core'
import type { SqlClient } from '../connect.ts'
import { OTHER_SESSIONS } from './drain.ts'

/** What a fence raised now would have to end or wait for. Ages need pg_monitor: without it those of others count as 0. */
export async function readActivity(client: SqlClient, applicationPrefix: string): Promise<Activity> {
  const [row] = await client.query<{ sessions: number; prepared: readonly string[]; oldest: number }>(
    `SELECT (SELECT count(*)::int ${OTHER_SESSIONS}) AS sessions,
       ARRAY(SELECT gid FROM pg_prepared_xacts WHERE database = current_database() ORDER BY prepared) AS prepared,
       coalesce(extract(epoch FROM greatest(
         (SELECT max(clock_timestamp() - a.xact_start) ${OTHER_SESSIONS}),
         (SELECT max(clock_timestamp() - prepared) FROM pg_prepared_xacts WHERE database = current_database())
       )) * 1000, 0)::float8 AS oldest`,
    [applicationPrefix],
  )
  return {
    sessions: row?.sessions ?? 0,
    preparedTransactions: row?.prepared ?? [],
    oldestTransactionMs: row?.oldest ?? 0,
  }
}
