import type { MarkerArrival } from '@causeway/core'

const REMEMBERED = 1_000

type Waiter = PromiseWithResolvers<MarkerArrival>

/** Markers committed on the other side, and those who wait for one. */
export class Markers {
  readonly #arrived = new Map<string, MarkerArrival>()
  readonly #waiting = new Map<Waiter, string>()

  arrive(id: string, arrival: MarkerArrival): void {
    this.#arrived.set(id, arrival)
    for (const oldest of this.#arrived.keys()) {
      if (this.#arrived.size <= REMEMBERED) break
      this.#arrived.delete(oldest)
    }
    for (const [waiter, awaited] of this.#waiting) {
      if (awaited === id) waiter.resolve(arrival)
    }
  }

  /** No marker will come any more. */
  fail(error: unknown): void {
    for (const waiter of this.#waiting.keys()) waiter.reject(error)
  }

  /** @throws the abort reason, or what `fail` was told */
  async wait(id: string, signal: AbortSignal): Promise<MarkerArrival> {
    signal.throwIfAborted()
    const arrival = this.#arrived.get(id)
    if (arrival !== undefined) return arrival
    const waiter: Waiter = Promise.withResolvers()
    this.#waiting.set(waiter, id)
    const stop = () => waiter.reject(signal.reason)
    signal.addEventListener('abort', stop, { once: true })
    try {
      return await waiter.promise
    } finally {
      signal.removeEventListener('abort', stop)
      this.#waiting.delete(waiter)
    }
  }
}
