import type { MessageOf } from '@causeway/core'
import { pgBouncerMissing, type Operation } from '@causeway/harness'
import { openCrossing, type Crossing } from '../../test/e2e/support/crossing.ts'
import { SETTINGS } from '../crossings.ts'
import { give } from '../orders.ts'
import { Rounds } from '../rounds.ts'
import { CAUSEWAY, type BenchContext, type Measurement, type Workload } from '../workload.ts'

type Pause = MessageOf<'paused-for'>

/** Of the 99th percentile. */
const LONGEST_MS = 500
/** The same behind PgBouncer, up to this rate. */
const LONGEST_POOLED_MS = 100
const POOLED_RATE = 1000

const ORDERS: Readonly<Record<string, string>> = {
  'the order to cut over': 'cutover',
  'the end of the hold': 'rollback',
  'what comes next': 'resume',
}

const SUMMARY =
  'at rising rates, Causeway with a plain role: how long they waited, as it measured; the longest time around each ' +
  'hand-over in which no client had a write acknowledged; and the steps of the pause.'

export const PAUSES: readonly Workload[] = [
  {
    name: 'pause/direct',
    summary: `Cut-overs and rollbacks while clients write that follow by themselves and try again, ${SUMMARY}`,
    run: async (context) => await atEachRate(context, 'direct'),
  },
  {
    name: 'pause/pgbouncer',
    summary: `Cut-overs and rollbacks while clients write through PgBouncer and try nothing again, ${SUMMARY}`,
    missing: async () => pgBouncerMissing().replace(/^\(skipped: (.*)\)$/, '$1') || null,
    run: async (context) => await atEachRate(context, 'pgbouncer'),
  },
]

type Path = 'direct' | 'pgbouncer'

async function atEachRate(context: BenchContext, path: Path): Promise<readonly Measurement[]> {
  const measurements: Measurement[] = []
  for (const rate of context.sizes.writeRates) {
    context.say(`${rate} writes/s`)
    measurements.push(...(await pausesAt(context, path, rate)))
  }
  return measurements
}

async function pausesAt(context: BenchContext, path: Path, writesPerSecond: number): Promise<readonly Measurement[]> {
  const { from, to, sizes, say } = context
  const pooled = path === 'pgbouncer' ? { pooled: {} } : {}
  await using crossing = await openCrossing({ from, to, settings: SETTINGS, writesPerSecond, ...pooled })
  const rounds = new Rounds(say)
  const pauses = await handOver(crossing, 2 * sizes.trips, rounds, say)
  const verdict = await crossing.judge('source')
  if (!verdict.ok) throw new Error(`the oracle is not content: ${JSON.stringify(verdict)}`)
  const most = path === 'pgbouncer' && writesPerSecond <= POOLED_RATE ? LONGEST_POOLED_MS : LONGEST_MS
  const measurements = [
    ...pausesOf(pauses, most),
    gapsOf(crossing, pauses),
    ...stepsOf(pauses),
    ...writesOf(crossing),
    ...rounds.measurements(),
  ]
  const at = `at ${writesPerSecond.toLocaleString('en-US')} writes/s`
  return measurements.map((each) => ({ ...each, what: `${each.what}, ${at}` }))
}

/** There and back, so many times. @returns what Causeway said of each pause */
async function handOver(
  crossing: Crossing,
  times: number,
  rounds: Rounds,
  say: (text: string) => void,
): Promise<readonly Pause[]> {
  const pauses: Pause[] = []
  const run = crossing.run()
  for await (const said of run.each()) {
    if (said.name === 'frozen' || said.name === 'handover-aborted') throw new Error(`${said.name}: ${said.data.reason}`)
    if (said.name === 'paused-for') {
      pauses.push(said)
      say(`${said.data.kind} ${pauses.length} of ${times}: ${said.data.pauseMs.toFixed(0)} ms`)
    }
    if (said.name !== 'waiting-for') continue
    if (pauses.length === times) {
      await rounds.notePeak(run.pid)
      return pauses
    }
    const order = ORDERS[said.data.what]
    if (order !== undefined) await give(crossing, order)
  }
  throw new Error(`causeway ended after ${pauses.length} hand-overs: ${(await run.exited).stderr}`)
}

function pausesOf(pauses: readonly Pause[], most: number): readonly Measurement[] {
  const of = (kind: string) => pauses.filter(({ data }) => data.kind === kind).map(({ data }) => data.pauseMs)
  return ['cutover', 'rollback'].map((kind) => {
    return { what: `pause, ${kind}`, unit: 'ms', by: CAUSEWAY, values: of(kind), limit: { of: 'p99', most } }
  })
}

/** Of each hand-over. */
function gapsOf({ load }: Crossing, pauses: readonly Pause[]): Measurement {
  const acked = (load?.history.operations ?? []).filter(({ outcome }) => outcome === 'acked')
  const ends = acked.map(({ endedAtMs }: Operation) => endedAtMs).toSorted((a, b) => a - b)
  const values = pauses.map(({ data, time }) => {
    const endedAt = Date.parse(time)
    // It is told when the last step is done, which may be long after the clients went on.
    const from = endedAt - data.steps.reduce((sum, { durationMs }) => sum + durationMs, 0) - 1000
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
      limit: { of: 'p99', most: 0 },
    },
  ]
}
