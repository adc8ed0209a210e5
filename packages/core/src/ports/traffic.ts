/** Splits requests between blue and green. One contract suite runs on every adapter. */
export interface Traffic extends AsyncDisposable {
  /** The share of requests green should serve, 0 to 100. Resolves when the new weight is in effect, not merely accepted. */
  setWeight(green: number, signal: AbortSignal): Promise<void>

  /** What is configured, read back from the router. */
  weight(signal: AbortSignal): Promise<number>

  /** What was measured on each side since `resetMeasurement`, or since the start. */
  measure(signal: AbortSignal): Promise<TrafficMeasurement>

  resetMeasurement(): void

  /**
   * Keeps new requests waiting and resolves when none is in flight any more. A request that waits longer than
   * `budgetMs` is answered 503 with `Retry-After`; the hold ends by itself after the budget.
   */
  hold(budgetMs: number, signal: AbortSignal): Promise<void>

  /** Lets waiting requests go on. Idempotent. */
  release(): Promise<void>
}

export interface TrafficMeasurement {
  readonly blue: TierMeasurement
  readonly green: TierMeasurement
}

export interface TierMeasurement {
  /** Given to the tier, answered or not: what the weight decides. */
  readonly sent: number
  /** Answered, or failed. */
  readonly requests: number
  /** Answers of 500 and above, and connections refused or broken. */
  readonly errors: number
  readonly requestsPerSecond: number
  readonly p50Ms: number
  readonly p95Ms: number
  readonly p99Ms: number
}
