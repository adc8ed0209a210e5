import type { ResolvedGates, ResolvedSpec } from '@causeway/spec'
import type { GateName } from './gate.ts'

/** A measurement and its wall time in milliseconds since 1970. */
export type Measured<T> = T & { readonly atMs: number }

/** What each gate looks at. `null` as a whole, or in a field, means not known, and is then inconclusive. */
export interface GateEvidence {
  readonly 'lag-to-shift': Measured<{ readonly lagMs: number | null }>
  readonly 'lag-to-cutover': Measured<{ readonly lagMs: number | null }>
  /** Oldest first, without gaps longer than `freshMs`. */
  readonly 'lag-stable': readonly Measured<{ readonly lagMs: number | null }>[]
  readonly 'marker-round-trip': Measured<{ readonly roundTripMs: number | null }>
  /** `atMs` is when the verification ended. */
  readonly verification: Measured<{ readonly mismatches: number | null }>
  readonly 'green-error-rate': Measured<{ readonly green: Requests | null; readonly blue: Requests | null }>
  readonly 'green-p99': Measured<{
    readonly green: Latency | null
    /** Measured beside green; once blue serves nothing, its last measurement of at least `minRequests`. */
    readonly blue: Latency | null
    /** Statements per request × round trip, where green is farther from the database than blue; else 0. */
    readonly predictedRoundTripMs: number | null
  }>
  readonly 'measured-weight': Measured<{
    readonly configured: number | null
    /** Given to the tier: counted by its answers, a slower tier would seem to get fewer. */
    readonly greenSent: number | null
    readonly blueSent: number | null
  }>
  /** `secondsToFull` is `Infinity` when the retained log does not grow. */
  readonly retention: Measured<{
    readonly retainedBytes: number | null
    readonly freeBytes: number | null
    readonly secondsToFull: number | null
  }>
  readonly 'oldest-transaction': Measured<{ readonly oldestTransactionMs: number | null }>
  readonly 'prepared-transactions': Measured<{ readonly preparedTransactions: readonly string[] | null }>
  readonly 'schema-fingerprint': Measured<{ readonly source: Compared; readonly target: Compared }>
  readonly 'reverse-heartbeat': Measured<{ readonly lagMs: number | null }>
  readonly window: Measured<{
    /** `none`: the declaration sets no window. */
    readonly window: { readonly opensAtMs: number; readonly closesAtMs: number } | 'none' | null
    readonly worstCaseMs: number | null
    readonly rollbackMs: number | null
  }>
  readonly identity: Measured<{ readonly source: Compared; readonly target: Compared }>
}

export interface Requests {
  readonly requests: number
  readonly errors: number
}

export interface Latency {
  readonly requests: number
  readonly p99Ms: number
}

/** What `prepare` recorded against what is there now. */
export interface Compared {
  readonly recorded: string | null
  readonly measured: string | null
}

export interface GateThresholds extends ResolvedGates {
  /** How old a verification may be. */
  readonly verificationMaxAgeMs: number
  /** How old any other measurement may be. */
  readonly freshMs: number
  /** At least this long must pass before the retained log fills the disk. */
  readonly minSecondsToFull: number
}

/** Evidence of a gate, or `null` when there is none. */
export type EvidenceOf<G extends GateName> = GateEvidence[G] | null

const MIN_FRESH_MS = 5_000
const HEARTBEATS_FRESH = 5
const FOUR_HOURS_S = 4 * 3_600

export function gateThresholds(spec: Pick<ResolvedSpec, 'gates' | 'verification' | 'replication'>): GateThresholds {
  return {
    ...spec.gates,
    verificationMaxAgeMs: spec.verification.maxAgeMs,
    freshMs: Math.max(MIN_FRESH_MS, HEARTBEATS_FRESH * spec.replication.heartbeatMs),
    minSecondsToFull: FOUR_HOURS_S,
  }
}
