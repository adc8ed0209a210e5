import type { Side } from '@causeway/core'
import type { ResolvedDatabase } from '@causeway/spec'
import { actAsReplica } from '../../control/replica-role.ts'
import { openSession, type Session } from '../../wire/session.ts'

/**
 * Once acknowledged, the source forgets: a commit must be on disk here whatever the database's default is.
 * Staging tables are never analysed, so the planner is told what joins suit them: by the key's index.
 */
const SETTINGS = `
  SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off';
  SET enable_hashjoin = off; SET enable_mergejoin = off; SET plan_cache_mode = force_generic_plan; SET jit = off;
  SET temp_buffers = '32MB'`

/** A session that writes as a replica does: without triggers and foreign key checks. @throws CW-0623, CW-0723 */
export async function openApplySession(
  database: ResolvedDatabase,
  options: { readonly side: Side; readonly application: string; readonly signal: AbortSignal },
): Promise<Session> {
  const session = await openSession(database, options)
  try {
    await session.query(SETTINGS, { signal: options.signal })
    await actAsReplica(options.side, async (sql) => await session.query(sql, { signal: options.signal }))
    return session
  } catch (error) {
    await session.close()
    throw error
  }
}
