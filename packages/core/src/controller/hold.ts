import { CausewayError } from '../errors/causeway-error.ts'
import { GUARDS, requirePassed } from '../gates/guards.ts'
import { evaluateGates } from './gatekeeper.ts'
import type { Command } from './inbox.ts'
import type { PhaseHandler, PhaseOutcome, Run } from './run.ts'
import { takeSteps } from './shift.ts'
import { keepCarrying, keepVerified } from './streams.ts'
import { verifyOnce } from './verification.ts'

/** The target is the authority and the source is kept current, so that going back loses nothing. Ends by an order only. */
export const hold: PhaseHandler = async (run, signal) => {
  keepCarrying(run, 'reverse')
  keepVerified(run, 'reverse')
  await takeSteps(run, run.spec.traffic.steps, signal)
  if (run.exitWhenBlocked)
    throw new CausewayError('CW-0303', 'the migration is held: causeway commit, or causeway rollback')
  await run.record.tell('waiting-for', {
    what: 'the end of the hold',
    command: 'causeway commit, or causeway rollback',
  })
  for (;;) {
    const order = await run.inbox.next(['rollback', 'commit', 'verify'], signal)
    try {
      const outcome = await obey(run, order, signal)
      if (outcome !== null) return outcome
    } catch (error) {
      order.failed(error)
      signal.throwIfAborted()
    }
  }
}

async function obey(run: Run, order: Command, signal: AbortSignal): Promise<PhaseOutcome | null> {
  if (order.name === 'rollback') {
    const gates = GUARDS['rollback-started']
    requirePassed(gates, await evaluateGates(run, gates, signal))
    await run.engine.refresh('reverse', run.lease, signal)
    return { event: 'rollback-started', order }
  }
  const equal = await verifyOnce(run, 'reverse', signal)
  if (!equal) throw new CausewayError('CW-0501', run.record.state.attribute?.reason ?? 'rows differ')
  if (order.name === 'commit') requirePassed(GUARDS.committed, await evaluateGates(run, GUARDS.committed, signal))
  if (order.name === 'commit') return { event: 'committed', order }
  order.done(run.record.state.verification)
  return null
}
