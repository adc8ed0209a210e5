import type { Lease } from './lease.ts'

export type Side = 'source' | 'target'

/** One of the two databases, seen by the hand-over. The same operations on both, so that rollback is the mirror image. */
export interface Database {
  readonly side: Side

  identity(signal: AbortSignal): Promise<ServerIdentity>

  /**
   * Refuses every client but Causeway, ends the sessions of all others and returns when none is left and no prepared
   * transaction is open. Idempotent. The access rights found are kept in the control row for `unfence`.
   *
   * With a hand-over, only while it is open and undecided: a fence that arrives late, after the hand-over was undone, must
   * not close a database that clients write to. @throws CW-0407 it is not
   */
  fence(handover: HandoverId | null, lease: Lease, signal: AbortSignal): Promise<FenceEvidence>

  /**
   * Puts back exactly the rights that `fence` found. Idempotent. With a hand-over, only if no later one has been opened
   * here: what arrives late does nothing.
   */
  unfence(handover: HandoverId | null, lease: Lease, signal: AbortSignal): Promise<void>

  isFenced(signal: AbortSignal): Promise<boolean>

  /** Tries to get in as each declared application and asks the server about every other role: all must be refused. */
  probeFence(signal: AbortSignal): Promise<FenceProbe>

  /** Fences and unfences a role of our own only, so that the rights needed are proven before they are needed. */
  rehearseFence(lease: Lease, signal: AbortSignal): Promise<void>

  /** Commits a marker row that the stream leaving this database will carry. */
  mark(purpose: MarkerPurpose, lease: Lease, signal: AbortSignal): Promise<Marker>

  /** Every sequence here becomes at least `max(value on the other side, max(key)) + headroom`. */
  advanceSequences(from: Database, headroom: number, lease: Lease, signal: AbortSignal): Promise<number>

  readControl(signal: AbortSignal): Promise<ControlRow>

  /** Opens a new hand-over in the control row: decision empty. Refused while another is undecided. */
  openHandover(handover: HandoverId, lease: Lease, signal: AbortSignal): Promise<void>

  /**
   * The single commit point: compare-and-set of the decision, by hand-over and epoch.
   * @returns the decision that stands, ours or the one that was there before.
   */
  decide(handover: HandoverId, decision: Decision, lease: Lease, signal: AbortSignal): Promise<Decision>

  /** Sessions of others, prepared transactions and transactions older than a moment: what a fence would have to wait for. */
  activity(signal: AbortSignal): Promise<Activity>

  /**
   * A digest of the tables and columns in scope, quick enough for the pause: another one when one of them came, went or
   * was altered, not when a table was emptied or rewritten.
   */
  tablesDigest(signal: AbortSignal): Promise<string>

  /** Log kept for our slot against the room there is; `null` parts are not known. */
  retention(signal: AbortSignal): Promise<Retention>
}

export interface ServerIdentity {
  readonly systemIdentifier: string
  readonly timeline: number
  readonly database: string
  readonly version: string
}

export interface FenceEvidence {
  readonly rolesRefused: readonly string[]
  readonly sessionsEnded: number
  readonly durationMs: number
}

export interface FenceProbe {
  readonly refused: readonly string[]
  /** Roles that can still get in (superusers); each is a risk the witness covers. */
  readonly notRefused: readonly string[]
  /** Declared applications among them: no fence for those it is raised against. */
  readonly applications: readonly string[]
}

export type MarkerPurpose = 'barrier' | 'close' | 'round-trip'

export interface Marker {
  readonly id: string
  readonly purpose: MarkerPurpose
}

/** `cutover-1`, `rollback-2`, …: counted over the life of the migration. */
export interface HandoverId {
  readonly number: number
  readonly kind: 'cutover' | 'rollback'
}

export type Decision = 'COMMIT' | 'ABORT'

export interface ControlRow {
  readonly epoch: number
  readonly holder: string
  readonly fenced: boolean
  readonly handover: (HandoverId & { readonly decision: Decision | null }) | null
}

export interface Activity {
  readonly sessions: number
  /** Their identifiers. */
  readonly preparedTransactions: readonly string[]
  readonly oldestTransactionMs: number
}

export interface Retention {
  readonly retainedBytes: number
  readonly freeBytes: number | null
  readonly secondsToFull: number | null
}
