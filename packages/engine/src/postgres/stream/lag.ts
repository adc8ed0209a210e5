/**
 * How far the other side is behind, by heartbeats: a beat is the moment it was written, on our clock, and the lag is its
 * age when it has been committed on the other side. While one is missing, its age counts.
 */
export class LagMeter {
  readonly #heartbeatMs: number
  #newestBeat: number | null = null
  #lagMs = 0

  constructor(heartbeatMs: number) {
    this.#heartbeatMs = heartbeatMs
  }

  arrived(beat: number, now: number): void {
    if (this.#newestBeat !== null && beat < this.#newestBeat) return
    this.#newestBeat = beat
    this.#lagMs = Math.max(0, now - beat)
  }

  /** `null` before the first beat has arrived. */
  lagMs(now: number): number | null {
    if (this.#newestBeat === null) return null
    return Math.max(this.#lagMs, now - (this.#newestBeat + this.#heartbeatMs))
  }
}

/** Rows per second over the last seconds. */
export class RateMeter {
  #samples: { readonly at: number; readonly count: number }[] = []

  add(count: number, now: number): void {
    this.#samples.push({ at: now, count })
    this.#forget(now)
  }

  perSecond(now: number): number {
    this.#forget(now)
    return this.#samples.reduce((sum, { count }) => sum + count, 0) / (WINDOW_MS / 1000)
  }

  #forget(now: number): void {
    const first = this.#samples.findIndex(({ at }) => at > now - WINDOW_MS)
    if (first !== 0) this.#samples = first === -1 ? [] : this.#samples.slice(first)
  }
}

const WINDOW_MS = 5_000
