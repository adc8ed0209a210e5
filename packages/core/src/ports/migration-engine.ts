import type { Database, Side } from './database.ts'
import type { ReplicationStream } from './replication-stream.ts'
import type { Finding } from './finding.ts'
import type { Lease, LeaseRequest } from './lease.ts'

/** Which way data flows: `forward` is source → target, `reverse` is target → source. */
export type Direction = 'forward' | 'reverse'

/**
 * Moves one database. Knows nothing of phases, gates or traffic; the controller decides, the engine does.
 *
 * Guarantees of every method: it may be called again after a crash at any point and ends in the same state; every
 * effect on a database carries the lease's epoch in its transaction, so that a stale controller has no effect
 * (`CW-0801`); on `signal` it stops at the next safe point, leaves nothing half done, and throws the abort reason.
 */
export interface MigrationEngine extends AsyncDisposable {
  readonly source: Database
  readonly target: Database

  /** Looks at both sides and changes nothing; reports everything it finds at once. */
  preflight(signal: AbortSignal): Promise<readonly Finding[]>

  /** Control rows on both sides; raises the epoch; ends the previous holder's sessions when `takeOver`. @throws CW-0802 held by another */
  acquireLease(request: LeaseRequest, signal: AbortSignal): Promise<Lease>

  /** Schema on the target without secondary indexes, foreign keys, triggers; the target fenced; capture configured (publication, slot). */
  prepare(lease: Lease, signal: AbortSignal): Promise<PrepareResult>

  /** Copies every table not yet landed, then builds what was deferred. Yields no rows through the caller: progress only. */
  fullLoad(lease: Lease, report: (progress: LoadProgress) => void, signal: AbortSignal): Promise<LoadSummary>

  /**
   * To be called once the stream has passed the end of the load: validates what could not be validated before.
   * @returns what still differs between the two schemas; empty is good
   */
  finishLoad(lease: Lease, signal: AbortSignal): Promise<readonly string[]>

  /**
   * Brings up to date what no stream carries: large objects and, forward, materialized views. To be called before the
   * pause, so that little is left for it; `verifyChanged` brings over the large objects changed since.
   */
  refresh(direction: Direction, lease: Lease, signal: AbortSignal): Promise<void>

  /** The stream of one direction; the same object for the life of the engine. */
  stream(direction: Direction): ReplicationStream

  /** Compares both sides table by table while data moves; differences in motion are checked again before they count. */
  verify(
    direction: Direction,
    lease: Lease,
    report: (progress: VerifyProgress) => void,
    signal: AbortSignal,
  ): Promise<VerificationResult>

  /**
   * Compares, after the stream has passed the last change, exactly the rows changed since their last verification.
   * Both sides must be still (fenced and drained).
   */
  verifyChanged(direction: Direction, lease: Lease, signal: AbortSignal): Promise<VerificationResult>

  /** Checks rows changed since their last verification until `signal`; keeps what `verifyChanged` must do small. */
  keepVerifying(direction: Direction, lease: Lease, signal: AbortSignal): Promise<void>

  /** How many changed rows still wait for verification. */
  pendingVerification(direction: Direction): number

  /** A digest of both schemas in scope; a change means DDL. */
  schemaFingerprint(side: Side, signal: AbortSignal): Promise<string>

  /** How the two schemas differ now, in words that name the object; `pre-data` is what must be there before data comes. Empty is good. */
  schemaDifferences(stage: 'pre-data' | 'complete', signal: AbortSignal): Promise<readonly string[]>

  /** Makes on the other side what came on the side changes come from and concerns no data: indexes. @returns their names */
  carryIndexes(direction: Direction, lease: Lease, signal: AbortSignal): Promise<readonly string[]>

  /**
   * Removes everything Causeway made on both sides: slots, publications, fences, control schema. The data stays. The
   * side that is the past `staysClosed`: its fence is not taken away.
   */
  cleanUp(lease: Lease, staysClosed: Side | null, signal: AbortSignal): Promise<void>
}

export interface PrepareResult {
  readonly tables: number
  readonly fingerprint: { readonly source: string; readonly target: string }
  /** What differs between the two catalogs although it should not; empty is good. */
  readonly differences: readonly string[]
}

export type TableState = 'waiting' | 'copying' | 'copied' | 'indexing' | 'ready'

export interface TableProgress {
  /** Quoted where needed, schema-qualified. */
  readonly table: string
  readonly state: TableState
  readonly copiedBytes: number
  /** From the source's relation size; an estimate. */
  readonly totalBytes: number
  readonly copiedRows: number
}

export interface LoadProgress {
  readonly tables: readonly TableProgress[]
  readonly copiedBytes: number
  readonly totalBytes: number
  readonly bytesPerSecond: number
  /** `null` before 1 % is done. */
  readonly etaSeconds: number | null
}

export interface LoadSummary {
  readonly tables: number
  readonly rows: number
  readonly bytes: number
  readonly durationMs: number
}

export interface VerifyProgress {
  readonly table: string
  readonly checkedRows: number
  readonly tablesDone: number
  readonly tables: number
}

export interface VerificationResult {
  readonly tables: readonly TableVerification[]
  /** At most 100, so that evidence stays readable; `mismatchCount` counts all. */
  readonly mismatches: readonly Mismatch[]
  readonly mismatchCount: number
  /** Rows that changed during every attempt; they wait for `verifyChanged`. */
  readonly inMotion: number
  /** The source position up to which the result holds. */
  readonly position: string
  /** ISO 8601. */
  readonly finishedAt: string
  readonly durationMs: number
}

export interface TableVerification {
  readonly table: string
  readonly rows: number
  readonly mismatches: number
  readonly method: 'typed-hash' | 'text-hash'
}

export interface Mismatch {
  readonly table: string
  /** `column=value` of the key columns only. */
  readonly key: string
  /** Columns that differ; values are never shown. */
  readonly columns: readonly string[]
  readonly kind: 'differs' | 'missing-on-target' | 'missing-on-source'
}
