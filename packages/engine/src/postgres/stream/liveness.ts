import { systemClock } from '@causeway/core'
import type { SqlClient } from '../connect.ts'
import { streamError } from './stream-error.ts'

/** Times the interval of heartbeats: a server may be busy for a while. */
const PATIENCE = 20

/**
 * Asks a server for something small again and again until `signal`, and tells the first failure once.
 *
 * A server that does not answer in time is gone: a network that swallows everything reports no error of its own.
 */
export async function keepAsking(
  client: SqlClient,
  intervalMs: number,
  ask: () => Promise<unknown>,
  signal: AbortSignal,
  onFailure: (error: unknown) => void,
): Promise<void> {
  const limitMs = intervalMs * PATIENCE
  try {
    for (;;) {
      await systemClock.sleep(intervalMs, signal)
      await answered(client, limitMs, ask, signal)
    }
  } catch (error) {
    if (!signal.aborted) onFailure(error)
  }
}

/** @throws CW-0686, CW-0786 when there is no answer in time; the client is closed then, as on `signal` */
async function answered(
  client: SqlClient,
  limitMs: number,
  ask: () => Promise<unknown>,
  signal: AbortSignal,
): Promise<void> {
  let isLate = false
  const close = () => void client[Symbol.asyncDispose]()
  const timer = setTimeout(() => {
    isLate = true
    close()
  }, limitMs)
  signal.addEventListener('abort', close, { once: true })
  try {
    await ask()
  } catch (error) {
    if (!isLate) throw error
    throw streamError(client.side, '86', `no answer within ${limitMs / 1000} s`, { cause: error })
  } finally {
    signal.removeEventListener('abort', close)
    clearTimeout(timer)
  }
}
