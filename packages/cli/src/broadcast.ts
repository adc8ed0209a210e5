/** How many values a slow listener may be behind before it loses the oldest; what it hears is news, not a record. */
const BACKLOG = 1_000

/** Hands every value to whoever listens at that moment. Never waits for a listener. */
export class Broadcast<T> {
  readonly #listeners = new Set<(value: T) => void>()

  send(value: T): void {
    for (const hear of this.#listeners) hear(value)
  }

  /** From now until `signal`; then the iteration ends. */
  async *listen(signal: AbortSignal): AsyncGenerator<T> {
    const waiting: T[] = []
    let wake = Promise.withResolvers<void>()
    const hear = (value: T) => {
      waiting.push(value)
      if (waiting.length > BACKLOG) waiting.shift()
      wake.resolve()
    }
    const stop = () => wake.resolve()
    this.#listeners.add(hear)
    signal.addEventListener('abort', stop, { once: true })
    try {
      while (!signal.aborted) {
        await wake.promise
        wake = Promise.withResolvers<void>()
        yield* waiting.splice(0)
      }
    } finally {
      this.#listeners.delete(hear)
      signal.removeEventListener('abort', stop)
    }
  }
}
