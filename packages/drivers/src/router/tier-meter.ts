import type { TierMeasurement } from '@causeway/core'
import { LatencyHistogram } from './latency-histogram.ts'

/** What one tier did with the requests it was given since the meter was made. */
export class TierMeter {
  readonly #startedMs = performance.now()
  readonly #latencies = new LatencyHistogram()
  #sent = 0
  #requests = 0
  #errors = 0

  sent(): void {
    this.#sent += 1
  }

  /** One that was sent is over. */
  add(durationMs: number, failed: boolean): void {
    this.#requests += 1
    if (failed) this.#errors += 1
    this.#latencies.add(durationMs)
  }

  read(): TierMeasurement {
    const seconds = (performance.now() - this.#startedMs) / 1000
    return {
      sent: this.#sent,
      requests: this.#requests,
      errors: this.#errors,
      requestsPerSecond: seconds > 0 ? this.#requests / seconds : 0,
      p50Ms: this.#latencies.quantile(0.5),
      p95Ms: this.#latencies.quantile(0.95),
      p99Ms: this.#latencies.quantile(0.99),
    }
  }
}
