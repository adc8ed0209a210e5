import type { LoadProgress, TableProgress, TableState } from '@causeway/core'
import type { Table } from '../catalog.ts'
import { tableName } from '../table-name.ts'

const REPORT_INTERVAL_MS = 250
/** A change of speed shows in the average after about this long. */
const AVERAGE_OVER_MS = 10_000
/** Below this share of the work an estimate of the rest would be a guess. */
const ESTIMATE_FROM = 0.01

/**
 * Counts what has been copied and reports it, at most four times a second and only when something changed.
 *
 * Disposing it reports once more, so that the last report is the final state.
 */
export class ProgressMeter implements Disposable {
  readonly #tables: Map<string, TableProgress>
  readonly #report: (progress: LoadProgress) => void
  readonly #timer: NodeJS.Timeout
  #bytesPerSecond: number | null = null
  #bytesSinceTick = 0
  #tickedAt = performance.now()
  #changed = true

  constructor(tables: readonly Table[], report: (progress: LoadProgress) => void) {
    this.#tables = new Map(tables.map((table) => [table.sql, untouched(table)]))
    this.#report = report
    this.#timer = setInterval(() => this.#tick(), REPORT_INTERVAL_MS)
  }

  setState(table: string, state: TableState): void {
    this.#update(table, (progress) => ({ ...progress, state }))
  }

  /** What an earlier run has copied. */
  setCopied(table: string, copiedRows: number, copiedBytes: number): void {
    this.#update(table, (progress) => ({ ...progress, copiedRows, copiedBytes }))
  }

  /** Negative to take back an attempt that failed. */
  addBytes(table: string, bytes: number): void {
    this.#bytesSinceTick += Math.max(0, bytes)
    this.#update(table, (progress) => ({ ...progress, copiedBytes: progress.copiedBytes + bytes }))
  }

  addRows(table: string, rows: number): void {
    this.#update(table, (progress) => ({ ...progress, copiedRows: progress.copiedRows + rows }))
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer)
    this.#changed = true
    this.#tick()
  }

  #update(table: string, change: (progress: TableProgress) => TableProgress): void {
    const progress = this.#tables.get(table)
    if (progress === undefined) return
    this.#tables.set(table, change(progress))
    this.#changed = true
  }

  #tick(): void {
    const now = performance.now()
    const elapsedMs = now - this.#tickedAt
    if (elapsedMs > 0) {
      this.#bytesPerSecond = movingAverage(this.#bytesPerSecond, (this.#bytesSinceTick * 1000) / elapsedMs, elapsedMs)
      this.#tickedAt = now
      this.#bytesSinceTick = 0
    }
    if (!this.#changed) return
    this.#changed = false
    this.#report(summarize([...this.#tables.values()], this.#bytesPerSecond ?? 0))
  }
}

/** Exponential: older samples count less, and a long sample counts more than a short one. */
export function movingAverage(average: number | null, sample: number, sampleMs: number): number {
  if (average === null) return sample
  return average + (sample - average) * (1 - Math.exp(-sampleMs / AVERAGE_OVER_MS))
}

export function summarize(tables: readonly TableProgress[], bytesPerSecond: number): LoadProgress {
  const sum = (of: (table: TableProgress) => number) => tables.reduce((total, table) => total + of(table), 0)
  const totalBytes = sum((table) => table.totalBytes)
  const doneBytes = sum(doneOf)
  const canEstimate = bytesPerSecond > 0 && doneBytes >= totalBytes * ESTIMATE_FROM
  return {
    tables,
    copiedBytes: sum((table) => table.copiedBytes),
    totalBytes,
    bytesPerSecond,
    etaSeconds: canEstimate ? (totalBytes - doneBytes) / bytesPerSecond : null,
  }
}

/** In bytes of the source relation, which can be more or less than what went over the wire. */
function doneOf(table: TableProgress): number {
  const isCopying = table.state === 'waiting' || table.state === 'copying'
  return isCopying ? Math.min(table.copiedBytes, table.totalBytes) : table.totalBytes
}

function untouched(table: Table): TableProgress {
  return { table: tableName(table), state: 'waiting', copiedBytes: 0, totalBytes: table.sizeBytes, copiedRows: 0 }
}
