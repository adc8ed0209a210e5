import type { SqlClient } from '../connect.ts'

/** What others are doing on one server at this moment. */
export interface ActivityFacts {
  readonly prepared: readonly { readonly id: string; readonly database: string }[]
  /** The longest open transaction that capture or the fence would wait for; `null` when there is none. */
  readonly oldest: { readonly ageMs: number; readonly pid: number; readonly user: string } | null
  /** Sessions of superusers in this database, ours left out: by role and application. */
  readonly superusers: readonly { readonly user: string; readonly application: string }[]
}

/** A slot waits for the writing transactions of every database; the fence for all transactions of this one. */
const ACTIVITY = `
  SELECT
    (SELECT coalesce(json_agg(json_build_object('id', gid, 'database', database) ORDER BY prepared), '[]')
     FROM pg_prepared_xacts) AS prepared,
    (SELECT json_build_object('pid', pid, 'user', usename,
       'ageMs', round(extract(epoch FROM clock_timestamp() - xact_start) * 1000))
     FROM pg_stat_activity
     WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() AND xact_start IS NOT NULL
       AND (datname = current_database() OR backend_xid IS NOT NULL)
     ORDER BY xact_start LIMIT 1) AS oldest,
    (SELECT coalesce(json_agg(DISTINCT jsonb_build_object('user', a.usename, 'application', a.application_name)), '[]')
     FROM pg_stat_activity a JOIN pg_roles r ON r.oid = a.usesysid
     WHERE r.rolsuper AND a.datname = current_database() AND a.usename <> current_user) AS superusers`

export async function readActivityFacts(client: SqlClient): Promise<ActivityFacts> {
  const [row] = await client.query<ActivityFacts>(ACTIVITY)
  return row ?? { prepared: [], oldest: null, superusers: [] }
}
