import { systemClock, type Clock } from './clock.ts'
import { CausewayError } from './errors/causeway-error.ts'
import type { Logger } from './ports/logger.ts'

export interface RunLoopOptions {
  /** What is running, in the log. */
  readonly name: string
  readonly logger: Logger
  readonly clock?: Clock
  readonly firstDelayMs?: number
  readonly longestDelayMs?: number
  /** Told before each wait, so that a status can show why nothing moves. */
  readonly onBackOff?: (delayMs: number, error: CausewayError) => void
}

/**
 * One attempt; it opens its own connections and closes them before it returns. `healthy()` says that work is being done
 * again: the next failure waits briefly, however long the outage before it was.
 */
export type Attempt<T = void> = (healthy: () => void, signal: AbortSignal) => Promise<T>

/**
 * Repeats `attempt` until it returns, and returns what it did: the one loop of every service. After an error worth
 * another attempt it waits, each time twice as long; the level of the log line grows with the delay.
 *
 * @throws the error, when its disposition is not `retry` or it is not a `CausewayError`
 * @throws the abort reason, once the attempt in flight has ended
 */
export async function runLoop<T>(attempt: Attempt<T>, signal: AbortSignal, options: RunLoopOptions): Promise<T> {
  const { clock = systemClock, firstDelayMs = 100, longestDelayMs = 10_000 } = options
  let delayMs = firstDelayMs
  const healthy = () => {
    delayMs = firstDelayMs
  }
  for (;;) {
    signal.throwIfAborted()
    try {
      return await attempt(healthy, signal)
    } catch (error) {
      signal.throwIfAborted()
      if (!CausewayError.is(error) || error.disposition !== 'retry') throw error
      options.logger[backOffLevel(delayMs, longestDelayMs)](`${options.name}: ${error.message}`, {
        code: error.code,
        retryInMs: delayMs,
      })
      options.onBackOff?.(delayMs, error)
      await clock.sleep(delayMs, signal)
      delayMs = Math.min(delayMs * 2, longestDelayMs)
    }
  }
}

/** Short interruptions are normal, long ones are not. */
export function backOffLevel(delayMs: number, longestDelayMs: number): 'debug' | 'warn' | 'error' {
  if (delayMs >= longestDelayMs) return 'error'
  return delayMs >= 1_000 ? 'warn' : 'debug'
}
