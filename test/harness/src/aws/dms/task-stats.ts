import type { ReplicationTaskStats } from '@aws-sdk/client-database-migration-service'
import type { TaskStatistics } from './task-runner.ts'

/** The table states DMS has: https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Monitoring.html#CHAP_Tasks.Status */
const GROUPS = {
  TablesLoaded: ['Table completed'],
  TablesLoading: ['Full load'],
  TablesQueued: ['Before load'],
  TablesErrored: ['Table error', 'Table cancelled', 'Table does not exist'],
} as const

/** The counters of a task, from its tables. */
export function statsOf(statistics: TaskStatistics, startedAt: Date | undefined, now: Date): ReplicationTaskStats {
  const count = (states: readonly string[]): number =>
    statistics.tables.filter((table) => states.includes(table.TableState ?? '')).length
  return {
    FullLoadProgressPercent: statistics.fullLoadPercent,
    ElapsedTimeMillis: startedAt === undefined ? 0 : now.getTime() - startedAt.getTime(),
    TablesLoaded: count(GROUPS.TablesLoaded),
    TablesLoading: count(GROUPS.TablesLoading),
    TablesQueued: count(GROUPS.TablesQueued),
    TablesErrored: count(GROUPS.TablesErrored),
    ...(startedAt !== undefined && { StartDate: startedAt }),
  }
}
