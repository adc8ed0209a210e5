import type { Lease } from '@causeway/core'
import type { SqlClient } from '../connect.ts'
import { withEpoch } from '../control/epoch.ts'

/** A commit that waits for the disk, and so for all commits before it that did not. @throws CW-0801 */
export async function makeDurable(target: SqlClient, migration: string, lease: Lease): Promise<void> {
  await withEpoch(target, migration, lease, async () => {
    await target.query('SET LOCAL synchronous_commit = on')
    await target.query('UPDATE causeway.control SET updated_at = clock_timestamp() WHERE migration = $1', [migration])
  })
}
