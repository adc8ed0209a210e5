import type { ChangedKey, ChangedRows } from '../changed-rows.ts'
import type { Change } from '../change-list.ts'
import type { RowChange } from '../decoder.ts'
import { keyTexts } from '../key.ts'
import type { StreamTable } from '../stream-table.ts'

/** More changed rows of a table in one transaction are not listed. */
const MOST_KEYS = 10_000

/** Gathers which rows a transaction changes until it is committed. */
export class ChangedKeys {
  readonly #tableAt: (number: number) => StreamTable
  #tables = new Map<StreamTable, Map<string, ChangedKey> | 'overflow'>()

  constructor(tableAt: (number: number) => StreamTable) {
    this.#tableAt = tableAt
  }

  /** Those of a transaction that goes on: what will be asked for at its end is not known. */
  add(changes: Iterable<Change>): void {
    this.#add(changes, () => true)
  }

  /** Tells everything gathered, the last changes with it, and begins anew. */
  tell(last: Iterable<Change>, changedRows: ChangedRows): void {
    this.#add(last, (table) => changedRows.asksFor(table.sql))
    for (const [table, keys] of this.#tables) {
      changedRows.note(table.sql, keys === 'overflow' ? keys : [...keys.values()])
    }
    this.#tables = new Map()
  }

  #add(changes: Iterable<Change>, asksFor: (table: StreamTable) => boolean): void {
    for (const change of changes) {
      if (change.kind === 'truncate') {
        for (const relation of change.relations) this.#tables.set(this.#tableAt(relation), 'overflow')
      } else {
        this.#addRow(this.#tableAt(change.relation), change, asksFor)
      }
    }
  }

  #addRow(
    table: StreamTable,
    { bytes, oldTuple, newTuple }: RowChange,
    asksFor: (table: StreamTable) => boolean,
  ): void {
    let keys = this.#tables.get(table)
    if (keys === 'overflow') return
    if (keys === undefined) {
      if (!asksFor(table)) return void this.#tables.set(table, 'overflow')
      this.#tables.set(table, (keys = new Map()))
    }
    const known =
      table.keyVerifies &&
      (newTuple === 0 || addKey(keys, keyTexts(table, bytes, newTuple, oldTuple))) &&
      (oldTuple === 0 || addKey(keys, keyTexts(table, bytes, oldTuple, 0)))
    if (!known || keys.size > MOST_KEYS) this.#tables.set(table, 'overflow')
  }
}

function addKey(keys: Map<string, ChangedKey>, key: readonly string[] | null): boolean {
  if (key === null) return false
  // No text holds a zero byte.
  keys.set(key.join('\0'), key)
  return true
}
