import { expect, it } from 'vitest'
import { systemClock } from './clock.ts'

it('sleeps, and leaves with the reason of the abort', async () => {
  const from = systemClock.monotonicMs()
  await systemClock.sleep(5, new AbortController().signal)
  expect(systemClock.monotonicMs() - from).toBeGreaterThanOrEqual(4)

  const stop = new AbortController()
  const reason = new Error('stop')
  const long = systemClock.sleep(60_000, stop.signal)
  stop.abort(reason)
  await expect(long).rejects.toBe(reason)
  await expect(systemClock.sleep(60_000, stop.signal)).rejects.toBe(reason)
})
