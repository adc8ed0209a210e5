import { faultPoint } from '../faults.ts'
import type { PhaseHandler } from './run.ts'
import { changeWeight } from './shift.ts'
import { stopWatchingSchema } from './schema-watch.ts'
import { keepCarrying, stopCarrying } from './streams.ts'

/** Removes what Causeway made on both sides. The source stays closed: it is the past, and a write there would be lost. */
export const committed: PhaseHandler = async (run, signal) => {
  await stopCarrying(run, 'reverse')
  await stopWatchingSchema(run)
  faultPoint('commit.before-clean-up')
  await run.engine.cleanUp(run.lease, 'source', signal)
  faultPoint('commit.after-clean-up')
  run.order?.done({ phase: 'committed' })
  return { event: 'stop' }
}

/** The source is the authority again; the weight follows, and the target is carried on from there. */
export const rolledBack: PhaseHandler = async (run, signal) => {
  keepCarrying(run, 'forward')
  if (run.record.state.weight > 0) {
    await changeWeight(run, 0, 'rolled back', signal)
    await run.record.apply('weight-aborted')
  }
  if (run.exitWhenBlocked) return { event: 'stop' }
  await run.record.tell('waiting-for', { what: 'what comes next', command: 'causeway resume, or causeway clean-up' })
  const order = await run.inbox.next(['resume'], signal)
  order.done({ phase: 'replicate' })
  return { event: 'restart-forward' }
}
