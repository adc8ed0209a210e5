import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { FAULT_POINTS, type FaultPoint } from '@causeway/core'
import { until } from '@causeway/harness'
import type { RunningCauseway } from '../e2e/support/causeway.ts'
import { openCrossingOn, type Crossing } from '../e2e/support/crossing.ts'
import { drive, EXIT_CODE, type Ending } from '../e2e/support/drive.ts'
import { accessOf, leftoversOf } from '../e2e/support/leftovers.ts'
import { openServers, type ServerPair } from '../e2e/support/servers.ts'
import { leavePrepared } from './prepared-transaction.ts'
import { startTiers } from './tiers.ts'

/** One migration whose process is killed at each of these points, the next process at the next one, before it ends. */
interface Journey {
  readonly name: string
  readonly points: readonly FaultPoint[]
  /** The first process is killed when it passes its point for this time. */
  readonly firstPass: number
  readonly ending: Ending
}

const pointsOf = (pattern: RegExp) => FAULT_POINTS.filter((point) => pattern.test(point))

const HANDOVER = pointsOf(/^handover\./)
const ABORTED_TWICE = [...pointsOf(/^abort\./), ...pointsOf(/^abort\./)]

const JOURNEYS: readonly Journey[] = [
  {
    name: 'the way there',
    points: pointsOf(/^(lease|prepare|full-load|stream|verify)\./),
    firstPass: 1,
    ending: 'rollback',
  },
  { name: 'a weight and the end', points: pointsOf(/^(shift|commit)\./), firstPass: 1, ending: 'commit' },
  { name: 'a cut-over', points: HANDOVER, firstPass: 1, ending: 'rollback' },
  // Behind a cut-over, which passes them first.
  { name: 'a rollback', points: HANDOVER, firstPass: 2, ending: 'rollback' },
  { name: 'two aborted hand-overs', points: ABORTED_TWICE, firstPass: 1, ending: 'rollback' },
]

/** As many as there are cores on the smallest machine the tests are for. */
vi.setConfig({ maxConcurrency: 2 })

let shared: ServerPair

beforeAll(async () => {
  shared = await openServers({ from: 13, to: 17 })
})

afterAll(async () => shared[Symbol.asyncDispose]())

test('every point is on a journey', () => {
  expect(new Set(JOURNEYS.flatMap(({ points }) => points))).toEqual(new Set(FAULT_POINTS))
})

test.concurrent.each(JOURNEYS)(
  'killed at every point of $name: carried on, nothing lost, nothing left',
  async (journey) => {
    const { points, firstPass, ending } = journey
    await using crossing = await openStruckCrossing(journey)
    const access = await accessOf(crossing)

    const runs: RunningCauseway[] = []
    for (const point of points) {
      const struck = crossing.run([], { CAUSEWAY_FAULT: `${point}:${runs.length === 0 ? firstPass : 1}` })
      await drive(struck, ending)
      expect(await struck.exited, point).toEqual({ code: null, signal: 'SIGKILL', stderr: '', error: null })
      runs.push(struck)
    }
    const run = crossing.run()
    await drive(run, ending)
    expect(await run.exited).toMatchObject({ code: EXIT_CODE[ending], error: null })

    const verdict = await crossing.judge(ending === 'commit' ? 'target' : 'source')
    expect(verdict).toMatchObject({ ok: true, lost: 0, duplicated: 0, reordered: 0, failed: 0, unknown: 0 })
    expect(verdict.acked).toBeGreaterThan(100)
    expect(await leftoversOf(crossing)).toEqual([])
    await until(() => ![...runs, run].some((each) => each.hasProcesses()))
    // The source is the past once the migration is committed: it stays closed.
    const source = ending === 'commit' ? shared.logins.source.user : access.source
    expect(await accessOf(crossing)).toEqual({ ...access, source })
  },
)

/** With what it takes to pass the point. */
async function openStruckCrossing({ name, points }: Journey): Promise<Crossing> {
  const database = name.replaceAll(/[^a-z]/g, '')
  const options = { database, writesPerSecond: 25 }
  await using opening = new AsyncDisposableStack()
  if (points === ABORTED_TWICE) {
    // Of its own: a prepared transaction is in the way of every migration that begins on its server.
    const servers = opening.use(await openServers({ from: 13, to: 17 }))
    const client = opening.use(await leavePrepared(servers, database))
    const yaml = 'environments: { test: { cutover: { pauseBudget: 3s } } }'
    const crossing = opening.use(await openCrossingOn(servers, { ...options, yaml, hooks: { batch: client.url } }))
    return disposingAll(crossing, opening.move())
  }
  if (points.includes('shift.weight-set')) {
    const tiers = opening.use(await startTiers())
    const crossing = opening.use(await openCrossingOn(shared, { ...options, yaml: tiers.yaml }))
    return disposingAll(crossing, opening.move())
  }
  return await openCrossingOn(shared, options)
}

function disposingAll(crossing: Crossing, resources: AsyncDisposableStack): Crossing {
  return { ...crossing, [Symbol.asyncDispose]: () => resources.disposeAsync() }
}
