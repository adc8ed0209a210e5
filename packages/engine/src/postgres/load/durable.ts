import type { Lease } from '@causeway/core'
import type { SqlClient } from '../connect.ts'
import { leaseLost } from '../control/epoch.ts'

/** A commit that waits for the disk, and so for all commits before it that did not. @throws CW-0801 */
export async function makeDurable(target: SqlClient, migration: string, lease: Lease): Promise<void> {
  await target.transaction(async () => {
    await target.query('SET LOCAL synchronous_commit = on')
    // Not with the epoch's usual shared lock first: two sessions that hold it could neither of them write the row.
    const rows = await target.query(
      `UPDATE causeway.control SET updated_at = clock_timestamp() WHERE migration = $1 AND epoch = $2 RETURNING 1`,
      [migration, lease.epoch],
    )
    if (rows.length === 0) throw leaseLost('target', lease.epoch)
  })
}
