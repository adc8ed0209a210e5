import { describe, expect, it } from 'vitest'
import type { Clock } from './clock.ts'
import { withDeadline } from './deadline.ts'

const never = new AbortController().signal

/** A clock that reaches every deadline when `ring` is called. */
function handClock(): Clock & { readonly ring: () => void; readonly waiting: () => number } {
  const bells = new Set<() => void>()
  return {
    ring: () => {
      for (const bell of bells) bell()
    },
    waiting: () => bells.size,
    now: () => new Date(0),
    monotonicMs: () => 0,
    sleep: (_ms, signal) =>
      new Promise<void>((resolve, reject) => {
        const bell = () => {
          bells.delete(bell)
          resolve()
        }
        bells.add(bell)
        signal.addEventListener('abort', () => {
          bells.delete(bell)
          reject(signal.reason)
        })
      }),
  }
}

describe('withDeadline', () => {
  it('returns what ends in time, and leaves no timer behind', async () => {
    const clock = handClock()
    expect(await withDeadline({ name: 'fence', limitMs: 10, clock }, never, async () => 'done')).toBe('done')
    expect(clock.waiting()).toBe(0)
  })

  it('passes on the error of what fails in time', async () => {
    const clock = handClock()
    const error = new Error('no')
    await expect(
      withDeadline({ name: 'fence', limitMs: 10, clock }, never, async () => Promise.reject(error)),
    ).rejects.toBe(error)
    expect(clock.waiting()).toBe(0)
  })

  it('fails with CW-0901 only once a late body has really ended, also when it then succeeds', async () => {
    const clock = handClock()
    const stopped = Promise.withResolvers<void>()
    let over = false
    const late = withDeadline({ name: 'fence', limitMs: 10, clock }, never, async (signal) => {
      signal.addEventListener('abort', () => stopped.resolve())
      await stopped.promise
      await new Promise<void>((resolve) => setImmediate(resolve))
      over = true
      return 'too late'
    })
    clock.ring()
    await expect(late).rejects.toThrow(
      expect.objectContaining({ code: 'CW-0901', message: 'fence did not end within 10 ms' }),
    )
    expect(over).toBe(true)
  })

  it('keeps what the late body threw as the cause', async () => {
    const clock = handClock()
    const cause = new Error('cancelled')
    const late = withDeadline({ name: 'fence', limitMs: 10, clock }, never, async (signal) => {
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
      throw cause
    })
    clock.ring()
    await expect(late).rejects.toThrow(expect.objectContaining({ code: 'CW-0901', cause }))
  })

  it('is not late when the caller stops: the reason of the abort passes', async () => {
    const clock = handClock()
    const stop = new AbortController()
    const reason = new Error('stop')
    const stopped = withDeadline({ name: 'fence', limitMs: 10, clock }, stop.signal, async (signal) => {
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
      clock.ring()
      signal.throwIfAborted()
    })
    stop.abort(reason)
    await expect(stopped).rejects.toBe(reason)
    await expect(withDeadline({ name: 'fence', limitMs: 10, clock }, stop.signal, async () => 1)).rejects.toBe(reason)
  })

  it('measures on the system clock when none is given', async () => {
    const late = withDeadline({ name: 'wait', limitMs: 5 }, never, async (signal) => {
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
    })
    await expect(late).rejects.toThrow(expect.objectContaining({ code: 'CW-0901' }))
  })
})
