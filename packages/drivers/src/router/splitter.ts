import type { TierName } from './tier.ts'

/** The fractional part of the golden ratio: its multiples fill the unit interval as evenly as any sequence does. */
const STEP = (Math.sqrt(5) - 1) / 2

/**
 * Decides request by request who serves it.
 *
 * Deterministic, and over any run of requests within a few requests of the weight. Its step is irrational, so a client
 * that repeats a pattern (every second request a write) gets the same share of each kind on each side.
 */
export class Splitter {
  /** Green's share in percent. */
  weight = 0
  #position = 0

  next(): TierName {
    this.#position = (this.#position + STEP) % 1
    return this.#position * 100 < this.weight ? 'green' : 'blue'
  }

  /** Whether a tier may get any request at all. */
  serves(tier: TierName): boolean {
    return tier === 'green' ? this.weight > 0 : this.weight < 100
  }
}
