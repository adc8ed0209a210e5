import { describe, expect, it } from 'vitest'
import type { Clock } from './clock.ts'
import { CausewayError } from './errors/causeway-error.ts'
import { silentLogger, type Logger } from './ports/logger.ts'
import { backOffLevel, runLoop, type Attempt } from './run-loop.ts'

const passing = new CausewayError('CW-0901', 'slow')
const final = new CausewayError('CW-1003', 'changed')

/** A clock whose sleeps take no time and are remembered. */
function instantClock(onSleep: (count: number) => void = () => {}): Clock & { readonly slept: number[] } {
  const slept: number[] = []
  return {
    slept,
    now: () => new Date(0),
    monotonicMs: () => 0,
    sleep: async (ms, signal) => {
      slept.push(ms)
      onSleep(slept.length)
      signal.throwIfAborted()
    },
  }
}

/** Fails with each of `errors` in turn, then returns. */
function failing(errors: readonly unknown[], healthyAt: readonly number[] = []): Attempt & { attempts: number } {
  const attempt = async (healthy: () => void) => {
    const index = run.attempts
    run.attempts += 1
    if (healthyAt.includes(index)) healthy()
    if (index < errors.length) throw errors[index]
  }
  const run: Attempt & { attempts: number } = Object.assign(attempt, { attempts: 0 })
  return run
}

const options = (clock: Clock, logger: Logger = silentLogger) => ({
  name: 'stream',
  clock,
  logger,
  firstDelayMs: 100,
  longestDelayMs: 500,
})
const never = new AbortController().signal

describe('runLoop', () => {
  it('returns when the attempt does', async () => {
    const clock = instantClock()
    await runLoop(failing([]), never, options(clock))
    expect(clock.slept).toEqual([])
  })

  it('waits twice as long each time, up to the longest', async () => {
    const clock = instantClock()
    await runLoop(failing(Array.from({ length: 5 }, () => passing)), never, options(clock))
    expect(clock.slept).toEqual([100, 200, 400, 500, 500])
  })

  it('begins anew once an attempt was healthy', async () => {
    const clock = instantClock()
    await runLoop(failing([passing, passing, passing], [2]), never, options(clock))
    expect(clock.slept).toEqual([100, 200, 100])
  })

  it.each([
    ['what a person must change', final],
    ['what is no error of ours', new TypeError('bug')],
  ])('leaves at once with %s', async (_what, error) => {
    const clock = instantClock()
    await expect(runLoop(failing([passing, error]), never, options(clock))).rejects.toBe(error)
    expect(clock.slept).toEqual([100])
  })

  it('leaves with the reason of the abort: while it waits, before it begins, and whatever the attempt then throws', async () => {
    const reason = new Error('stop')
    const stop = new AbortController()
    const clock = instantClock(() => stop.abort(reason))
    const attempt = failing([passing, passing])
    await expect(runLoop(attempt, stop.signal, options(clock))).rejects.toBe(reason)
    expect(attempt.attempts).toBe(1)
    await expect(runLoop(failing([]), stop.signal, options(clock))).rejects.toBe(reason)

    const during = new AbortController()
    const interrupted: Attempt = async () => {
      during.abort(reason)
      throw final
    }
    await expect(runLoop(interrupted, during.signal, options(clock))).rejects.toBe(reason)
  })

  it('logs louder the longer it waits, and tells each wait before it begins', async () => {
    const lines: string[] = []
    const record = (level: string) => (text: string) => void lines.push(`${level} ${text}`)
    const logger: Logger = { ...silentLogger, debug: record('debug'), warn: record('warn'), error: record('error') }
    const told: number[] = []
    const clock = instantClock()
    await runLoop(failing([passing, passing, passing, passing]), never, {
      ...options(clock, logger),
      firstDelayMs: 600,
      longestDelayMs: 3_000,
      onBackOff: (delayMs) => told.push(delayMs),
    })
    expect(lines).toEqual(['debug stream: slow', 'warn stream: slow', 'warn stream: slow', 'error stream: slow'])
    expect(told).toEqual(clock.slept)
  })

  it('knows an interruption from an outage', () => {
    expect([100, 999, 1_000, 9_999, 10_000].map((delayMs) => backOffLevel(delayMs, 10_000))).toEqual([
      'debug',
      'debug',
      'warn',
      'warn',
      'error',
    ])
  })
})
