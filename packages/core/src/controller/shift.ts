import { CausewayError } from '../errors/causeway-error.ts'
import { faultPoint } from '../faults.ts'
import type { GateName } from '../gates/gate.ts'
import { evaluateGates, passGates } from './gatekeeper.ts'
import type { PhaseHandler, Run } from './run.ts'
import { watchSchema } from './schema-watch.ts'
import { keepCarrying } from './streams.ts'
import { watchedAndVerified } from './verification.ts'

const TRAFFIC_GATES: readonly GateName[] = ['green-error-rate', 'green-p99', 'measured-weight']

/** Of the bake time, before measuring begins. */
const WARM_UP_SHARE = 0.25

/** Raises the weight step by step up to where the cut-over is declared. Authority stays with the source. */
export const shift: PhaseHandler = async (run, signal) => {
  keepCarrying(run, 'forward')
  await watchSchema(run, signal)
  if (!(await watchedAndVerified(run, signal))) return { event: 'mismatch-found' }
  const steps = run.spec.traffic.steps.filter((step) => step <= run.spec.cutover.atWeight)
  await takeSteps(run, steps, ['lag-to-shift', 'verification'], signal)
  return { event: 'weights-done' }
}

/**
 * Takes every step from the present weight up: that one may have been interrupted before it was judged. A step whose
 * gates fail is taken back, and the migration waits for a person.
 */
export async function takeSteps(
  run: Run,
  steps: readonly number[],
  gates: readonly GateName[],
  signal: AbortSignal,
): Promise<void> {
  if (run.traffic === null) return
  for (const step of steps) {
    if (step < run.record.state.weight) continue
    if (step > run.record.state.weight) {
      await approve(run, step, signal)
      await passGates(run, gates, signal)
      await changeWeight(run, step, 'declared step', signal)
      faultPoint('shift.weight-set')
    }
    await bake(run, step, signal)
    await run.record.apply('step-passed')
  }
}

/** The router first: what the journal says was in effect. @throws CW-0304 when the weight may not change now */
export async function changeWeight(run: Run, weight: number, reason: string, signal: AbortSignal): Promise<void> {
  run.record.requireWeight(weight)
  run.traffic?.resetMeasurement()
  await run.traffic?.setWeight(weight, signal)
  await run.record.setWeight(weight, reason)
}

async function approve(run: Run, step: number, signal: AbortSignal): Promise<void> {
  if (!run.spec.traffic.approveSteps.includes(step)) return
  const command = `causeway traffic set ${step}`
  if (run.exitWhenBlocked) throw new CausewayError('CW-0303', `weight ${step} waits for approval: ${command}`)
  await run.record.tell('waiting-for', { what: `approval of weight ${step}`, command })
  for (;;) {
    const order = await run.inbox.next(['approve-weight'], signal)
    if (order.args['weight'] === step) return order.done({ weight: step })
    order.failed(new CausewayError('CW-0305', `the step to approve is ${step}: ${command}`))
  }
}

async function bake(run: Run, step: number, signal: AbortSignal): Promise<void> {
  if (run.traffic === null) return
  // Connections and caches of a tier that has just been given work are cold; that is not what is judged.
  await run.clock.sleep(run.spec.traffic.bakeMs * WARM_UP_SHARE, signal)
  run.traffic.resetMeasurement()
  await run.clock.sleep(run.spec.traffic.bakeMs * (1 - WARM_UP_SHARE), signal)
  for (;;) {
    const results = await evaluateGates(run, TRAFFIC_GATES, signal)
    await run.record.tell('traffic-measured', { ...(await run.traffic.measure(signal)), weight: step })
    const failed = results.filter((result) => result.outcome === 'fail')
    if (failed.length > 0) return await takeBack(run, failed.map((result) => result.message).join('; '), signal)
    if (results.every((result) => result.outcome === 'pass')) return
    // Too few requests to tell: hold at this weight, and look again.
    await run.record.tell('waiting-for', { what: `enough requests to judge weight ${step}`, command: null })
    await run.clock.sleep(run.spec.traffic.bakeMs, signal)
  }
}

async function takeBack(run: Run, reason: string, signal: AbortSignal): Promise<never> {
  await changeWeight(run, 0, reason, signal)
  await run.record.apply('weight-aborted')
  throw new CausewayError('CW-0405', `the weight was taken back to 0: ${reason}`)
}
