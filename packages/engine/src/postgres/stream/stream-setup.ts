import type { Lease } from '@causeway/core'
import type { SqlClient } from '../connect.ts'
import { requireEpoch, withEpoch } from '../control/epoch.ts'
import { formatLsn } from '../position.ts'
import { readProgress } from './progress.ts'
import { createPublications, dropPublications } from './publication.ts'
import { createSlot, dropSlot, outlastTransactions, readSlot, slotLost } from './slot.ts'
import type { StreamEnds } from './stream-ends.ts'

/** On the side captured from, and on the one applied to. */
export interface EndSessions {
  readonly from: SqlClient
  readonly to: SqlClient
}

/**
 * Publications, slot, and the progress row on the other side, in this order: what is there already is kept.
 *
 * @throws CW-1053 when there is progress but no slot any more; CW-0688, CW-0788
 */
export async function createStream(
  ends: StreamEnds,
  { from, to }: EndSessions,
  lease: Lease,
  signal: AbortSignal,
): Promise<void> {
  await createPublications(from, ends.context, ends.publications, lease, signal)
  const progress = await readProgress(to, ends.progress, signal)
  if ((await readSlot(from, ends.slot, signal)) === null) {
    if (progress !== null) throw slotLost(from.side, ends.slot, 'is gone')
    await makeSlot(from, ends, lease, signal)
  }
  if (progress !== null) return
  // Also for a slot that an earlier process made: it may have died while it waited.
  await outlastTransactions(from, signal)
  await recordStart(from, to, ends, lease, signal)
}

/** Idempotent: the slot first, so that a crash leaves no slot that nobody knows of. */
export async function dropStream(
  ends: StreamEnds,
  { from, to }: EndSessions,
  lease: Lease,
  signal: AbortSignal,
): Promise<void> {
  const { migration, stream } = ends.progress
  await requireEpoch(from, migration, lease)
  await dropSlot(from, ends.slot, ends.application('read'), signal)
  await withEpoch(to, migration, lease, async () => {
    await to.query('DELETE FROM causeway.progress WHERE migration = $1 AND stream = $2', [migration, stream])
  })
  await dropPublications(from, ends.publications, signal)
}

/** A slot cannot be made in a transaction that has locked a row, so the epoch is checked just before. */
async function makeSlot(from: SqlClient, ends: StreamEnds, lease: Lease, signal: AbortSignal): Promise<void> {
  await requireEpoch(from, ends.progress.migration, lease)
  await createSlot(from, ends.slot, signal)
}

async function recordStart(from: SqlClient, to: SqlClient, ends: StreamEnds, lease: Lease, signal: AbortSignal) {
  const slot = await readSlot(from, ends.slot, signal)
  if (slot === null) throw slotLost(from.side, ends.slot, 'is gone')
  const { migration, stream } = ends.progress
  await withEpoch(to, migration, lease, async () => {
    await to.query(
      `INSERT INTO causeway.progress (migration, stream, position, epoch) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
      [migration, stream, formatLsn(slot.confirmed), lease.epoch],
    )
  })
}
