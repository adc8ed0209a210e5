import type { ErrorCode } from '../errors/registry.ts'
import type { HandoverId, ServerIdentity } from '../ports/database.ts'
import type { Direction } from '../ports/migration-engine.ts'
import type { Authority, Phase } from './phase.ts'
import { TRANSITIONS, type PhaseEvent } from './transitions.ts'

/** Everything the controller must know after a restart that is not in the databases. Immutable. */
export interface MigrationState {
  readonly phase: Phase
  /** The share of requests green should serve, 0 to 100. */
  readonly weight: number
  readonly attribute: Attribute | null
  /** Hand-overs begun so far; the next one gets this number plus one. Never goes down. */
  readonly handovers: number
  /** The hand-over in course; `null` when none is. */
  readonly handover: RunningHandover | null
  /** What `prepare` found; a difference later stops the migration (I10). */
  readonly recorded: { readonly source: RecordedSide; readonly target: RecordedSide } | null
  /** The verification that still holds; `null` when none does. */
  readonly verification: VerificationEvidence | null
}

/** `paused`: authority is nowhere, undecided or not yet open. `following`: decided and open, clients are being moved. */
export interface RunningHandover extends HandoverId {
  readonly stage: 'paused' | 'following'
}

export interface RecordedSide {
  readonly identity: ServerIdentity
  readonly fingerprint: string
}

export interface VerificationEvidence {
  readonly mismatches: number
  /** ISO 8601. */
  readonly finishedAt: string
}

/** Something that holds of any phase. `frozen` needs a person; the others pass by themselves or by `resume`. */
export interface Attribute {
  readonly kind: 'paused' | 'throttled' | 'stalled' | 'frozen'
  readonly reason: string
  /** The error behind it, where there is one. */
  readonly code: ErrorCode | null
}

export type Advance = { readonly state: MigrationState } | { readonly refuse: string }

export const INITIAL_STATE: MigrationState = {
  phase: 'draft',
  weight: 0,
  attribute: null,
  handovers: 0,
  handover: null,
  recorded: null,
  verification: null,
}

/**
 * Which database may accept client writes, derived from the whole state; there is no second copy of it. `NONE` from
 * before the fence goes up until after the other side (or, on abort, the same side) is open again.
 */
export function authorityOf(state: MigrationState): Authority {
  if (state.handover?.stage === 'paused') return 'NONE'
  return state.phase === 'hold' || state.phase === 'committed' ? 'TARGET' : 'SOURCE'
}

/** The stream that leaves the authority and carries what clients write; the other one leaves a closed database. */
export function carryingDirection(state: MigrationState): Direction {
  return state.phase === 'hold' || state.phase === 'committed' ? 'reverse' : 'forward'
}

/** The one way from a state to the next: table, then what depends on more than the phase, then what the event changes. */
export function advance(state: MigrationState, event: PhaseEvent): Advance {
  const cell = TRANSITIONS[state.phase][event]
  if ('refuse' in cell) return cell
  const reason = guard(state, event)
  if (reason !== null) return { refuse: reason }
  return { state: { ...state, phase: cell.to, ...changes(state, event) } }
}

/** The weight in force. Rises in `shift` and `hold` only, falls in any phase, and never moves during a hand-over. */
export function withWeight(state: MigrationState, weight: number): Advance {
  if (!Number.isInteger(weight) || weight < 0 || weight > 100) {
    return { refuse: `weight ${weight} is not a whole number from 0 to 100` }
  }
  if (state.handover !== null)
    return { refuse: 'a hand-over is running: weight and authority never move together; wait' }
  if (weight > state.weight) {
    if (state.phase !== 'shift' && state.phase !== 'hold') {
      return { refuse: `in \`${state.phase}\` the weight can only go down: it rises in \`shift\` and \`hold\`` }
    }
    if (state.attribute?.kind === 'frozen') return { refuse: frozen(state.attribute) }
  }
  return { state: { ...state, weight } }
}

/** A frozen state stays frozen until it is cleared; any other attribute gives way to a new one. */
export function withAttribute(state: MigrationState, attribute: Attribute): MigrationState {
  return state.attribute?.kind === 'frozen' && attribute.kind !== 'frozen' ? state : { ...state, attribute }
}

/** Takes away an attribute of this kind and leaves any other. */
export function withoutAttribute(state: MigrationState, kind: Attribute['kind']): MigrationState {
  return state.attribute?.kind === kind ? { ...state, attribute: null } : state
}

/** A frozen migration may still end its hand-over and go back; it does not go forward. */
const ALLOWED_WHILE_FROZEN: ReadonlySet<PhaseEvent> = new Set([
  'mismatch-found',
  'weight-aborted',
  'cutover-aborted',
  'cutover-committed',
  'rollback-started',
  'rollback-aborted',
  'rollback-committed',
  'handover-finished',
  'cleaned-up',
])

function guard(state: MigrationState, event: PhaseEvent): string | null {
  const running = state.handover
  const endsRollback = event === 'rollback-aborted' || event === 'rollback-committed'
  const endsPause = endsRollback || event === 'cutover-aborted' || event === 'cutover-committed'
  if (running?.stage === 'paused' && !endsPause)
    return 'a hand-over is running: it ends by itself within its pause budget; wait'
  if (running?.stage === 'following' && event !== 'handover-finished') {
    return 'the last hand-over is decided and its clients are still being moved: wait until it is finished'
  }
  if (endsRollback && running === null) return 'no rollback is running: start one with `causeway rollback`'
  if (event === 'handover-finished' && running === null) return 'no hand-over is being finished: nothing to do'
  if (state.attribute?.kind === 'frozen' && !ALLOWED_WHILE_FROZEN.has(event)) return frozen(state.attribute)
  if (event === 'prepared' && state.recorded === null)
    return 'identity and schema of both servers must be recorded first'
  return evidenceGuard(state, event) ?? weightGuard(state, event)
}

function evidenceGuard(state: MigrationState, event: PhaseEvent): string | null {
  if (event !== 'verified' && event !== 'cutover-started' && event !== 'committed') return null
  if (state.verification === null) return 'there is no verification that still holds: run `causeway verify`'
  const { mismatches } = state.verification
  return mismatches === 0
    ? null
    : `the verification found mismatches in ${mismatches} rows: repair them and verify again`
}

function weightGuard(state: MigrationState, event: PhaseEvent): string | null {
  if (event !== 'cleaned-up' && event !== 'restart-forward') return null
  return state.weight === 0
    ? null
    : `green serves ${state.weight} %: take the weight back first with \`causeway traffic abort\``
}

function frozen(attribute: Attribute): string {
  return `the migration is frozen (${attribute.reason}): remove the cause, then resume`
}

function changes(state: MigrationState, event: PhaseEvent): Partial<MigrationState> {
  switch (event) {
    case 'cutover-started':
    case 'rollback-started': {
      const number = state.handovers + 1
      const kind = event === 'cutover-started' ? 'cutover' : 'rollback'
      return { handovers: number, handover: { number, kind, stage: 'paused' } }
    }
    case 'cutover-committed':
      // The evidence spoke of the direction that has just ended.
      return { verification: null, ...following(state) }
    case 'rollback-committed':
      // So did whatever held the migration there: the weight must follow.
      return { verification: null, attribute: null, ...following(state) }
    case 'cutover-aborted':
    case 'rollback-aborted':
    case 'handover-finished':
      return { handover: null }
    case 'mismatch-found':
    case 'mismatch-repaired':
    case 'restart-forward':
      return { verification: null }
    case 'cleaned-up':
      return { verification: null, recorded: null, attribute: null }
    case 'prepare-started':
    case 'prepared':
    case 'loaded':
    case 'caught-up':
    case 'verified':
    case 'step-passed':
    case 'weights-done':
    case 'weight-aborted':
    case 'committed':
      return {}
  }
}

function following({ handover }: MigrationState): Partial<MigrationState> {
  return handover === null ? {} : { handover: { ...handover, stage: 'following' } }
}
