import { afterAll, beforeAll, expect, it } from 'vitest'
import { blockSlot, lockOnTarget, type Blocking } from '../e2e/support/blocking.ts'
import type { RunningCauseway } from '../e2e/support/causeway.ts'
import { openCrossingOn, type Crossing } from '../e2e/support/crossing.ts'
import { drive, EXIT_CODE } from '../e2e/support/drive.ts'
import { startHook } from '../e2e/support/hook.ts'
import { leftoversOf } from '../e2e/support/leftovers.ts'
import { openServers, type ServerPair } from '../e2e/support/servers.ts'

const SIDES = ['source', 'target'] as const
const PHASES = ['full-load', 'replicate', 'hold'] as const
const CASES = PHASES.flatMap((phase) => SIDES.map((side) => ({ side, phase })))

/** Of the load: each has at most one write under way. */
const CLIENTS = 8

let servers: ServerPair

beforeAll(async () => {
  servers = await openServers({ from: 13, to: 17 })
})

afterAll(async () => servers[Symbol.asyncDispose]())

it.each(CASES)('carries on by itself when the $side crashes during $phase', async ({ side, phase }) => {
  await using crossing = await openCrossingOn(servers, {
    database: `${side}_${phase.slice(0, 4)}`,
    writesPerSecond: 25,
  })
  const run = crossing.run()
  const blocking = await REACH[phase](crossing, run)
  await servers[side].restart('immediate')
  await blocking?.end()
  await expectGoodEnd(crossing, run, side === (phase === 'hold' ? 'target' : 'source'))
})

it.each(SIDES)('ends the pause by itself when the %s crashes in it, and hands over now or later', async (side) => {
  const started = Promise.withResolvers<void>()
  let crashes = 0
  await using client = await startHook(async (action) => {
    if (action !== 'hold' || crashes > 0) return
    crashes += 1
    await servers[side].stop('immediate')
    // Behind the answer: the next step finds no server.
    setImmediate(() => void servers[side].start().then(started.resolve, started.reject))
  })
  const options = { database: `${side}_pause`, writesPerSecond: 25, hooks: { batch: client.url } }
  await using crossing = await openCrossingOn(servers, options)
  // The other clients are told to hold at the same time: a write may still be under way.
  await expectGoodEnd(crossing, crossing.run(), side === 'source')
  await started.promise
})

/** To a moment in each phase; what keeps it there must be ended afterwards. */
const REACH: Readonly<
  Record<(typeof PHASES)[number], (crossing: Crossing, run: RunningCauseway) => Promise<Blocking | null>>
> = {
  'full-load': async (crossing) => {
    await using slot = await blockSlot(crossing)
    await slot.reached()
    const lock = await lockOnTarget(crossing)
    await slot.end()
    await lock.reached()
    return lock
  },
  replicate: async (_, run) => {
    await run.seen('phase-changed', ({ to }) => to === 'replicate')
    await run.seen('stream-status', ({ direction, appliedRows }) => direction === 'forward' && appliedRows > 0)
    return null
  },
  hold: async (_, run) => {
    await run.waitingFor('the order to cut over')
    await run.order('cutover')
    await run.waitingFor('the end of the hold')
    return null
  },
}

/** When the server of the clients crashed, what was under way has an outcome that nobody was told. */
async function expectGoodEnd(crossing: Crossing, run: RunningCauseway, someUnknown: boolean): Promise<void> {
  await drive(run, 'rollback')
  expect(await run.exited).toMatchObject({ code: EXIT_CODE.rollback, error: null })
  const verdict = await crossing.judge('source')
  expect(verdict).toMatchObject({ ok: true, lost: 0, duplicated: 0, reordered: 0, failed: 0 })
  expect(verdict.unknown).toBeLessThanOrEqual(someUnknown ? CLIENTS : 0)
  expect(await leftoversOf(crossing)).toEqual([])
}
