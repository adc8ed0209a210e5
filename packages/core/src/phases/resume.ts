import type { ControlRow, HandoverId } from '../ports/database.ts'
import type { MigrationState } from './state.ts'

/** What a controller that has just taken the lease owes the hand-over it finds, and the state to go on from. */
export interface Resumption {
  /**
   * - `abort`: undecided, or decided ABORT and perhaps still fenced; run `ABORT_STEPS`, then the event `…-aborted`.
   * - `roll-forward`: decided COMMIT; run the steps of stage `forward` from the first, then the events not yet journaled.
   */
  readonly kind: 'nothing' | 'abort' | 'roll-forward'
  readonly handover: HandoverId | null
  /** The journal's state, brought up to what the control rows know. */
  readonly state: MigrationState
}

type Row = ControlRow['handover']

/**
 * Decides from the journal's state and the control rows of both sides; where they disagree the rows win (I7). Only the
 * holder of the newest epoch on both sides may ask, so that the rows cannot change underneath.
 */
export function resumption(state: MigrationState, source: Row, target: Row): Resumption {
  const row = newest(source, target)
  const running = state.handover
  // What the journal saw decided stays decided, also where a server has come back without its newest rows.
  if (running?.stage === 'following' && running.number >= (row?.number ?? 0))
    return owed('roll-forward', running, state)
  // Journaled but never opened on a database: nobody can decide it any more.
  if (running !== null && running.number > (row?.number ?? 0)) return owed('abort', running, state)
  if (row === null) return { kind: 'nothing', handover: null, state }
  const known = { ...state, handovers: Math.max(state.handovers, row.number) }
  const unfinished = running?.number === row.number || row.number > state.handovers
  if (!unfinished) return { kind: 'nothing', handover: null, state: known }
  return owed(row.decision === 'COMMIT' ? 'roll-forward' : 'abort', row, known)
}

function owed(kind: 'abort' | 'roll-forward', { number, kind: which }: HandoverId, state: MigrationState): Resumption {
  const handover = { number, kind: which }
  if (state.handover?.number === number) return { kind, handover, state }
  const phase = which === 'cutover' ? 'cutover' : 'hold'
  return { kind, handover, state: { ...state, phase, handover: { ...handover, stage: 'paused' } } }
}

function newest(source: Row, target: Row): Row {
  return (source?.number ?? 0) >= (target?.number ?? 0) ? source : target
}
