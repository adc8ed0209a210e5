import type { MessageOf } from '@causeway/core'
import type { Operation } from '@causeway/harness'
import { openCrossing, type Crossing } from '../../test/e2e/support/crossing.ts'
import { SETTINGS } from '../crossings.ts'
import { give } from '../orders.ts'
import { CAUSEWAY, type Measurement, type Workload } from '../workload.ts'

type Pause = MessageOf<'paused-for'>

/** Of the 99th percentile. */
const LONGEST_MS = 500
const ORDERS: Readonly<Record<string, string>> = {
  'the order to cut over': 'cutover',
  'the end of the hold': 'rollback',
  'what comes next': 'resume',
}

export const pause: Workload = {
  name: 'pause',
  summary:
    'Cut-overs and rollbacks while clients write, with a plain role: how long clients waited, as Causeway measured it; the ' +
    'longest time around each of them in which no client had a write acknowledged; and the steps of the pause.',
  run: async (context) => {
    const { from, to, sizes, say } = context
    await using crossing = await openCrossing({ from, to, settings: SETTINGS, writesPerSecond: sizes.writesPerSecond })
    const pauses = await handOver(crossing, 2 * sizes.trips, say)
    const verdict = await crossing.judge('source')
    if (!verdict.ok) throw new Error(`the oracle is not content: ${JSON.stringify(verdict)}`)
    return [...pausesOf(pauses), gapsOf(crossing, pauses), ...stepsOf(pauses), ...writesOf(crossing)]
  },
}

/** There and back, so many times. @returns what Causeway said of each pause */
async function handOver(crossing: Crossing, times: number, say: (text: string) => void): Promise<readonly Pause[]> {
  const pauses: Pause[] = []
  const run = crossing.run()
  for await (const said of run.each()) {
    if (said.name === 'frozen' || said.name === 'handover-aborted') throw new Error(`${said.name}: ${said.data.reason}`)
    if (said.name === 'paused-for') {
      pauses.push(said)
      say(`${said.data.kind} ${pauses.length} of ${times}: ${said.data.pauseMs.toFixed(0)} ms`)
    }
    if (said.name !== 'waiting-for') continue
    if (pauses.length === times) return pauses
    const order = ORDERS[said.data.what]
    if (order !== undefined) await give(crossing, order)
  }
  throw new Error(`causeway ended after ${pauses.length} hand-overs: ${(await run.exited).stderr}`)
}

function pausesOf(pauses: readonly Pause[]): readonly Measurement[] {
  const of = (kind: string) => pauses.filter(({ data }) => data.kind === kind).map(({ data }) => data.pauseMs)
  return ['cutover', 'rollback'].map((kind) => {
    return {
      what: `pause, ${kind}`,
      unit: 'ms',
      by: CAUSEWAY,
      values: of(kind),
      limit: { of: 'p99', most: LONGEST_MS },
    }
  })
}

/** Of each hand-over. */
function gapsOf({ load }: Crossing, pauses: readonly Pause[]): Measurement {
  const acked = (load?.history.operations ?? []).filter(({ outcome }) => outcome === 'acked')
  const ends = acked.map(({ endedAtMs }: Operation) => endedAtMs).toSorted((a, b) => a - b)
  const values = pauses.map(({ data, time }) => {
    const endedAt = Date.parse(time)
    const from = endedAt - data.pauseMs - 1000
    const around = ends.filter((at) => at > from && at < endedAt + 1000)
    return Math.max(...around.slice(1).map((at, index) => at - (around[index] ?? at)))
  })
  return { what: 'longest gap of the clients', unit: 'ms', by: CAUSEWAY, values }
}

function stepsOf(pauses: readonly Pause[]): readonly Measurement[] {
  const steps = pauses.flatMap(({ data }) => data.steps)
  return [...Map.groupBy(steps, ({ step }) => step)].map(([step, each]) => {
    return { what: `step ${step}`, unit: 'ms', by: CAUSEWAY, values: each.map(({ durationMs }) => durationMs) }
  })
}

function writesOf({ load }: Crossing): readonly Measurement[] {
  const stats = load?.stats()
  const whole = stats?.seconds.slice(1, -1) ?? []
  return [
    { what: 'writes of the clients', unit: 'writes/s', by: CAUSEWAY, values: whole.map(({ writes }) => writes) },
    {
      what: 'writes refused',
      unit: 'writes',
      by: CAUSEWAY,
      values: [stats?.writes.errors ?? 0],
      limit: { of: 'median', most: 0 },
    },
  ]
}
