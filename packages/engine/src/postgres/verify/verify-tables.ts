import { faultPoint, type Direction, type VerificationResult, type VerifyProgress } from '@causeway/core'
import type { ResolvedSpec } from '@causeway/spec'
import type { Table } from '../catalog.ts'
import type { ChangedRowQueue } from './changed-row-queue.ts'
import type { Passed } from './changed-row-verifier.ts'
import { comparedWhole } from './compared-whole.ts'
import { ComparisonSql } from './comparison-sql.ts'
import { openPair, type Pair } from './pair.ts'
import { readPosition, resultOf, type TableOutcome } from './result.ts'
import { TableComparison, type TableComparisonOptions } from './table-comparison.ts'

export interface VerifyTablesOptions {
  readonly spec: ResolvedSpec
  readonly direction: Direction
  readonly tables: readonly Table[]
  /** Rows in motion go there, and what it has of a table is done when the table is. */
  readonly changed: ChangedRowQueue
  readonly passed: Passed
  /** Whether nobody seems to write to a table. */
  readonly isQuiet: (table: Table) => boolean
  /** `application_name` of the sessions. */
  readonly application: string
  readonly report: (progress: VerifyProgress) => void
}

/**
 * Compares all rows of all tables while data moves: `verification.workers` at a time, each with a session on each
 * side, largest table first; workers without a table of their own help with one that is compared in ranges.
 *
 * The result holds for the position at which the source was when it began; what changed later is with `changed`.
 * @throws CW-0611, CW-0711 and other codes of a side when a session fails; then nothing counts as verified that is not done
 */
export async function verifyTables(options: VerifyTablesOptions, signal: AbortSignal): Promise<VerificationResult> {
  const { spec, direction, application } = options
  const startedAt = performance.now()
  await using pairs = new AsyncDisposableStack()
  const first = pairs.use(await openPair(spec, direction, application, signal))
  const position = await readPosition(first, signal)
  const work = new Work(options, first.transcode)
  const failed = new AbortController()
  const stop = AbortSignal.any([signal, failed.signal])
  const worker = async (pair: Promise<Pair>) => {
    try {
      await work.run(pairs.use(await pair), stop)
    } catch (error) {
      failed.abort(error)
    }
  }
  const others = Array.from({ length: spec.verification.workers - 1 }, async () =>
    worker(openPair(spec, direction, application, stop)),
  )
  await Promise.all([worker(Promise.resolve(first)), ...others])
  work.end()
  stop.throwIfAborted()
  return resultOf(work.outcomes, position, startedAt)
}

/** Which table is next, and which are done. */
class Work {
  readonly #options: VerifyTablesOptions
  readonly #waiting: TableComparison[]
  readonly #workers = new Map<TableComparison, number>()
  readonly #done = new Map<TableComparison, TableOutcome>()
  readonly #endPass = new Map<TableComparison, (complete: boolean) => void>()

  constructor(options: VerifyTablesOptions, transcode: boolean) {
    const { tables, direction, changed, passed, isQuiet } = options
    const isWhole = comparedWhole(tables, { workers: options.spec.verification.workers, isQuiet })
    this.#options = options
    this.#waiting = [...tables]
      .sort((left, right) => right.sizeBytes - left.sizeBytes)
      .map((table) => {
        const leave: TableComparisonOptions['leave'] = (rows) => changed.note(table.sql, rows)
        const sql = new ComparisonSql(table, { transcode })
        return new TableComparison({ sql, direction, passed, leave, whole: isWhole(table) })
      })
    // Claimed now, so that nobody else compares them meanwhile.
    for (const comparison of this.#waiting) this.#begin(comparison)
  }

  /** By name. */
  get outcomes(): readonly TableOutcome[] {
    return [...this.#done.values()].sort((left, right) => (left.result.table < right.result.table ? -1 : 1))
  }

  async run(pair: Pair, signal: AbortSignal): Promise<void> {
    for (let comparison = this.#take(); comparison !== undefined; comparison = this.#take()) {
      const current = comparison
      await current.work(pair, () => this.#report(current), signal)
      this.#finish(current)
    }
  }

  /** What is not done by now stays pending. */
  end(): void {
    for (const endPass of this.#endPass.values()) endPass(false)
  }

  #take(): TableComparison | undefined {
    const next = this.#waiting.shift()
    // Begun again: what was noted while it waited is covered as well.
    if (next !== undefined) this.#begin(next)
    const comparison = next ?? [...this.#workers.keys()].find(({ hasWork }) => hasWork)
    if (comparison !== undefined) this.#workers.set(comparison, (this.#workers.get(comparison) ?? 0) + 1)
    return comparison
  }

  #begin(comparison: TableComparison): void {
    this.#endPass.set(comparison, this.#options.changed.beginPass(comparison.sql.table))
  }

  /** The last of its workers closes a table. */
  #finish(comparison: TableComparison): void {
    const others = (this.#workers.get(comparison) ?? 1) - 1
    this.#workers.set(comparison, others)
    if (others > 0) return
    this.#workers.delete(comparison)
    this.#endPass.get(comparison)?.(comparison.isComplete)
    this.#endPass.delete(comparison)
    const { result, mismatches, inMotion } = comparison
    this.#done.set(comparison, { result, mismatches, inMotion })
    this.#report(comparison)
    faultPoint('verify.table-done')
  }

  #report({ result }: TableComparison): void {
    const { report, tables } = this.#options
    report({ table: result.table, checkedRows: result.rows, tablesDone: this.#done.size, tables: tables.length })
  }
}
