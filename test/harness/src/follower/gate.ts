import { whenSettled } from './when-settled.ts'

/** Lets work through, or keeps new work waiting until what is inside has left. */
export class Gate {
  #inside = 0
  #held: PromiseWithResolvers<void> | null = null
  #drained: PromiseWithResolvers<void> | null = null

  get held(): boolean {
    return this.#held !== null
  }

  /** Runs `body` when the gate is open. @throws the reason of `signal` while waiting; nothing has been run then */
  async pass<T>(body: () => Promise<T>, signal: AbortSignal): Promise<T> {
    while (this.#held !== null) await whenSettled(this.#held.promise, signal)
    this.#inside += 1
    try {
      return await body()
    } finally {
      this.#inside -= 1
      if (this.#inside === 0) this.#drained?.resolve()
    }
  }

  /** Keeps new work waiting from now on; resolves when nothing is inside, or when released before. */
  async hold(): Promise<void> {
    this.#held ??= Promise.withResolvers<void>()
    if (this.#inside === 0) return
    this.#drained ??= Promise.withResolvers<void>()
    await this.#drained.promise
  }

  release(): void {
    this.#drained?.resolve()
    this.#drained = null
    this.#held?.resolve()
    this.#held = null
  }
}
