import type { Lease } from '@causeway/core'
import { connect } from '../connect.ts'
import type { EngineContext } from '../context.ts'
import { withEpoch } from '../control/epoch.ts'
import { applicationName, migrationId } from '../names.ts'
import type { PostDataStatement } from '../schema/post-data.ts'

/** Computes the materialized views of the target again, those first that others read; what feeds them has moved on since the load. */
export async function refreshMaterializedViews(
  { spec }: EngineContext,
  postData: readonly PostDataStatement[],
  lease: Lease,
  signal: AbortSignal,
): Promise<void> {
  const refreshes = postData.filter(({ kind }) => kind === 'matview-refresh')
  if (refreshes.length === 0) return
  const application = applicationName(spec, lease.epoch, 'refresh')
  await using target = await connect(spec.target, { side: 'target', application, signal })
  for (const { sql } of refreshes) {
    await withEpoch(target, migrationId(spec), lease, () => target.query(sql, [], { signal }))
  }
}
