import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { latencyOf, Measurements } from './measurements.ts'
import { pace } from './pace.ts'

test('arrivals keep their rate while all workers are stuck, and count the wait', async () => {
  const stopping = new AbortController()
  const waitsMs: number[] = []
  const stuck = delay(150)
  const run = async (_worker: number, dueMs: number): Promise<void> => {
    await stuck
    waitsMs.push(performance.now() - dueMs)
  }
  const running = pace({ perSecond: 1000, concurrency: 2, run }, stopping.signal)
  await delay(300)
  stopping.abort()
  expect(await running).toEqual({ dropped: 0 })
  expect(waitsMs.length).toBeGreaterThan(200)
  expect(Math.max(...waitsMs)).toBeGreaterThan(140)
})

test('no more workers at a time than allowed; stopping waits for them', async () => {
  const stopping = new AbortController()
  let working = 0
  let most = 0
  const run = async (): Promise<void> => {
    working += 1
    most = Math.max(most, working)
    await delay(10)
    working -= 1
  }
  const running = pace({ perSecond: 2000, concurrency: 3, run }, stopping.signal)
  await delay(60)
  stopping.abort()
  await running
  expect({ most, working }).toEqual({ most: 3, working: 0 })
})

test('percentiles by nearest rank', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index)
  expect(latencyOf(hundred)).toEqual({ p50Ms: 50, p95Ms: 95, p99Ms: 99, maxMs: 100 })
  expect(latencyOf([7])).toEqual({ p50Ms: 7, p95Ms: 7, p99Ms: 7, maxMs: 7 })
  expect(latencyOf([])).toEqual({ p50Ms: 0, p95Ms: 0, p99Ms: 0, maxMs: 0 })
})

test('the longest gap is the longest silence between acknowledged writes', async () => {
  const measurements = new Measurements()
  measurements.acked(performance.now())
  await delay(60)
  measurements.acked(performance.now() - 60)
  measurements.failed('write', 'refused')
  measurements.stop()
  await delay(100)
  const { writes, longestGap, latency, firstErrors } = measurements.stats()
  expect(writes).toEqual({ acked: 2, rejected: 0, errors: 1 })
  expect(longestGap.ms).toBeGreaterThan(50)
  expect(longestGap.ms).toBeLessThan(100)
  expect(latency.maxMs).toBeGreaterThanOrEqual(60)
  expect(firstErrors).toEqual(['write: refused'])
})
