import type { GateName, GateResult } from '../gates/gate.ts'
import type { MigrationState } from '../phases/state.ts'

/**
 * The durable memory of the controller: state, events, steps, gate evaluations. One process writes at a time; others read.
 *
 * Guarantees: what a call has returned is on disk; a call that throws has changed nothing. Every `unknown` is data as
 * JSON holds it; a value with a secret, a function or a cycle in it is refused (`CW-1025`). Positions of copy and apply are
 * not kept here but in the target database, with the data.
 */
export interface StateReader extends AsyncDisposable {
  state(): Promise<VersionedState>

  /** In order, after `afterSeq` (0 for all), at most `limit`. */
  events(afterSeq: number, limit: number): Promise<readonly StoredEvent[]>

  /** Oldest first; all of them, or of one gate. */
  gates(gate?: GateName): Promise<readonly StoredGate[]>

  /** Steps of one run in order. */
  steps(run: string): Promise<readonly StoredStep[]>

  /** Whether the chain of events is whole, up to the head noted in the state row. */
  verifyChain(): Promise<ChainCheck>
}

export interface StateStore extends StateReader {
  /**
   * Sets the state and appends the event that led to it, together, if the state still has `version`.
   * @throws CW-1023 when it has not
   */
  change(version: number, state: MigrationState, event: NewEvent): Promise<VersionedState>

  append(event: NewEvent): Promise<StoredEvent>

  /**
   * Records the intent, runs `action`, records its result. Once recorded as done, a later call returns the record and
   * does not run `action`. A step that was begun and not recorded runs again: `action` first looks at the world.
   * `undefined` is recorded as `null`.
   * @throws CW-1024 when `seq` of this run is known under another name
   */
  step<T>(key: StepKey, payload: unknown, action: () => Promise<T>): Promise<T>

  recordGate(result: GateResult, evidence: unknown): Promise<void>
}

export interface VersionedState {
  readonly version: number
  readonly state: MigrationState
}

export interface NewEvent {
  readonly code: string
  readonly data: unknown
}

export interface StoredEvent extends NewEvent {
  readonly seq: number
  /** ISO 8601. */
  readonly time: string
  /** SHA-256 over the previous hash, seq, time, code and data, in hexadecimal. */
  readonly hash: string
}

export interface StepKey {
  /** One execution of a plan, e.g. `prepare` or `cutover-1`. */
  readonly run: string
  readonly seq: number
  readonly name: string
}

export interface StoredStep extends StepKey {
  readonly status: 'started' | 'done' | 'failed'
  readonly payload: unknown
  readonly result: unknown
  readonly startedAt: string
  readonly finishedAt: string | null
}

export interface StoredGate extends GateResult {
  readonly evaluatedAt: string
  readonly evidence: unknown
}

export interface ChainCheck {
  readonly ok: boolean
  readonly events: number
  /** The first event that does not fit, and how; `null` when all do. */
  readonly brokenAt: { readonly seq: number; readonly reason: string } | null
}
