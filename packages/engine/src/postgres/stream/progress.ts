import type { Direction, Lease } from '@causeway/core'
import type { SqlClient } from '../connect.ts'
import { formatLsn, parseLsn, type Lsn } from '../position.ts'

/** Which row of `causeway.progress`, on the side applied to. */
export interface ProgressKey {
  readonly migration: string
  readonly stream: Direction
}

/** How far the other side's log has been applied here; `null` before the stream was created. */
export async function readProgress(
  to: SqlClient,
  { migration, stream }: ProgressKey,
  signal: AbortSignal,
): Promise<Lsn | null> {
  const rows = await to.query<{ position: string }>(
    'SELECT position::text FROM causeway.progress WHERE migration = $1 AND stream = $2',
    [migration, stream],
    { signal },
  )
  const [row] = rows
  return row === undefined ? null : parseLsn(row.position)
}

/**
 * Moves the progress on; the first statement of every transaction of the stream, which marks it as ours for the stream
 * of the other direction.
 *
 * Compares before it sets: no row is changed when another process has moved it, or when the epoch is over. That and the
 * lock on the row make a share lock on the control row unnecessary, so that a long transaction does not block a fence.
 */
export const MOVE_PROGRESS = `
  UPDATE causeway.progress SET position = $1::pg_lsn, epoch = $2::bigint, applied_at = clock_timestamp()
  WHERE migration = $3 AND stream = $4 AND position = $5::pg_lsn AND epoch <= $2::bigint
    AND EXISTS (SELECT FROM causeway.control WHERE migration = $3 AND epoch = $2::bigint)`

export function moveParameters(key: ProgressKey, lease: Pick<Lease, 'epoch'>, from: Lsn, to: Lsn): readonly string[] {
  return [formatLsn(to), String(lease.epoch), key.migration, key.stream, formatLsn(from)]
}
