import { setTimeout as delay } from 'node:timers/promises'

/** Time, passed in so that tests decide what it is. */
export interface Clock {
  /** Wall time, for records and ages that outlive the process. It can jump. */
  now(): Date

  /** Milliseconds from an arbitrary start that never jump; the only base for deadlines and durations. */
  monotonicMs(): number

  /** Resolves after `ms`. @throws the abort reason as soon as `signal` aborts */
  sleep(ms: number, signal: AbortSignal): Promise<void>
}

export const systemClock: Clock = {
  now: () => new Date(),
  monotonicMs: () => performance.now(),
  sleep: async (ms, signal) => {
    try {
      await delay(ms, undefined, { signal })
    } catch (error) {
      // Node wraps the reason in its own AbortError; callers compare reasons.
      throw signal.aborted ? signal.reason : error
    }
  },
}
