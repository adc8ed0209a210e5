import type { Table } from '../catalog.ts'
import type { ChangedKey, ChangedRows } from '../stream/changed-rows.ts'
import { nameOf, type RowId } from './comparison-sql.ts'

/** Rows kept one by one, over all tables; and what their keys may measure. */
const MOST_ROWS = 200_000
const MOST_CHARACTERS = 16_000_000

/** One row that must be verified again. */
export interface ChangedRow {
  readonly id: RowId
  /** Which of the changes of this row it stands for. */
  readonly change: number
}

interface Pending {
  readonly table: Table
  readonly rows: Map<string, ChangedRow>
  characters: number
  /** The change since which the whole table is pending; `null` when its `rows` are all that is. */
  whole: number | null
  /** Somebody is comparing the whole table: rows that change from now on are noted one by one. */
  inPass: boolean
}

/**
 * What changed since it was last verified. In memory only: nothing is known after a restart, so every table begins as
 * pending whole, and memory is bounded by giving up the table with the most rows to "pending whole".
 *
 * A row stays pending until a verification that began after its last change says that it is equal.
 */
export class ChangedRowQueue implements ChangedRows {
  readonly #tables: ReadonlyMap<string, Pending>
  #changes = 0
  #rows = 0
  #characters = 0
  #awaited = Promise.withResolvers<void>()

  constructor(tables: readonly Table[]) {
    this.#tables = new Map(
      tables.map((table) => [table.sql, { table, rows: new Map(), characters: 0, whole: 0, inPass: false }]),
    )
  }

  asksFor(table: string): boolean {
    const pending = this.#tables.get(table)
    return pending !== undefined && listsRows(pending)
  }

  /** Called by the stream before a marker behind these changes counts as arrived. Tables not known are ignored. */
  note(table: string, rows: readonly ChangedKey[] | 'overflow'): void {
    const pending = this.#tables.get(table)
    if (pending === undefined) return
    this.#changes += 1
    if (rows === 'overflow' || pending.table.key === null || !rows.every(isWhole)) {
      this.#giveUp(pending)
    } else if (listsRows(pending)) {
      for (const id of rows) this.#add(pending, { id, change: this.#changes })
    }
    this.#keepBounds()
    this.#awaited.resolve()
  }

  /** Both sides have been proven equal while nobody wrote. */
  clear(): void {
    for (const pending of this.#tables.values()) {
      this.#removeRows(pending)
      pending.whole = null
    }
  }

  /** How many rows wait; a whole table counts with its estimate. */
  get size(): number {
    let size = this.#rows
    for (const { whole, table } of this.#tables.values()) {
      if (whole !== null) size += Math.max(1, Math.round(table.estimatedRows))
    }
    return size
  }

  /** Resolves when something is pending. */
  async filled(signal: AbortSignal): Promise<void> {
    while (this.size === 0) {
      signal.throwIfAborted()
      this.#awaited = Promise.withResolvers<void>()
      const { promise, reject } = this.#awaited
      const stop = () => reject(signal.reason)
      signal.addEventListener('abort', stop, { once: true })
      try {
        await promise
      } finally {
        signal.removeEventListener('abort', stop)
      }
    }
  }

  /** Tables pending whole; those that somebody compares already are left out unless `inPass`. */
  wholeTables(options: { readonly inPass: boolean }): readonly Table[] {
    return [...this.#tables.values()]
      .filter(({ whole, inPass }) => whole !== null && (options.inPass || !inPass))
      .map(({ table }) => table)
  }

  /** About `most` rows, of each table those that have waited longest for a turn; they stay pending. */
  rows(most: number): ReadonlyMap<Table, readonly ChangedRow[]> {
    const waiting = [...this.#tables.values()].filter(({ rows }) => rows.size > 0)
    // A share for each, or a table whose rows never rest would keep the others waiting.
    const share = Math.max(1, Math.floor(most / waiting.length))
    return new Map(waiting.map(({ table, rows }) => [table, [...rows.values()].slice(0, share)]))
  }

  /** These rows were found equal: they are no longer pending, unless they have changed since they were taken. */
  verified(table: Table, rows: readonly ChangedRow[]): void {
    const pending = this.#tables.get(table.sql)
    for (const row of rows) {
      if (pending?.rows.get(nameOf(row.id))?.change === row.change) this.#remove(pending, row)
    }
  }

  /** These rows were found in motion or different: they stay, and others have their turn first. */
  postpone(table: Table, rows: readonly ChangedRow[]): void {
    const pending = this.#tables.get(table.sql)
    for (const row of rows) {
      const current = pending?.rows.get(nameOf(row.id))
      if (pending === undefined || current === undefined) continue
      pending.rows.delete(nameOf(row.id))
      pending.rows.set(nameOf(row.id), current)
    }
  }

  /**
   * Somebody begins to compare the whole table: that stands for everything noted so far.
   *
   * @returns what to call at the end: whether all of it was compared, and what was not equal has been noted again
   */
  beginPass(table: Table): (complete: boolean) => void {
    const pending = this.#tables.get(table.sql)
    if (pending === undefined) return () => {}
    this.#changes += 1
    const began = this.#changes
    this.#giveUp(pending)
    pending.inPass = true
    return (complete) => {
      pending.inPass = false
      if (complete && pending.whole === began) pending.whole = null
      // The whole table stands for its rows.
      if (pending.whole !== null) this.#removeRows(pending)
    }
  }

  #giveUp(pending: Pending): void {
    pending.whole = this.#changes
    this.#removeRows(pending)
  }

  #add(pending: Pending, row: ChangedRow): void {
    const before = pending.rows.get(nameOf(row.id))
    if (before !== undefined) this.#remove(pending, before)
    pending.rows.set(nameOf(row.id), row)
    this.#count(pending, 1, nameOf(row.id).length)
  }

  #remove(pending: Pending, row: ChangedRow): void {
    pending.rows.delete(nameOf(row.id))
    this.#count(pending, -1, -nameOf(row.id).length)
  }

  #removeRows(pending: Pending): void {
    this.#count(pending, -pending.rows.size, -pending.characters)
    pending.rows.clear()
  }

  #count(pending: Pending, rows: number, characters: number): void {
    pending.characters += characters
    this.#rows += rows
    this.#characters += characters
  }

  #keepBounds(): void {
    while (this.#rows > MOST_ROWS || this.#characters > MOST_CHARACTERS) {
      const largest = [...this.#tables.values()].reduce((most, each) => (each.rows.size > most.rows.size ? each : most))
      this.#giveUp(largest)
    }
  }
}

function listsRows({ whole, inPass }: Pending): boolean {
  return whole === null || inPass
}

function isWhole(key: ChangedKey): key is RowId {
  return !key.includes(null)
}
