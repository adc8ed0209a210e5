import { CausewayError } from '../errors/causeway-error.ts'
import { GUARDS, requirePassed } from '../gates/guards.ts'
import { mapLimit } from '../limit.ts'
import { evaluateGates } from './gatekeeper.ts'
import type { Command } from './inbox.ts'
import type { PhaseHandler, PhaseOutcome, Run } from './run.ts'
import { takeSteps } from './shift.ts'
import { forgetSchema, watchSchema } from './schema-watch.ts'
import { keepCarrying, keepVerified } from './streams.ts'
import { verifyOnce } from './verification.ts'

const ENDS_BY = 'causeway commit, or causeway rollback'

/** The target is the authority and the source is kept current, so that going back loses nothing. Ends by an order only. */
export const hold: PhaseHandler = async (run, signal) => {
  if (run.record.state.attribute !== null) return await heldUp(run, signal)
  keepCarrying(run, 'reverse')
  keepVerified(run, 'reverse')
  await watchSchema(run, signal)
  for (;;) {
    const order = await shiftUntilOrdered(run, signal)
    try {
      const outcome = await obey(run, order, signal)
      if (outcome !== null) return outcome
    } catch (error) {
      order.failed(error)
      signal.throwIfAborted()
      // A verification that found differences has frozen the migration.
      if (run.record.state.attribute !== null) return { event: 'applied' }
    }
  }
}

/** Paused or frozen: nothing goes forward, and the way back stays open. */
async function heldUp(run: Run, signal: AbortSignal): Promise<PhaseOutcome> {
  for (;;) {
    const order = await run.inbox.next(['resume', 'rollback'], signal)
    try {
      if (order.name === 'rollback') return await goBack(run, order, signal)
      await forgetSchema(run)
      await run.record.resume()
      order.done({ phase: run.record.state.phase })
      return { event: 'applied' }
    } catch (error) {
      order.failed(error)
      signal.throwIfAborted()
    }
  }
}

async function goBack(run: Run, order: Command, signal: AbortSignal): Promise<PhaseOutcome> {
  const gates = GUARDS['rollback-started']
  requirePassed(gates, await evaluateGates(run, gates, signal))
  await run.engine.refresh('reverse', run.lease, signal)
  return { event: 'rollback-started', order }
}

/** Takes the steps that are left, and waits for an order all the while: the way back must not wait for a bake. */
async function shiftUntilOrdered(run: Run, signal: AbortSignal): Promise<Command> {
  const ordered = new AbortController()
  const orders: Command[] = []
  const shiftAndWait = async (stop: AbortSignal) => {
    const passed = Math.min(run.record.state.weight, run.spec.cutover.atWeight)
    const steps = run.spec.traffic.steps.filter((step) => step > passed)
    // There is no verification yet that speaks of this direction, and none is needed: the clients write here already.
    await takeSteps(run, steps, ['lag-to-shift'], stop)
    if (run.exitWhenBlocked) throw new CausewayError('CW-0303', `the migration is held: ${ENDS_BY}`)
    await run.record.tell('waiting-for', { what: 'the end of the hold', command: ENDS_BY })
  }
  const work = [
    async (stop: AbortSignal) => {
      const stopped = AbortSignal.any([stop, ordered.signal])
      await shiftAndWait(stopped).catch((error: unknown) => {
        if (!ordered.signal.aborted) throw error
      })
    },
    async (stop: AbortSignal) => {
      orders.push(await run.inbox.next(['rollback', 'commit', 'verify'], stop))
      ordered.abort()
    },
  ]
  try {
    await mapLimit(work, work.length, signal, async (part, stop) => await part(stop))
  } catch (error) {
    for (const order of orders) order.failed(error)
    throw error
  }
  const [order] = orders
  if (order === undefined) throw new CausewayError('CW-0101', 'the hold ended without an order')
  return order
}

async function obey(run: Run, order: Command, signal: AbortSignal): Promise<PhaseOutcome | null> {
  if (order.name === 'rollback') return await goBack(run, order, signal)
  const { weight } = run.record.state
  if (order.name === 'commit' && run.traffic !== null && weight < 100) {
    throw new CausewayError('CW-0305', `green serves ${weight} %: commit when it serves all, or go back`)
  }
  const equal = await verifyOnce(run, 'reverse', signal)
  if (!equal) throw new CausewayError('CW-0501', run.record.state.attribute?.reason ?? 'rows differ')
  if (order.name === 'commit') requirePassed(GUARDS.committed, await evaluateGates(run, GUARDS.committed, signal))
  if (order.name === 'commit') return { event: 'committed', order }
  order.done(run.record.state.verification)
  return null
}
