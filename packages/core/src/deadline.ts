import { systemClock, type Clock } from './clock.ts'
import { CausewayError } from './errors/causeway-error.ts'

export interface DeadlineOptions {
  /** What must end in time, in the error. */
  readonly name: string
  readonly limitMs: number
  readonly clock?: Clock
}

/**
 * Runs `body` under a signal that aborts after `limitMs`, on monotonic time.
 *
 * It waits until `body` has really ended, also when it is late: an effect that is still on its way must not land after
 * the caller has begun to undo it. So `body` must obey its signal.
 * @throws CW-0901 when the limit passed, whatever `body` then returned or threw
 */
export async function withDeadline<T>(
  options: DeadlineOptions,
  signal: AbortSignal,
  body: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted()
  const { name, limitMs, clock = systemClock } = options
  const late = new AbortController()
  const done = new AbortController()
  const timer = clock.sleep(limitMs, done.signal).then(
    () => late.abort(timedOut(name, limitMs)),
    () => {},
  )
  try {
    const result = await body(AbortSignal.any([signal, late.signal]))
    late.signal.throwIfAborted()
    return result
  } catch (error) {
    if (!late.signal.aborted || signal.aborted || error === late.signal.reason) throw error
    throw timedOut(name, limitMs, error)
  } finally {
    done.abort()
    await timer
  }
}

function timedOut(name: string, limitMs: number, cause?: unknown): CausewayError {
  return new CausewayError('CW-0901', `${name} did not end within ${limitMs} ms`, { cause, data: { name, limitMs } })
}
