import { mapLimit, runLoop } from '@causeway/core'
import type { Table } from '../catalog.ts'
import type { SqlClient } from '../connect.ts'
import { withEpoch } from '../control/epoch.ts'
import { migrationId } from '../names.ts'
import { copyPart, openCopyPair, type CopyPair } from './copy-part.ts'
import { beginPart, emptyTable } from './copy-sql.ts'
import type { CopyTablesOptions } from './copy-tables.ts'
import { planCopies, type CopyPart } from './plan.ts'
import { openSnapshot, type SourceSnapshot } from './snapshot.ts'

export interface CopyRoundOptions extends CopyTablesOptions {
  /** Told at each part that lands. */
  readonly healthy: () => void
}

/** PostgreSQL 14 and later read a range of pages without the others. */
const RANGE_SCANS_FROM = 140_000

/** Copies tables for as long as one snapshot of the source lives. */
export class CopyRound implements AsyncDisposable {
  readonly #options: CopyRoundOptions
  readonly #snapshot: SourceSnapshot
  /** Not yet begun, in the order to begin them. */
  readonly #waiting: CopyPart[]
  /** How many parts of each table have not landed. */
  readonly #open = new Map<string, number>()

  private constructor(options: CopyRoundOptions, snapshot: SourceSnapshot, parts: readonly CopyPart[]) {
    this.#options = options
    this.#snapshot = snapshot
    this.#waiting = [...parts]
    for (const { table, parts: count } of parts) this.#open.set(table.sql, count)
  }

  /** Takes the snapshot and empties tables that are copied in parts; the others are emptied as they are copied. */
  static async open(options: CopyRoundOptions, target: SqlClient, signal: AbortSignal): Promise<CopyRound> {
    const { context, lease, tables } = options
    const { workers, chunkBytes } = context.spec.fullLoad
    const snapshot = await openSnapshot(context, lease.epoch, signal)
    try {
      const parts = planCopies(tables, { workers, chunkBytes, rangeScans: snapshot.serverVersion >= RANGE_SCANS_FROM })
      const split = parts.filter(({ part, parts }) => parts > 1 && part === 0).map(({ table }) => table)
      for (const table of split) {
        await snapshot.keepPages(table, signal)
        await emptyForParts(table, options, target)
      }
      return new CopyRound(options, snapshot, parts)
    } catch (error) {
      await snapshot[Symbol.asyncDispose]()
      throw error
    }
  }

  /** Ends when every table has landed. @throws why the snapshot was lost, once the parts in flight have ended */
  async run(signal: AbortSignal): Promise<void> {
    const { workers } = this.#options.context.spec.fullLoad
    const numbers = Array.from({ length: Math.min(workers, this.#waiting.length) }, (_, number) => number)
    await mapLimit(numbers, workers, signal, async (_, signal) => await this.#work(signal))
    if (this.#waiting.length > 0) throw this.#snapshot.lost.reason
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#snapshot[Symbol.asyncDispose]()
  }

  async #work(signal: AbortSignal): Promise<void> {
    const { context, lease, healthy } = this.#options
    const attempt = async (recovered: () => void, signal: AbortSignal): Promise<void> => {
      if (this.#waiting.length === 0 || this.#snapshot.lost.aborted) return
      await using pair = await openCopyPair(context, lease.epoch, signal)
      for (let part = this.#take(); part !== undefined; part = this.#take()) {
        await this.#copy(pair, part, signal)
        recovered()
        healthy()
      }
    }
    await runLoop(attempt, signal, { name: 'copy', logger: context.logger })
  }

  #take(): CopyPart | undefined {
    return this.#snapshot.lost.aborted ? undefined : this.#waiting.shift()
  }

  async #copy(pair: CopyPair, part: CopyPart, signal: AbortSignal): Promise<void> {
    const { context, lease, meter, onLanded } = this.#options
    const { table } = part
    let bytes = 0
    const onBytes = (count: number): void => {
      bytes += count
      meter.addBytes(table.sql, count)
    }
    meter.setState(table.sql, 'copying')
    try {
      const options = {
        context,
        epoch: lease.epoch,
        snapshot: this.#snapshot,
        emptyBy: 'truncate',
        begin: beginPart,
      } as const
      const result = await copyPart(pair, part, { ...options, onBytes }, signal)
      meter.addRows(table.sql, result?.rows ?? 0)
    } catch (error) {
      meter.addBytes(table.sql, -bytes)
      this.#waiting.unshift(part)
      throw error
    }
    const open = (this.#open.get(table.sql) ?? 1) - 1
    this.#open.set(table.sql, open)
    if (open === 0) onLanded(table)
  }
}

async function emptyForParts(table: Table, { context, lease }: CopyRoundOptions, target: SqlClient): Promise<void> {
  const migration = migrationId(context.spec)
  await withEpoch(target, migration, lease, async () => {
    await target.query(emptyTable(table, migration, 'truncate').join('; '))
  })
}
