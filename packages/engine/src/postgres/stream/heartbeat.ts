import type { Lease } from '@causeway/core'
import type { SqlClient } from '../connect.ts'
import { leaseLost } from '../control/epoch.ts'
import { parseLsn, type Lsn } from '../position.ts'

/** Milliseconds since 1970 that never jump within a process: the clock of heartbeats. */
export function ourClockMs(): number {
  return performance.timeOrigin + performance.now()
}

/** What one heartbeat tells about the server it was written to. */
export interface Beat {
  /** Add it to a time of the server to get a time of ours; right to half a round trip. */
  readonly clockOffsetMs: number
  readonly logEnd: Lsn
}

/** Commits one heartbeat: the time it is written, on our clock. @throws CW-0801 */
export async function writeBeat(
  from: SqlClient,
  migration: string,
  lease: Pick<Lease, 'epoch'>,
  signal?: AbortSignal,
): Promise<Beat> {
  const sentAt = ourClockMs()
  const rows = await from.query<{ server_ms: number; log_end: string }>(
    `INSERT INTO causeway.heartbeat (migration, beat)
     SELECT migration, $3::bigint FROM causeway.control WHERE migration = $1 AND epoch = $2
     ON CONFLICT (migration) DO UPDATE SET beat = excluded.beat
     RETURNING extract(epoch FROM clock_timestamp())::float8 * 1000 AS server_ms, pg_current_wal_insert_lsn()::text AS log_end`,
    [migration, lease.epoch, Math.round(sentAt)],
    signal === undefined ? {} : { signal },
  )
  const [row] = rows
  if (row === undefined) throw leaseLost(from.side, lease.epoch)
  return { clockOffsetMs: (sentAt + ourClockMs()) / 2 - row.server_ms, logEnd: parseLsn(row.log_end) }
}

const SERVER_EPOCH_MS = Date.UTC(2000, 0, 1)

/** A commit time of the stream on our clock. */
export function commitTimeMs(commitTimeUs: bigint, clockOffsetMs: number): number {
  return SERVER_EPOCH_MS + Number(commitTimeUs) / 1000 + clockOffsetMs
}
