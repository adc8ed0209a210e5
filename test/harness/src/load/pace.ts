import { setTimeout as delay } from 'node:timers/promises'

export interface PaceOptions {
  /** Arrivals per second; they come whether or not earlier ones are done. */
  readonly perSecond: number
  /** Arrivals worked on at the same time; the others wait. */
  readonly concurrency: number
  /** Works on one arrival; must not throw. `dueMs` is when it should have begun, on `performance.now()`. */
  readonly run: (worker: number, dueMs: number) => Promise<void>
}

const TICK_MS = 5
/** Beyond this many seconds of waiting arrivals the load is not what it says it is; later ones are dropped and counted. */
const BACKLOG_SECONDS = 60

/**
 * An open-loop load: a slow answer does not slow the arrivals down, so that its delay is seen by all who come meanwhile.
 *
 * On `signal` no more begin; resolves when those under way are done.
 *
 * @returns how many arrivals were dropped
 */
export async function pace(options: PaceOptions, signal: AbortSignal): Promise<{ readonly dropped: number }> {
  const startedMs = performance.now()
  const waiting: number[] = []
  const idle = Array.from({ length: options.concurrency }, (_, worker) => options.concurrency - 1 - worker)
  const working = new Set<Promise<void>>()
  let arrived = 0
  let dropped = 0
  const work = async (worker: number): Promise<void> => {
    for (let dueMs = waiting.shift(); dueMs !== undefined && !signal.aborted; dueMs = waiting.shift())
      await options.run(worker, dueMs)
    idle.push(worker)
  }
  while (!signal.aborted) {
    const due = Math.floor(((performance.now() - startedMs) * options.perSecond) / 1000)
    for (; arrived < due; arrived += 1) {
      if (waiting.length < options.perSecond * BACKLOG_SECONDS)
        waiting.push(startedMs + (arrived * 1000) / options.perSecond)
      else dropped += 1
    }
    for (let free = Math.min(idle.length, waiting.length); free > 0; free -= 1) {
      const begun = work(idle.pop() ?? 0)
      working.add(begun)
      void begun.then(() => working.delete(begun))
    }
    await delay(TICK_MS, undefined, { signal }).catch(() => {})
  }
  await Promise.all(working)
  return { dropped }
}
