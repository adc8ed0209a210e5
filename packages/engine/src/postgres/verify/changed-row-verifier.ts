import { systemClock, type Direction, type Logger, type VerificationResult } from '@causeway/core'
import type { ResolvedSpec } from '@causeway/spec'
import type { Table } from '../catalog.ts'
import { compareStill } from './compare-still.ts'
import type { ChangedRow, ChangedRowQueue } from './changed-row-queue.ts'
import { ComparisonSql, type RowId } from './comparison-sql.ts'
import { tableName } from '../table-name.ts'
import { describeMismatches } from './mismatches.ts'
import { openPair, type Pair } from './pair.ts'
import { readPosition, resultOf, type TableOutcome } from './result.ts'
import { settle, type Observed, type Settled } from './settle.ts'
import { observe, TableComparison } from './table-comparison.ts'

const MOST_ROWS_AT_ONCE = 5000
/** Between two rounds, unless much is waiting: it spares both servers a marker and a few statements. */
const PAUSE_MS = 200
/** A whole table is compared again, while data moves, only after this long. */
const WHOLE_TABLE_EVERY_MS = 60_000
const ROUNDS = 3

export interface ChangedRowVerifierOptions {
  readonly spec: ResolvedSpec
  readonly logger: Logger
  readonly direction: Direction
  readonly changed: ChangedRowQueue
  /** `application_name` of the sessions. */
  readonly application: string
}

/** Resolves when everything committed before the call, on the side that changes come from, has been applied to the other. */
export type Passed = (signal: AbortSignal) => Promise<void>

/** Verifies again what the stream has changed: all the time, so that little is left for the pause, and in the pause. */
export class ChangedRowVerifier implements AsyncDisposable {
  readonly #options: ChangedRowVerifierOptions
  readonly #sqlOf = new Map<Table, ComparisonSql>()
  readonly #comparedWholeAt = new Map<Table, number>()
  /** Each is reported once, however often it is found again. */
  readonly #reported = new WeakSet<ChangedRow>()
  /** Opened early and kept, so that the pause does not wait for connections. */
  #pair: Promise<Pair | null> = Promise.resolve(null)

  constructor(options: ChangedRowVerifierOptions) {
    this.#options = options
  }

  /**
   * Compares what is pending, in a few round trips. Both sides must be still, and the stream must have passed.
   *
   * What is equal is no longer pending. A table that is pending whole costs a scan of it.
   */
  async verifyChanged(signal: AbortSignal): Promise<VerificationResult> {
    const startedAt = performance.now()
    const { changed } = this.#options
    const pair = await this.#kept(signal)
    const position = await readPosition(pair, signal)
    const whole = changed.wholeTables({ inPass: true })
    const rows = [...changed.rows(Number.MAX_SAFE_INTEGER)].filter(([table]) => !whole.includes(table))
    const outcomes = [...(await this.#compareRows(pair, rows, signal))]
    for (const table of whole) outcomes.push(await this.#compareWhole(pair, table, async () => {}, signal))
    return resultOf(outcomes, position, startedAt)
  }

  /**
   * Compares what is pending until `signal`, again and again as long as rows are in motion. A row that differs is
   * logged and stays pending, so that the pause cannot miss it.
   */
  async keepVerifying(passed: Passed, signal: AbortSignal): Promise<void> {
    const { spec, direction, application, changed } = this.#options
    await this.#kept(signal)
    await using pair = await openPair(spec, direction, application, signal)
    // As long as the stream is behind, everything is in motion.
    await passed(signal)
    for (;;) {
      await changed.filled(signal)
      for (const table of changed.wholeTables({ inPass: false })) {
        const since = performance.now() - (this.#comparedWholeAt.get(table) ?? -Infinity)
        if (since >= WHOLE_TABLE_EVERY_MS) await this.#compareWhole(pair, table, passed, signal)
      }
      const rows = changed.rows(MOST_ROWS_AT_ONCE)
      await this.#settleRows(pair, rows, passed, signal)
      if (countOf(rows) < MOST_ROWS_AT_ONCE / 2) await systemClock.sleep(PAUSE_MS, signal)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const pair = await this.#pair.catch(() => null)
    this.#pair = Promise.resolve(null)
    await pair?.[Symbol.asyncDispose]()
  }

  /** The pair kept for the pause, opened again when it was lost. One call waits for the other. */
  async #kept(signal: AbortSignal): Promise<Pair> {
    const { spec, direction, application } = this.#options
    const opening = this.#pair
      .catch(() => null)
      .then(async (pair) => {
        if (pair !== null && !pair.from.closed.aborted && !pair.to.closed.aborted) return pair
        await pair?.[Symbol.asyncDispose]()
        return openPair(spec, direction, application, signal)
      })
    this.#pair = opening
    return opening
  }

  #sql(pair: Pair, table: Table): ComparisonSql {
    const known = this.#sqlOf.get(table)
    if (known !== undefined) return known
    const made = new ComparisonSql(table, pair)
    this.#sqlOf.set(table, made)
    return made
  }

  async #compareWhole(pair: Pair, table: Table, passed: Passed, signal: AbortSignal): Promise<TableOutcome> {
    const { changed, direction } = this.#options
    const leave = (rows: readonly RowId[] | 'overflow') => changed.note(table.sql, rows)
    const comparison = new TableComparison({ sql: this.#sql(pair, table), direction, passed, leave, whole: false })
    const endPass = changed.beginPass(table)
    let complete = false
    try {
      await comparison.work(pair, () => {}, signal)
      complete = comparison.isComplete
    } finally {
      endPass(complete)
      this.#comparedWholeAt.set(table, performance.now())
    }
    const { result, mismatches, inMotion } = comparison
    for (const mismatch of mismatches) this.#options.logger.error('a row differs', { ...mismatch })
    return { result, mismatches, inMotion }
  }

  async #compareRows(
    pair: Pair,
    tables: readonly (readonly [Table, readonly ChangedRow[]])[],
    signal: AbortSignal,
  ): Promise<readonly TableOutcome[]> {
    const outcomes: TableOutcome[] = []
    const parts = tables.map(([table, rows]) => ({ sql: this.#sql(pair, table), rows }))
    for (const { sql, rows, differing } of await compareStill(pair, parts, signal)) {
      outcomes.push(await this.#record(pair, sql, rows, { differing, moving: [] }, signal))
    }
    return outcomes
  }

  async #settleRows(
    pair: Pair,
    rows: ReadonlyMap<Table, readonly ChangedRow[]>,
    passed: Passed,
    signal: AbortSignal,
  ): Promise<void> {
    const tableOf = new Map([...rows].flatMap(([table, changed]) => changed.map((row) => [row, table])))
    const { differing, moving } = await settle([...tableOf.keys()], {
      rounds: ROUNDS,
      passed: async () => passed(signal),
      observe: async (side, open) => {
        const found: [ChangedRow, Observed][] = []
        for (const [table, some] of Map.groupBy(open, (row) => tableOf.get(row))) {
          if (table === undefined) continue
          const byId = new Map(some.map((row) => [row.id, row]))
          for (const [id, seen] of await observe(pair[side], this.#sql(pair, table), [...byId.keys()], signal)) {
            const row = byId.get(id)
            if (row !== undefined) found.push([row, seen])
          }
        }
        return new Map(found)
      },
    })
    for (const [table, changed] of rows) {
      const settled = {
        differing: differing.filter(({ id }) => tableOf.get(id) === table),
        moving: moving.filter((row) => tableOf.get(row) === table),
      }
      await this.#record(pair, this.#sql(pair, table), changed, settled, signal)
    }
  }

  /** Takes off the queue what was equal, names what was not. */
  async #record(
    pair: Pair,
    sql: ComparisonSql,
    rows: readonly ChangedRow[],
    { differing, moving }: Settled<ChangedRow>,
    signal: AbortSignal,
  ): Promise<TableOutcome> {
    const { changed, direction, logger } = this.#options
    const unequal = new Set([...differing.map(({ id }) => id), ...moving])
    changed.verified(
      sql.table,
      rows.filter((row) => !unequal.has(row)),
    )
    changed.postpone(
      sql.table,
      rows.filter((row) => unequal.has(row)),
    )
    const named = differing.map((row) => ({ ...row, id: row.id.id }))
    const mismatches = await describeMismatches(pair, sql, direction, named, signal)
    for (const [index, mismatch] of mismatches.entries()) {
      const row = differing[index]?.id
      if (row === undefined || this.#reported.has(row)) continue
      this.#reported.add(row)
      logger.error('a row differs', { ...mismatch })
    }
    const { method } = sql
    const result = { table: tableName(sql.table), rows: rows.length, mismatches: differing.length, method }
    return { result, mismatches, inMotion: moving.length }
  }
}

function countOf(rows: ReadonlyMap<Table, readonly ChangedRow[]>): number {
  return [...rows.values()].reduce((total, each) => total + each.length, 0)
}
