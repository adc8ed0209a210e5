import { CausewayError } from '@causeway/core'

/** `late`: the hold's budget ended. `full`: as many are waiting as may. */
export type Admission = 'admitted' | 'late' | 'full'

interface Hold {
  readonly drained: PromiseWithResolvers<void>
  timer: NodeJS.Timeout | undefined
}

/** Counts the requests in flight, and keeps new ones waiting while a hold lasts. */
export class HoldGate {
  readonly #mostWaiting: number
  readonly #waiting = new Set<(admission: Admission) => void>()
  #inFlight = 0
  #hold: Hold | null = null

  constructor(mostWaiting: number) {
    this.#mostWaiting = mostWaiting
  }

  /** Once `admitted`, the request is in flight until `leave`. For one that has `gone` while waiting it never resolves. */
  async enter(gone: AbortSignal): Promise<Admission> {
    if (this.#hold === null) {
      this.#inFlight += 1
      return 'admitted'
    }
    if (this.#waiting.size >= this.#mostWaiting) return 'full'
    const { promise, resolve } = Promise.withResolvers<Admission>()
    this.#waiting.add(resolve)
    gone.addEventListener('abort', () => this.#waiting.delete(resolve), { once: true })
    return await promise
  }

  leave(): void {
    this.#inFlight -= 1
    if (this.#inFlight === 0) this.#hold?.drained.resolve()
  }

  /**
   * Resolves when none is in flight. A hold within a hold renews the budget, also for those waiting.
   *
   * When `signal` aborts before that, the hold ends and those waiting go on.
   * @throws CW-0901 when the hold ended while some were in flight
   */
  async hold(budgetMs: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    const hold = (this.#hold ??= { drained: Promise.withResolvers(), timer: undefined })
    clearTimeout(hold.timer)
    hold.timer = setTimeout(() => this.#end(hold, 'late', `the budget of ${budgetMs} ms ended`), budgetMs)
    if (this.#inFlight === 0) hold.drained.resolve()
    const abort = () => {
      hold.drained.reject(signal.reason)
      this.#end(hold, 'admitted', 'it was aborted')
    }
    signal.addEventListener('abort', abort, { once: true })
    try {
      await hold.drained.promise
    } finally {
      signal.removeEventListener('abort', abort)
    }
  }

  release(): void {
    if (this.#hold !== null) this.#end(this.#hold, 'admitted', 'it was released')
  }

  #end(hold: Hold, admission: Admission, why: string): void {
    if (this.#hold !== hold) return
    clearTimeout(hold.timer)
    this.#hold = null
    const inFlight = this.#inFlight
    hold.drained.reject(
      new CausewayError('CW-0901', `requests could not be held: ${why} while ${inFlight} were in flight`, {
        data: { inFlight },
      }),
    )
    // Counted here and not when each goes on: the next hold must wait for them.
    if (admission === 'admitted') this.#inFlight += this.#waiting.size
    for (const resolve of this.#waiting) resolve(admission)
    this.#waiting.clear()
  }
}
