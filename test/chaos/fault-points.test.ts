import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { FAULT_POINTS, type FaultPoint } from '@causeway/core'
import { until } from '@causeway/harness'
import { openCrossingOn, type Crossing } from '../e2e/support/crossing.ts'
import { drive, EXIT_CODE, type Ending } from '../e2e/support/drive.ts'
import { accessOf, leftoversOf } from '../e2e/support/leftovers.ts'
import { openServers, type ServerPair } from '../e2e/support/servers.ts'
import { leavePrepared, type Handover } from './prepared-transaction.ts'
import { startTiers } from './tiers.ts'

interface Case {
  readonly point: FaultPoint
  /** Which hand-over it strikes; its points are passed in both. */
  readonly during: Handover
  readonly ending: Ending
}

const HAS_A_MIRROR = /^(handover|abort)\./

const CASES = FAULT_POINTS.flatMap((point): readonly Case[] => {
  const ending = point.startsWith('commit.') ? 'commit' : 'rollback'
  const cutover = { point, during: 'cutover', ending } as const
  return HAS_A_MIRROR.test(point) ? [cutover, { ...cutover, during: 'rollback' }] : [cutover]
})

/** As many as there are cores on the smallest machine the tests are for. */
vi.setConfig({ maxConcurrency: 2 })

let servers: ServerPair

beforeAll(async () => {
  servers = await openServers({ from: 13, to: 17 })
})

afterAll(async () => servers[Symbol.asyncDispose]())

it.concurrent.each(CASES)('killed at $point in a $during: carried on, nothing lost, nothing left', async (at) => {
  await using crossing = await openStruckCrossing(at)
  const access = await accessOf(crossing)

  const struck = crossing.run([], { CAUSEWAY_FAULT: `${at.point}:${passOf(at)}` })
  await drive(struck, at.ending)
  expect(await struck.exited).toMatchObject({ signal: 'SIGKILL', stderr: '' })

  const run = crossing.run()
  await drive(run, at.ending)
  expect(await run.exited).toMatchObject({ code: EXIT_CODE[at.ending], error: null })

  const verdict = await crossing.judge(at.ending === 'commit' ? 'target' : 'source')
  expect(verdict).toMatchObject({ ok: true, lost: 0, duplicated: 0, reordered: 0, failed: 0, unknown: 0 })
  expect(verdict.acked).toBeGreaterThan(100)
  expect(await leftoversOf(crossing)).toEqual([])
  await until(() => !struck.hasProcesses() && !run.hasProcesses())
  // The source is the past once the migration is committed: it stays closed.
  const source = at.ending === 'commit' ? servers.logins.source.user : access.source
  expect(await accessOf(crossing)).toEqual({ ...access, source })
})

/** A hand-over passes each of its points once, the cut-over first; it aborts only where it is made to. */
function passOf({ point, during }: Case): number {
  return point.startsWith('handover.') && during === 'rollback' ? 2 : 1
}

/** With what it takes to pass the point. */
async function openStruckCrossing({ point, during }: Case): Promise<Crossing> {
  const database = `${point.replaceAll(/[^a-z]/g, '').slice(0, 19)}${during[0]}`
  const options = { database, writesPerSecond: 150 }
  await using opening = new AsyncDisposableStack()
  if (point.startsWith('abort.')) {
    const client = opening.use(await leavePrepared(servers, database, during))
    const yaml = 'environments: { test: { cutover: { pauseBudget: 3s } } }'
    const crossing = opening.use(await openCrossingOn(servers, { ...options, yaml, hooks: { batch: client.url } }))
    return disposingAll(crossing, opening.move())
  }
  if (point === 'shift.weight-set') {
    const tiers = opening.use(await startTiers())
    const crossing = opening.use(await openCrossingOn(servers, { ...options, yaml: tiers.yaml }))
    return disposingAll(crossing, opening.move())
  }
  return await openCrossingOn(servers, options)
}

function disposingAll(crossing: Crossing, resources: AsyncDisposableStack): Crossing {
  return { ...crossing, [Symbol.asyncDispose]: () => resources.disposeAsync() }
}
