export interface LoadStats {
  readonly writes: {
    readonly acked: number
    /** Refused by the application for a reason of its own, e.g. out of stock. */
    readonly rejected: number
    /** Answered with an error, or with nothing. */
    readonly errors: number
  }
  readonly reads: { readonly ok: number; readonly errors: number }
  /** The longest time in which no write was acknowledged, the one that lasts now included. */
  readonly longestGap: { readonly ms: number; readonly startedAt: string }
  /** Of acknowledged writes, from when they were due; whole run. */
  readonly latency: Latency
  readonly seconds: readonly SecondStats[]
  /** The first errors, in words. */
  readonly firstErrors: readonly string[]
}

export interface Latency {
  readonly p50Ms: number
  readonly p95Ms: number
  readonly p99Ms: number
  readonly maxMs: number
}

export interface SecondStats extends Latency {
  /** Since the start, from 0. */
  readonly second: number
  readonly writes: number
  readonly reads: number
  readonly errors: number
}

interface Bucket {
  readonly latenciesMs: number[]
  reads: number
  errors: number
}

const SHOWN = 20

/** What a load measures of itself. Times are on `performance.now()`. */
export class Measurements {
  readonly #startedMs = performance.now()
  readonly #buckets: Bucket[] = []
  readonly #summaries: SecondStats[] = []
  readonly #firstErrors: string[] = []
  readonly #counts = { acked: 0, rejected: 0, writeErrors: 0, reads: 0, readErrors: 0 }
  #lastAckMs = this.#startedMs
  #stoppedMs: number | null = null
  #gap = { ms: 0, startedMs: this.#startedMs }

  acked(dueMs: number): void {
    const now = performance.now()
    this.#bucket(now).latenciesMs.push(now - dueMs)
    this.#counts.acked += 1
    this.#gap = this.#gapAt(now)
    this.#lastAckMs = now
  }

  rejected(): void {
    this.#counts.rejected += 1
  }

  read(): void {
    this.#bucket(performance.now()).reads += 1
    this.#counts.reads += 1
  }

  failed(kind: 'write' | 'read', reason: string): void {
    this.#bucket(performance.now()).errors += 1
    this.#counts[kind === 'write' ? 'writeErrors' : 'readErrors'] += 1
    if (this.#firstErrors.length < SHOWN) this.#firstErrors.push(`${kind}: ${reason}`)
  }

  /** No more writes are expected: silence from now on is no gap. */
  stop(): void {
    this.#stoppedMs ??= performance.now()
  }

  stats(): LoadStats {
    const { acked, rejected, writeErrors, reads, readErrors } = this.#counts
    const gap = this.#gapAt(this.#stoppedMs ?? performance.now())
    return {
      writes: { acked, rejected, errors: writeErrors },
      reads: { ok: reads, errors: readErrors },
      longestGap: { ms: gap.ms, startedAt: new Date(performance.timeOrigin + gap.startedMs).toISOString() },
      latency: latencyOf(this.#buckets.flatMap((bucket) => bucket.latenciesMs)),
      seconds: this.#seconds(),
      firstErrors: [...this.#firstErrors],
    }
  }

  #gapAt(now: number): { readonly ms: number; readonly startedMs: number } {
    const ms = now - this.#lastAckMs
    return ms > this.#gap.ms ? { ms, startedMs: this.#lastAckMs } : this.#gap
  }

  #secondAt(now: number): number {
    return Math.floor((now - this.#startedMs) / 1000)
  }

  #bucket(now: number): Bucket {
    const second = this.#secondAt(now)
    while (this.#buckets.length <= second) this.#buckets.push({ latenciesMs: [], reads: 0, errors: 0 })
    return this.#buckets[second] ?? { latenciesMs: [], reads: 0, errors: 0 }
  }

  /** A second that is over does not change any more and is summed up once. */
  #seconds(): readonly SecondStats[] {
    const current = this.#secondAt(performance.now())
    const running: SecondStats[] = []
    for (let second = this.#summaries.length; second < this.#buckets.length; second += 1) {
      const summary = summarise(second, this.#buckets[second])
      if (second < current) this.#summaries.push(summary)
      else running.push(summary)
    }
    return [...this.#summaries, ...running]
  }
}

function summarise(second: number, bucket: Bucket = { latenciesMs: [], reads: 0, errors: 0 }): SecondStats {
  const { latenciesMs, reads, errors } = bucket
  return { second, writes: latenciesMs.length, reads, errors, ...latencyOf(latenciesMs) }
}

/** Nearest rank; zeros when there is nothing. */
export function latencyOf(latenciesMs: readonly number[]): Latency {
  const sorted = Float64Array.from(latenciesMs).sort()
  const rank = (share: number): number => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0
  return { p50Ms: rank(0.5), p95Ms: rank(0.95), p99Ms: rank(0.99), maxMs: rank(1) }
}
