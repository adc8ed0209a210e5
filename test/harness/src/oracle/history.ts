/** What a client knows of one write: it succeeded, it certainly did not, or nobody told. */
export type Outcome = 'acked' | 'failed' | 'unknown'

export interface Operation {
  readonly client: string
  /** Counts the operations of one client from 1. */
  readonly seq: number
  /** What was written to; operations on one key have an order. */
  readonly key: string
  /** Milliseconds since the epoch, with fractions, of one machine's clock. */
  readonly startedAtMs: number
  readonly outcome: Outcome
  /** `Infinity` while the outcome is not known. */
  readonly endedAtMs: number
}

export interface OpenOperation {
  readonly client: string
  readonly seq: number
  end(outcome: Outcome): void
}

/** What the clients of one run saw. An operation that never ended is unknown. */
export class History {
  readonly #operations: Operation[] = []
  readonly #lastSeq = new Map<string, number>()

  begin(client: string, key: string): OpenOperation {
    const seq = (this.#lastSeq.get(client) ?? 0) + 1
    this.#lastSeq.set(client, seq)
    const index = this.#operations.length
    const begun: Operation = {
      client,
      seq,
      key,
      startedAtMs: now(),
      outcome: 'unknown',
      endedAtMs: Number.POSITIVE_INFINITY,
    }
    this.#operations.push(begun)
    return {
      client,
      seq,
      end: (outcome) => {
        const endedAtMs = outcome === 'unknown' ? Number.POSITIVE_INFINITY : now()
        this.#operations[index] = { ...begun, outcome, endedAtMs }
      },
    }
  }

  get operations(): readonly Operation[] {
    return this.#operations
  }
}

function now(): number {
  return performance.timeOrigin + performance.now()
}
