import type { FaultPoint } from '../faults.ts'

/**
 * The hand-over of authority as data: its only order, run by the controller and by the model that checks it. Named as in
 * a cut-over; in a rollback every name is mirrored (`fence` is of the target, `reverse` is the forward stream, …).
 *
 * - `before`: authority has not moved and clients write; a failure changes nothing.
 * - `pause`: clients wait; a failure or a missed deadline runs `ABORT_STEPS`.
 * - `forward`: the decision is COMMIT; a failure is repeated until it succeeds. Every step here is idempotent.
 *
 * `share` is the part of the pause budget a step may use; the shares add up to 1. `fault` is passed once the step is done.
 */
export const HANDOVER_STEPS = [
  // The way back starts while the side to be opened is still closed: no client write there can be missed (I6).
  { name: 'arm-reverse', stage: 'before', share: 0, fault: 'handover.reverse-armed' },
  { name: 'open-handover', stage: 'before', share: 0, fault: 'handover.opened' },
  { name: 'hold-clients', stage: 'pause', share: 0.15, fault: 'handover.clients-held' },
  { name: 'fence', stage: 'pause', share: 0.2, fault: 'handover.fenced' },
  // After the drain: a transaction still open could commit behind an earlier marker.
  { name: 'barrier', stage: 'pause', share: 0.2, fault: 'handover.barrier-passed' },
  { name: 'verify-changed', stage: 'pause', share: 0.15, fault: 'handover.changed-verified' },
  { name: 'sequences', stage: 'pause', share: 0.05, fault: 'handover.sequences-advanced' },
  // A second marker, last before the decision: a client change between the two means that the fence leaks.
  { name: 'witness', stage: 'pause', share: 0.05, fault: 'handover.before-decision' },
  { name: 'decide', stage: 'pause', share: 0.05, fault: 'handover.after-decision' },
  { name: 'open', stage: 'forward', share: 0.05, fault: 'handover.target-open' },
  { name: 'follow', stage: 'forward', share: 0.05, fault: 'handover.clients-following' },
  { name: 'release', stage: 'forward', share: 0.05, fault: 'handover.clients-released' },
  { name: 'retire-forward', stage: 'forward', share: 0, fault: 'handover.stream-dropped' },
] as const satisfies readonly HandoverStepInfo[]

interface HandoverStepInfo {
  readonly name: string
  readonly stage: HandoverStage
  readonly share: number
  readonly fault: FaultPoint
}

export type HandoverStage = 'before' | 'pause' | 'forward'

export type HandoverStep = (typeof HANDOVER_STEPS)[number]
export type HandoverStepName = HandoverStep['name']

/** How an undecided hand-over ends: the compare-and-set first, so that nobody can commit once the fence comes down. */
export const ABORT_STEPS = ['decide-abort', 'unfence', 'release'] as const

export type AbortStepName = (typeof ABORT_STEPS)[number]

/**
 * When a step must have ended, in milliseconds after the pause began. Deadlines are cumulative: time that earlier steps
 * did not need is there for later ones, and the sum is never more than the budget.
 */
export function stepDeadlineMs(name: HandoverStepName, pauseBudgetMs: number): number {
  const last = HANDOVER_STEPS.findIndex((step) => step.name === name)
  const share = HANDOVER_STEPS.slice(0, last + 1).reduce((sum, step) => sum + step.share, 0)
  return Math.round(share * pauseBudgetMs)
}
