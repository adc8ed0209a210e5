import type { Phase } from '../phases/phase.ts'
import { draft, fullLoad, prepare, replicate, verify } from './before-traffic.ts'
import { committed, rolledBack } from './endings.ts'
import { hold } from './hold.ts'
import { ready } from './ready.ts'
import type { PhaseHandler } from './run.ts'
import { shift } from './shift.ts'

/** A hand-over in course is looked after before any phase (`perform-handover.ts`), and `cutover` is nothing but that. */
export const PHASE_HANDLERS: Readonly<Record<Exclude<Phase, 'cutover'>, PhaseHandler>> = {
  draft,
  prepare,
  'full-load': fullLoad,
  replicate,
  verify,
  shift,
  ready,
  hold,
  committed,
  'rolled-back': rolledBack,
}
