const SHORTEST_MS = 0.05
const LONGEST_MS = 600_000
/** Each bucket is this much wider than the one before, so a quantile is off by 1 % at most. */
const GROWTH = 1.02
const BUCKETS = Math.ceil(Math.log(LONGEST_MS / SHORTEST_MS) / Math.log(GROWTH)) + 1

/** Durations from 0.05 ms to 10 min in logarithmic buckets: 7 kB, however many there are. */
export class LatencyHistogram {
  readonly #buckets = new Float64Array(BUCKETS)
  #count = 0

  add(durationMs: number): void {
    const bucket = Math.floor(Math.log(durationMs / SHORTEST_MS) / Math.log(GROWTH))
    const index = Math.max(0, Math.min(BUCKETS - 1, bucket))
    this.#buckets[index] = (this.#buckets[index] ?? 0) + 1
    this.#count += 1
  }

  /** In ms, within 1 %; 0 while nothing was added. */
  quantile(share: number): number {
    let left = Math.max(1, Math.ceil(share * this.#count))
    for (const [index, count] of this.#buckets.entries()) {
      left -= count
      if (left <= 0) return SHORTEST_MS * GROWTH ** (index + 0.5)
    }
    return 0
  }
}
