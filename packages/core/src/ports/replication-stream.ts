import type { Marker } from './database.ts'
import type { Lease } from './lease.ts'

/**
 * Follows the log of one database and applies it to the other, exactly once: progress is committed with the data.
 *
 * Changes that Causeway itself applied (the other direction's work) are recognised by their progress row and dropped,
 * so that a stream that only watches a closed database is also the witness that nobody else writes to it.
 */
export interface ReplicationStream {
  /** Publication and slot, if they are not there yet. The slot's position is where the stream will begin. */
  create(lease: Lease, signal: AbortSignal): Promise<void>

  /**
   * Whether clients may write to the database this stream leaves. While they may not, it is the witness: a transaction of
   * anybody but Causeway fails `run` with `CW-1054` and is not applied. Expected until told otherwise.
   */
  expectClients(expected: boolean): void

  /** Runs until `signal`: reconnects, backs off. Fails with CW-10xx when a change cannot be applied. */
  run(lease: Lease, signal: AbortSignal): Promise<void>

  status(): StreamStatus

  /** Resolves once the marker has been committed on the other side. @throws at once what has frozen the stream */
  awaitMarker(marker: Marker, signal: AbortSignal): Promise<MarkerArrival>

  /** Drops slot and publication; the stream must not be running. Idempotent. */
  drop(lease: Lease, signal: AbortSignal): Promise<void>
}

export interface MarkerArrival {
  /** From commit on one side to commit on the other, on our clock. */
  readonly roundTripMs: number
  /** Client transactions seen by this stream so far; Causeway's own are not counted. */
  readonly clientTransactions: number
}

export interface StreamStatus {
  readonly state: 'stopped' | 'connecting' | 'streaming' | 'backing-off' | 'frozen'
  /** Why it backs off or is frozen. */
  readonly reason: string | null
  /** Opaque, comparable only by the engine. */
  readonly appliedPosition: string | null
  /** From a heartbeat's commit to its arrival on our clock, or the age of the oldest one still missing; `null` before the first. */
  readonly lagMs: number | null
  readonly backlogBytes: number
  readonly appliedTransactions: number
  readonly appliedRows: number
  readonly rowsPerSecond: number
  readonly clientTransactions: number
}
