import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import type { TierMeasurement, Traffic } from '@causeway/core'
import { ask, askMany, open, type Answer } from './testing/http-caller.ts'
import { startTier, type TestTier } from './testing/test-tier.ts'

/** An adapter under test: the port, and where clients send their requests. */
export interface OpenTraffic extends AsyncDisposable {
  readonly traffic: Traffic
  readonly url: string
}

/** Opens the adapter in front of two tiers, with weight 0 and no affinity. */
export type TrafficOpener = (blueUrl: string, greenUrl: string) => Promise<OpenTraffic>

interface Bench extends OpenTraffic {
  readonly blue: TestTier
  readonly green: TestTier
}

interface ContractCase {
  readonly name: string
  readonly prove: (opener: TrafficOpener) => Promise<void>
}

const never = new AbortController().signal
const MEGABYTE = 1024 * 1024

/** What every adapter of the Traffic port must do, on real sockets. */
export const TRAFFIC_CONTRACT: readonly ContractCase[] = [
  { name: 'the measured share is within 1 point of weights 0, 20, 50 and 100', prove: onBench(sharesFollowWeights) },
  { name: 'the weight changes under load without a failed request', prove: onBench(weightChangesUnderLoad) },
  { name: 'a hold under 200 concurrent requests loses none and lets none through', prove: onBench(holdLosesNone) },
  { name: 'a hold resolves only when the requests in flight have ended', prove: onBench(holdWaitsForFlight) },
  { name: 'a hold ends by itself: 503 for those waiting, then requests flow', prove: onBench(holdEndsByItself) },
  { name: 'an aborted hold ends, and its requests go on', prove: onBench(abortedHoldEnds) },
  { name: 'release may be repeated, and come without a hold', prove: onBench(releaseIsIdempotent) },
  { name: 'time held is not latency of a tier', prove: onBench(heldTimeIsNotLatency) },
  { name: 'a tier that restarts under load has the errors, the other one none', prove: onBench(restartIsCounted) },
  { name: '50 MB stream both ways without being kept in memory', prove: onBench(largeBodiesStream) },
]

function onBench(body: (bench: Bench) => Promise<void>): ContractCase['prove'] {
  return async (opener) => {
    await using blue = await startTier('blue')
    await using green = await startTier('green')
    await using opened = await opener(blue.url, green.url)
    await body({ traffic: opened.traffic, url: opened.url, blue, green, [Symbol.asyncDispose]: async () => {} })
  }
}

async function sharesFollowWeights({ traffic, url }: Bench): Promise<void> {
  for (const weight of [0, 20, 50, 100]) {
    traffic.resetMeasurement()
    await traffic.setWeight(weight, never)
    const answers = await askMany(url, 1000, 20)
    assert.equal(await traffic.weight(never), weight)
    assertNear(served(answers, 'green') / 10, weight, 1)
    // A request may be counted just after its client has read the answer.
    await until(async () => (await answered(traffic)) >= 1000)
    const { blue, green } = await traffic.measure(never)
    assert.equal(blue.requests + green.requests, 1000)
    assertNear(green.requests / 10, weight, 1)
    assert.equal(blue.errors + green.errors, 0)
    assertOrdered(weight === 0 ? blue : green)
  }
}

async function weightChangesUnderLoad({ traffic, url }: Bench): Promise<void> {
  const load = askMany(url, 1000, 20)
  const weights = [20, 50, 100, 0, 100]
  for (const weight of weights) {
    const before = await answered(traffic)
    await traffic.setWeight(weight, never)
    await until(async () => (await answered(traffic)) >= before + 100)
  }
  const answers = await load
  assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200])
  assert.ok(served(answers, 'green') > 0 && served(answers, 'blue') > 0)
}

async function holdLosesNone({ traffic, url, blue, green }: Bench): Promise<void> {
  await traffic.setWeight(50, never)
  const load = askMany(url, 2000, 200)
  await until(async () => (await answered(traffic)) >= 200)
  await traffic.hold(5000, never)
  const reached = blue.received() + green.received()
  assert.equal(blue.inFlight() + green.inFlight(), 0)
  const late = await Promise.all(Array.from({ length: 5 }, () => open(url)))
  await delay(200)
  assert.equal(blue.received() + green.received(), reached)
  await traffic.release()
  const answers = [...(await load), ...(await Promise.all(late.map(async ({ read }) => await read())))]
  assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200])
  assert.equal(blue.received() + green.received(), 2005)
}

async function holdWaitsForFlight({ traffic, url, blue }: Bench): Promise<void> {
  blue.pause()
  const inside = ask(url)
  await until(() => blue.inFlight() === 1)
  const order: string[] = []
  const held = traffic.hold(5000, never).then(() => order.push('held'))
  await ask(url, { signal: AbortSignal.timeout(50) }).catch(() => order.push('the other one still waits'))
  blue.resume()
  await Promise.all([inside, held])
  assert.deepEqual(order, ['the other one still waits', 'held'])
  await traffic.release()
}

async function holdEndsByItself({ traffic, url, blue, green }: Bench): Promise<void> {
  await traffic.hold(200, never)
  await traffic.setWeight(100, never)
  const begun = performance.now()
  const held = await ask(url, { method: 'POST', body: Buffer.alloc(1000) })
  assert.ok(performance.now() - begun < 1000)
  assert.equal(held.status, 503)
  assert.equal(held.headers['retry-after'], '1')
  assert.deepEqual(JSON.parse(held.text), { error: 'held', unknown: false })
  assert.equal(blue.received() + green.received(), 0)
  assert.equal((await ask(url)).text, 'green')
}

async function abortedHoldEnds({ traffic, url, blue }: Bench): Promise<void> {
  blue.pause()
  const inside = ask(url)
  await until(() => blue.inFlight() === 1)
  const ending = new AbortController()
  const held = traffic.hold(5000, ending.signal)
  const waiting = ask(url)
  const reason = new Error('enough')
  ending.abort(reason)
  await assert.rejects(held, reason)
  blue.resume()
  assert.deepEqual([(await inside).status, (await waiting).status], [200, 200])
}

async function releaseIsIdempotent({ traffic, url }: Bench): Promise<void> {
  await traffic.release()
  await traffic.hold(5000, never)
  await traffic.release()
  await traffic.release()
  assert.equal((await ask(url)).status, 200)
  await traffic.hold(5000, never)
  const waiting = ask(url)
  await traffic.release()
  assert.equal((await waiting).status, 200)
}

async function heldTimeIsNotLatency({ traffic, url }: Bench): Promise<void> {
  await traffic.hold(5000, never)
  traffic.resetMeasurement()
  const waiting = ask(url)
  await delay(300)
  await traffic.release()
  await waiting
  await until(async () => (await answered(traffic)) > 0)
  const { blue } = await traffic.measure(never)
  assert.equal(blue.requests, 1)
  assert.ok(blue.p99Ms < 200, `${blue.p99Ms} ms`)
}

async function restartIsCounted({ traffic, url, green }: Bench): Promise<void> {
  await traffic.setWeight(50, never)
  traffic.resetMeasurement()
  const load = askMany(url, 1500, 20)
  await until(async () => (await traffic.measure(never)).green.requests >= 100)
  await green.stop()
  await until(async () => (await traffic.measure(never)).green.errors >= 50)
  await green.start()
  const failed = (await load).filter(({ status }) => status !== 200)
  await until(async () => (await answered(traffic)) >= 1500)
  const measured = await traffic.measure(never)
  assert.equal(measured.blue.errors, 0)
  assert.equal(measured.green.errors, failed.length)
  assert.ok(failed.every(({ status, text }) => status === 502 && typeof JSON.parse(text).unknown === 'boolean'))
  assert.equal((await askMany(url, 10, 1)).filter(({ status }) => status !== 200).length, 0)
}

async function largeBodiesStream({ traffic, url, green }: Bench): Promise<void> {
  await traffic.setWeight(100, never)
  const chunk = Buffer.alloc(MEGABYTE, 'x')
  const expected = createHash('sha256')
  let sent = 0
  const body = Readable.from(
    (function* () {
      for (; sent < 50; sent += 1) yield ((expected.update(chunk), chunk))
    })(),
  )
  green.pause()
  const { response, read } = await open(url, { method: 'POST', path: '/echo', body })
  const keptBefore = process.memoryUsage().arrayBuffers
  // The tier reads nothing: what is on its way is in socket buffers, and the client is made to wait.
  await settled(() => sent)
  assert.ok(sent < 30, `${sent} MB were taken from the client`)
  assert.ok(process.memoryUsage().arrayBuffers - keptBefore < 8 * MEGABYTE)
  green.resume()
  // Nor does the client read: now the tier is made to wait.
  await response
  await settled(() => green.echoedBytes())
  assert.ok(green.echoedBytes() < 45 * MEGABYTE, `${green.echoedBytes()} bytes were taken from the tier`)
  assert.equal((await read()).sha256, expected.digest('hex'))
}

async function answered(traffic: Traffic): Promise<number> {
  const { blue, green } = await traffic.measure(never)
  return blue.requests + green.requests
}

function served(answers: readonly Answer[], tier: string): number {
  return answers.filter(({ text }) => text === tier).length
}

function assertNear(value: number, expected: number, tolerance: number): void {
  assert.ok(Math.abs(value - expected) <= tolerance, `${value} is not within ${tolerance} of ${expected}`)
}

function assertOrdered({ p50Ms, p95Ms, p99Ms, requestsPerSecond }: TierMeasurement): void {
  assert.ok(p50Ms > 0 && p50Ms <= p95Ms && p95Ms <= p99Ms && requestsPerSecond > 0)
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 8000
  while (!(await condition())) {
    assert.ok(performance.now() < deadline, `not so within 8 s: ${condition.toString()}`)
    await delay(5)
  }
}

/** Waits until a number has stopped growing. */
async function settled(read: () => number): Promise<void> {
  for (let before = -1; before !== read(); await delay(150)) before = read()
}
