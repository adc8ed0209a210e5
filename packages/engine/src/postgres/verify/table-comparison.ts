import type { Direction, Mismatch, TableVerification } from '@causeway/core'
import {
  nameOf,
  type BucketRow,
  type ComparisonSql,
  type IdRow,
  type ObservedRow,
  type Range,
  type RowId,
  type TotalsRow,
} from './comparison-sql.ts'
import type { SqlClient } from '../connect.ts'
import { KeyRanges } from './key-ranges.ts'
import { tableName } from '../table-name.ts'
import { describeMismatches, MOST_DESCRIBED } from './mismatches.ts'
import { on, onBoth, type Pair } from './pair.ts'
import { settle, type Differing, type Observed } from './settle.ts'

/** So many rows of differing buckets are fetched at once; the rest is looked at after they have been settled. */
const MOST_FETCHED = 20_000
const ROWS_PER_BUCKET = 64
const MOST_BUCKETS_BITS = 16
const MOST_SETTLED_AT_ONCE = 5000
/** After so many groups of buckets that differ it is worth waiting for the stream before looking closer. */
const MANY_GROUPS = 8
/** Each group costs a table without a key another scan. */
const MOST_GROUPS_WITHOUT_KEY = 32
const ROUNDS = 5
/** A table as wrong as this is not looked at any further. */
const ENOUGH_MISMATCHES = 10_000

export interface TableComparisonOptions {
  readonly sql: ComparisonSql
  readonly direction: Direction
  /** Resolves when everything committed on `from` before the call has been applied to `to`. */
  readonly passed: (signal: AbortSignal) => Promise<void>
  /** Told the rows that were not found equal, different or in motion; `overflow` is the whole table. */
  readonly leave: (rows: readonly RowId[] | 'overflow') => void
  /** See compared-whole.ts. */
  readonly whole: boolean
}

const EVERYTHING: Range = { after: null, upTo: null }

/**
 * Compares one table, as a whole or range by range. A range that differs is spread over buckets by the hash of the key,
 * the rows of differing buckets are compared one by one, and those that differ are settled against motion.
 *
 * Memory is bounded by the constants above, whatever the table. Several workers may work on it, each with its own pair.
 */
export class TableComparison {
  readonly sql: ComparisonSql
  readonly #options: TableComparisonOptions
  readonly #ranges: KeyRanges
  readonly #mismatches: Mismatch[] = []
  readonly #differing = new Set<string>()
  /** The comparison of the whole; when it is not equal it goes on in ranges. */
  #whole: 'to do' | 'under way' | 'done'
  #rows = 0
  #inMotion = 0

  constructor(options: TableComparisonOptions) {
    this.sql = options.sql
    this.#options = options
    this.#ranges = new KeyRanges(options.sql)
    this.#whole = options.whole ? 'to do' : 'done'
  }

  /** Whether a worker that comes now would find something to do. */
  get hasWork(): boolean {
    return this.#whole !== 'under way' && !this.#ranges.exhausted && this.#isWorthwhile
  }

  get #isWorthwhile(): boolean {
    return this.#differing.size < ENOUGH_MISMATCHES
  }

  /** Whether all of it has been compared, once no worker is left. */
  get isComplete(): boolean {
    return this.#ranges.exhausted && this.#isWorthwhile
  }

  get result(): TableVerification {
    const { method } = this.sql
    return { table: tableName(this.sql.table), rows: this.#rows, mismatches: this.#differing.size, method }
  }

  /** The first hundred. */
  get mismatches(): readonly Mismatch[] {
    return this.#mismatches
  }

  /** How many rows were left because they changed during every attempt. */
  get inMotion(): number {
    return this.#inMotion
  }

  /** Compares all at once where that is asked for, else ranges until none is left. `report` is called after each. */
  async work(pair: Pair, report: () => void, signal: AbortSignal): Promise<void> {
    if (this.#whole === 'to do') await this.#compareWhole(pair, report, signal)
    let suspects: readonly RowId[] = []
    while (this.hasWork) {
      const range = await this.#ranges.next(pair, signal)
      if (range === null) break
      suspects = await this.#compareRange(pair, range, suspects, signal)
      report()
    }
    await this.#settle(pair, suspects, signal)
  }

  async #compareWhole(pair: Pair, report: () => void, signal: AbortSignal): Promise<void> {
    this.#whole = 'under way'
    const [[from], [to]] = await onBoth<TotalsRow>(pair, this.sql.totals(EVERYTHING), signal)
    this.#whole = 'done'
    if (!isSame(from, to)) return
    this.#rows = Number(from?.rows)
    this.#ranges.finish()
    report()
  }

  /** @returns the suspects given and those found, as far as they are not settled yet */
  async #compareRange(
    pair: Pair,
    range: Range,
    suspects: readonly RowId[],
    signal: AbortSignal,
  ): Promise<readonly RowId[]> {
    const startedAt = performance.now()
    const [[from], [to]] = await onBoth<TotalsRow>(pair, this.sql.totals(range), signal)
    const rows = Math.max(Number(from?.rows), Number(to?.rows))
    this.#ranges.took(rows, performance.now() - startedAt)
    this.#rows += Number(from?.rows)
    if (isSame(from, to)) return suspects
    const bits = bucketBits(rows)
    let found = suspects
    for (const { buckets } of await this.#differingBuckets(pair, range, bits, signal)) {
      found = [...found, ...(await this.#differingRows(pair, range, bits, buckets, signal))]
      if (found.length < MOST_SETTLED_AT_ONCE) continue
      await this.#settle(pair, found, signal)
      found = []
      if (!this.#isWorthwhile) break
    }
    return found
  }

  async #differingBuckets(pair: Pair, range: Range, bits: number, signal: AbortSignal): Promise<readonly Group[]> {
    const look = async () => {
      const [from, to] = await onBoth<BucketRow>(pair, this.sql.buckets(range, bits), signal)
      return groupDiffering(from, to, MOST_FETCHED)
    }
    const groups = await look()
    if (groups.length <= MANY_GROUPS) return groups
    await this.#options.passed(signal)
    const remaining = await look()
    if (this.sql.table.key !== null || remaining.length <= MOST_GROUPS_WITHOUT_KEY) return remaining
    this.#inMotion += sum(remaining.slice(MOST_GROUPS_WITHOUT_KEY).map(({ rows }) => rows))
    this.#options.leave('overflow')
    return remaining.slice(0, MOST_GROUPS_WITHOUT_KEY)
  }

  async #differingRows(
    pair: Pair,
    range: Range,
    bits: number,
    buckets: readonly string[],
    signal: AbortSignal,
  ): Promise<readonly RowId[]> {
    const [from, to] = await onBoth<IdRow>(pair, this.sql.rowsOf(range, bits, buckets), signal)
    return differingIds(from, to)
  }

  async #settle(pair: Pair, ids: readonly RowId[], signal: AbortSignal): Promise<void> {
    // A row may lie in one range here and in another there; it counts once.
    const distinct = [...new Map(ids.map((id) => [nameOf(id), id])).values()].filter(
      (id) => !this.#differing.has(nameOf(id)),
    )
    for (let start = 0; start < distinct.length; start += MOST_SETTLED_AT_ONCE) {
      const { differing, moving } = await settle(distinct.slice(start, start + MOST_SETTLED_AT_ONCE), {
        rounds: ROUNDS,
        passed: async () => this.#options.passed(signal),
        observe: async (side, open) => observe(pair[side], this.sql, open, signal),
      })
      this.#inMotion += moving.length
      const left = [...moving, ...differing.map(({ id }) => id)]
      if (left.length > 0) this.#options.leave(this.sql.table.key === null ? 'overflow' : left)
      await this.#record(pair, differing, signal)
    }
  }

  async #record(pair: Pair, differing: readonly Differing<RowId>[], signal: AbortSignal): Promise<void> {
    // Another worker may have been faster with a row.
    const added = differing.filter(({ id }) => !this.#differing.has(nameOf(id)))
    for (const { id } of added) this.#differing.add(nameOf(id))
    const described = added.slice(0, Math.max(0, MOST_DESCRIBED - this.#mismatches.length))
    this.#mismatches.push(...(await describeMismatches(pair, this.sql, this.#options.direction, described, signal)))
  }
}

function isSame(from: TotalsRow | undefined, to: TotalsRow | undefined): boolean {
  return from?.rows === to?.rows && from?.sum === to?.sum
}

/** The rows of these ids as they are now on one side. */
export async function observe(
  client: SqlClient,
  sql: ComparisonSql,
  ids: readonly RowId[],
  signal: AbortSignal,
): Promise<ReadonlyMap<RowId, Observed>> {
  const rows = await on<ObservedRow>(client, sql.observe(ids), signal)
  return new Map(
    rows.flatMap(({ number, value, version, place }) => {
      const id = ids[Number(number) - 1]
      return id === undefined ? [] : [[id, { value, version, place }]]
    }),
  )
}

/** So many buckets that one holds few rows. */
export function bucketBits(rows: number): number {
  return Math.min(MOST_BUCKETS_BITS, Math.max(0, Math.ceil(Math.log2(rows / ROWS_PER_BUCKET))))
}

export interface Group {
  readonly buckets: readonly string[]
  readonly rows: number
}

/** Buckets that are not the same on both sides, in groups of at most `mostRows` rows, or of one bucket. */
export function groupDiffering(
  from: readonly BucketRow[],
  to: readonly BucketRow[],
  mostRows: number,
): readonly Group[] {
  const there = new Map(to.map((row) => [row.bucket, row]))
  const differing: { readonly bucket: string; readonly rows: number }[] = []
  for (const { bucket, rows, sum } of from) {
    const other = there.get(bucket)
    there.delete(bucket)
    if (other?.rows === rows && other.sum === sum) continue
    differing.push({ bucket, rows: Number(rows) + Number(other?.rows ?? 0) })
  }
  for (const { bucket, rows } of there.values()) differing.push({ bucket, rows: Number(rows) })
  const groups: { buckets: string[]; rows: number }[] = []
  for (const { bucket, rows } of differing) {
    const last = groups.at(-1)
    if (last === undefined || last.rows + rows > mostRows) {
      groups.push({ buckets: [bucket], rows })
    } else {
      last.buckets.push(bucket)
      last.rows += rows
    }
  }
  return groups
}

function differingIds(from: readonly IdRow[], to: readonly IdRow[]): readonly RowId[] {
  const there = new Map(to.map((row) => [nameOf(row.id), row]))
  const differing: RowId[] = []
  for (const here of from) {
    const name = nameOf(here.id)
    const other = there.get(name)
    there.delete(name)
    if (other?.value !== here.value) differing.push(here.id)
  }
  return [...differing, ...[...there.values()].map(({ id }) => id)]
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}
