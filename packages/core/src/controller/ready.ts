import { CausewayError } from '../errors/causeway-error.ts'
import { GUARDS, requirePassed } from '../gates/guards.ts'
import { HANDOVER_STEPS, stepDeadlineMs } from '../phases/handover-steps.ts'
import { evaluateGates, passGates } from './gatekeeper.ts'
import type { Command } from './inbox.ts'
import type { PhaseHandler, Run } from './run.ts'
import { watchSchema } from './schema-watch.ts'
import { keepCarrying } from './streams.ts'
import { verifyOnce, watchedAndVerified } from './verification.ts'

const READINESS = GUARDS['cutover-started']

/** The way back runs and is proven; the cut-over may wait here for as long as it is wanted. */
export const ready: PhaseHandler = async (run, signal) => {
  keepCarrying(run, 'forward')
  await watchSchema(run, signal)
  if (!(await watchedAndVerified(run, signal))) return { event: 'mismatch-found' }
  await run.engine.refresh('forward', run.lease, signal)
  await passGates(run, ['reverse-heartbeat', 'lag-to-cutover'], signal)
  if (run.spec.cutover.approval === 'automatic') {
    await passGates(run, READINESS, signal)
    return { event: 'cutover-started' }
  }
  if (run.exitWhenBlocked)
    throw new CausewayError('CW-0303', 'the cut-over waits for a person: causeway cutover --execute')
  await run.record.tell('waiting-for', { what: 'the order to cut over', command: 'causeway cutover --execute' })
  for (;;) {
    const order = await run.inbox.next(['cutover', 'rehearse', 'dry-run', 'verify'], signal)
    try {
      const answer = await obey(run, order, signal)
      if (answer === 'cut over') return { event: 'cutover-started', order }
      if (answer === 'mismatch') {
        order.failed(new CausewayError('CW-0501', run.record.state.attribute?.reason ?? 'rows differ'))
        return { event: 'mismatch-found' }
      }
      order.done(answer)
    } catch (error) {
      order.failed(error)
      signal.throwIfAborted()
    }
  }
}

async function obey(run: Run, order: Command, signal: AbortSignal): Promise<unknown> {
  switch (order.name) {
    case 'verify':
      return (await verifyOnce(run, 'forward', signal)) ? run.record.state.verification : 'mismatch'
    case 'dry-run':
      return { steps: plannedSteps(run), gates: await evaluateGates(run, READINESS, signal) }
    case 'rehearse':
      return await rehearse(run, signal)
    default: {
      requirePassed(READINESS, await evaluateGates(run, READINESS, signal))
      return 'cut over'
    }
  }
}

/** Steps 1 to 4 without shutting anybody out: the rights of the fence, and a barrier that arrives. */
async function rehearse(run: Run, signal: AbortSignal): Promise<unknown> {
  const gates = await evaluateGates(run, READINESS, signal)
  requirePassed(READINESS, gates)
  const began = run.clock.monotonicMs()
  await run.engine.source.rehearseFence(run.lease, signal)
  const fenceMs = run.clock.monotonicMs() - began
  const marker = await run.engine.source.mark('round-trip', run.lease, signal)
  const { roundTripMs } = await run.engine.stream('forward').awaitMarker(marker, signal)
  return { fenceMs, barrierMs: roundTripMs, pendingVerification: run.engine.pendingVerification('forward'), gates }
}

function plannedSteps(run: Run): unknown {
  const budgetMs = run.spec.cutover.pauseBudgetMs
  return HANDOVER_STEPS.map((step) => ({
    step: step.name,
    stage: step.stage,
    deadlineMs: step.stage === 'pause' ? stepDeadlineMs(step.name, budgetMs) : null,
  }))
}
