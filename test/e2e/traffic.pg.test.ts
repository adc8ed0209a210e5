import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until, type InventoryLoad } from '@causeway/harness'
import type { RunningCauseway } from './support/causeway.ts'
import { interrupt, refusalOf, statusOf, waitsAgain } from './support/controls.ts'
import { openInventory, openInventoryServers, type Inventory, type InventoryServers } from './support/inventory.ts'

let servers: InventoryServers

beforeAll(async () => {
  servers = await openInventoryServers()
})

afterAll(async () => servers[Symbol.asyncDispose]())

const STEPS = 'steps: [20, 50, 100]'
const READY = 'the order to cut over'
const HOLD = 'the end of the hold'
const APPROVAL = 'approval of weight 50'

describe('traffic', () => {
  it('rises by the declared steps, waits for approval, falls at once by an order, and rises again', async () => {
    await using shop = await openInventory(servers, {
      database: 'steps',
      traffic: `${STEPS}\n      approve: [50]`,
      cutover: '',
    })
    const run = shop.run()
    const customers = await opened(shop, run)
    await run.waitingFor(APPROVAL)
    expect(await refusalOf(shop, 'traffic', 'set', '100')).toMatch(/the step to approve is 50: causeway traffic set 50/)
    expect(await statusOf(shop)).toMatchObject({
      phase: 'shift',
      weight: 20,
      waitingFor: { command: 'causeway traffic set 50' },
    })

    expect(await shop.causeway('traffic', 'abort')).toMatchObject({ code: 0, answer: { data: { weight: 0 } } })
    await servesAlone(shop, 'blue')
    expect(await statusOf(shop)).toMatchObject({ phase: 'shift', weight: 0, attribute: { kind: 'paused' } })
    expect((await shop.causeway('resume')).code).toBe(0)
    await waitsAgain(run, APPROVAL)
    expect((await shop.causeway('traffic', 'set', '50')).code).toBe(0)
    await run.waitingFor(READY)
    expect(weightsOf(run)).toEqual([20, 0, 20, 50, 100])
    expectMeasured(run, [20, 20, 50, 100])
    await servesAlone(shop, 'green')

    expect((await shop.causeway('cutover', '--execute')).code).toBe(0)
    await run.waitingFor(HOLD)
    expect(errorsOf(customers)).toEqual([])
    expect(await shop.judge('target')).toMatchObject({ ok: true, lost: 0, duplicated: 0, reordered: 0, failed: 0 })
    expect((await shop.causeway('commit')).code).toBe(0)
    expect((await run.exited).code).toBe(0)
  })

  it('hands over at the declared weight and takes the other steps in the hold; the way back does not wait for them', async () => {
    await using shop = await openInventory(servers, {
      database: 'early',
      traffic: `${STEPS}\n      approve: [50]`,
      cutover: 'atWeight: 20',
    })
    const run = shop.run()
    const customers = await opened(shop, run)
    await run.waitingFor(READY)
    expect(await shop.causeway('cutover', '--execute')).toMatchObject({
      code: 0,
      answer: { data: { decision: 'COMMIT' } },
    })
    await run.waitingFor(APPROVAL)
    expect(await statusOf(shop)).toMatchObject({ phase: 'hold', authority: 'TARGET', weight: 20 })
    expect(await refusalOf(shop, 'commit')).toMatch(/green serves 20 %/)
    expect((await shop.causeway('traffic', 'set', '50')).code).toBe(0)
    await run.waitingFor(HOLD)
    expectMeasured(run, [20, 50, 100])

    // Down, and half way up again: the step that waits for approval is not waited for by whoever goes back.
    expect((await shop.causeway('traffic', 'abort')).code).toBe(0)
    await servesAlone(shop, 'blue')
    await run.order('resume')
    await waitsAgain(run, APPROVAL)
    expect(await shop.causeway('rollback')).toMatchObject({ code: 0, answer: { data: { decision: 'COMMIT' } } })
    await run.waitingFor('what comes next')
    await servesAlone(shop, 'blue')
    expect(weightsOf(run)).toEqual([20, 50, 100, 0, 20, 0])
    expect(errorsOf(customers)).toEqual([])
    expect(await shop.judge('source')).toMatchObject({ ok: true, lost: 0, duplicated: 0, reordered: 0, failed: 0 })
    await run.order('clean-up')
    expect((await run.exited).code).toBe(4)
  })

  it('takes the weight back when green fails, and tries again once it is mended', async () => {
    const traffic = `${STEPS}\n      approve: [100]`
    await using shop = await openInventory(servers, { database: 'unsound', traffic, cutover: '' })
    shop.green.unsound = true
    const run = shop.run()
    const customers = await opened(shop, run)
    await run.seen('frozen', ({ code }) => code === 'CW-0405')
    await servesAlone(shop, 'blue')
    expect(await statusOf(shop)).toMatchObject({
      phase: 'shift',
      weight: 0,
      attribute: {
        kind: 'frozen',
        code: 'CW-0405',
        reason: expect.stringMatching(/taken back to 0: .*green's \d+ requests failed/),
      },
    })
    shop.green.unsound = false
    expect((await shop.causeway('resume')).code).toBe(0)

    await run.seen('weight-set', ({ to }) => to === 50)
    await shop.killGreen()
    await frozenTimes(run, 2)
    await servesAlone(shop, 'blue')
    expect(weightsOf(run)).toEqual([20, 0, 20, 50, 0])
    await shop.startGreen()
    await run.order('resume')
    await run.waitingFor('approval of weight 100')

    // The router goes with the process; the next one sets the weight it finds, and judges it again.
    await interrupt(shop, run)
    const second = shop.run()
    await second.waitingFor('approval of weight 100')
    expectMeasured(second, [50])
    expect((await shop.causeway('traffic', 'set', '100')).code).toBe(0)
    await second.waitingFor(READY)

    const before = customers.stats().writes.errors + customers.stats().reads.errors
    expect((await shop.causeway('cutover', '--execute')).code).toBe(0)
    await second.waitingFor(HOLD)
    expect(customers.stats().writes.errors + customers.stats().reads.errors).toBe(before)
    expect(await shop.judge('target')).toMatchObject({ ok: true, lost: 0, duplicated: 0, reordered: 0 })
  })
})

/** Customers come as soon as the router listens. */
async function opened(shop: Inventory, run: RunningCauseway): Promise<InventoryLoad> {
  await run.seen('controller-started')
  return shop.open()
}

function errorsOf(customers: InventoryLoad): readonly string[] {
  return customers.stats().firstErrors
}

function weightsOf(run: RunningCauseway): readonly number[] {
  return run.messages.flatMap((said) => (said.name === 'weight-set' ? [said.data.to] : []))
}

/** What was measured when each step was passed. */
function expectMeasured(run: RunningCauseway, weights: readonly number[]): void {
  const last = new Map<number, number>()
  const passed: { readonly weight: number; readonly share: number }[] = []
  for (const said of run.messages) {
    if (said.name === 'traffic-measured') {
      const { blue, green, weight } = said.data
      last.set(weight, (100 * green.sent) / (blue.sent + green.sent))
    }
    if (said.name === 'phase-changed' && said.data.event === 'step-passed') {
      passed.push({ weight: said.data.weight, share: last.get(said.data.weight) ?? Number.NaN })
    }
  }
  expect(passed.map(({ weight }) => weight)).toEqual(weights)
  for (const { weight, share } of passed) expect(Math.abs(share - weight)).toBeLessThan(5)
}

/** Requests go to this tier and, once those under way have ended, to no other. */
async function servesAlone(shop: Inventory, tier: 'blue' | 'green'): Promise<void> {
  const other = tier === 'blue' ? shop.green : shop.blue
  await until(async () => {
    const [mine, others] = [shop[tier].requests, other.requests]
    await until(() => shop[tier].requests > mine + 50)
    return other.requests === others
  })
}

async function frozenTimes(run: RunningCauseway, times: number): Promise<void> {
  let seen = 0
  await run.seen('frozen', () => {
    seen += 1
    return seen === times
  })
}
