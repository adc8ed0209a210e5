import type { SqlClient } from '../connect.ts'
import type { ComparisonSql, Range, RowId } from './comparison-sql.ts'
import { on, type Pair } from './pair.ts'

const FIRST_ROWS = 10_000
const MOST_ROWS = 2_000_000
const AIM_MS = 1000

/**
 * Cuts a table into ranges of its key, each about a second of work, that together cover every row on both sides.
 *
 * The first range has no lower bound and the last no upper one. Several workers may ask at the same time.
 */
export class KeyRanges {
  readonly #sql: ComparisonSql
  #rows = FIRST_ROWS
  #after: RowId | null = null
  #exhausted = false
  #turn: Promise<unknown> = Promise.resolve()

  constructor(sql: ComparisonSql) {
    this.#sql = sql
  }

  get exhausted(): boolean {
    return this.#exhausted
  }

  /** Nothing is left to be looked at: the table has been compared as a whole. */
  finish(): void {
    this.#exhausted = true
  }

  /** The next range, `null` when there is none left. */
  async next(pair: Pair, signal: AbortSignal): Promise<Range | null> {
    const next = this.#turn.then(async () => this.#cut(pair, signal))
    // One who failed or was stopped does not take the turn from the others.
    this.#turn = next.catch(() => {})
    return next
  }

  /** Lets the size of the ranges follow the time that one took. */
  took(rows: number, ms: number): void {
    this.#rows = nextSize(rows, ms, this.#rows)
  }

  async #cut({ from }: Pair, signal: AbortSignal): Promise<Range | null> {
    if (this.#exhausted) return null
    const after = this.#after
    this.#after = this.#sql.table.key === null ? null : await this.#boundary(from, after, signal)
    this.#exhausted = this.#after === null
    return { after, upTo: this.#after }
  }

  async #boundary(from: SqlClient, after: RowId | null, signal: AbortSignal): Promise<RowId | null> {
    const [row] = await on<{ readonly id: RowId }>(from, this.#sql.boundary(after, this.#rows), signal)
    return row?.id ?? null
  }
}

/** The number of rows that should take about a second: at most four times more than before, for the rate may mislead. */
export function nextSize(rows: number, ms: number, before: number): number {
  // A range that was much smaller than asked for, the last one, says little about the rate.
  if (rows < before / 2) return before
  const aimed = Math.round((rows * AIM_MS) / Math.max(ms, 1))
  return Math.min(MOST_ROWS, Math.max(1000, Math.min(aimed, before * 4)))
}
