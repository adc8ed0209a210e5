import type { ChangeList } from '../change-list.ts'
import type { RowChange, Truncate } from '../decoder.ts'
import { netChanges, type NetChanges, type RowImage } from '../net.ts'
import type { StreamTable } from '../stream-table.ts'

/** A stretch of changes without TRUNCATE between them; tables do not depend on each other here. */
export interface Segment {
  readonly truncate: Truncate | null
  readonly sets: readonly { readonly table: StreamTable; readonly net: NetChanges }[]
  /** In source order. */
  readonly rows: Iterable<RowChange>
}

/** Fewer changes of a table are quicker one by one than through staging tables. */
const SET_FROM = 150
/** A larger row is sent from where it lies, one by one; in a set its text would be built in memory. */
export const LARGE_ROW_BYTES = 1024 * 1024

/** Decides for each table whether its changes are composed and applied as sets. `rowsOnly` decides against it. */
export function planSegments(
  changes: ChangeList,
  tableAt: (number: number) => StreamTable,
  rowsOnly: boolean,
): readonly Segment[] {
  const segments: Segment[] = []
  let stretch: number[] = []
  const finishStretch = () => {
    if (stretch.length > 0) segments.push(planStretch(changes, stretch, tableAt, rowsOnly))
    stretch = []
  }
  for (let index = 0; index < changes.length; index += 1) {
    const truncate = changes.truncateAt(index)
    if (truncate === null) {
      stretch.push(index)
      continue
    }
    // Everything before is applied before the tables are emptied.
    finishStretch()
    segments.push({ truncate, sets: [], rows: [] })
  }
  finishStretch()
  return segments
}

function planStretch(
  changes: ChangeList,
  stretch: readonly number[],
  tableAt: (number: number) => StreamTable,
  rowsOnly: boolean,
): Segment {
  if (rowsOnly || stretch.length < SET_FROM) return { truncate: null, sets: [], rows: rowsAt(changes, stretch) }
  const tableOf = (index: number) => tableAt(changes.relationAt(index))
  const sets = new Map<StreamTable, NetChanges>()
  for (const [table, indexes] of Map.groupBy(stretch, tableOf)) {
    const net = indexes.length < SET_FROM ? null : netOf(table, changes, indexes)
    if (net !== null) sets.set(table, net)
  }
  const rows = sets.size === 0 ? stretch : stretch.filter((index) => !sets.has(tableOf(index)))
  return { truncate: null, sets: [...sets].map(([table, net]) => ({ table, net })), rows: rowsAt(changes, rows) }
}

/** What many changes of one table come to, or `null` when they must be applied one by one. */
function netOf(table: StreamTable, changes: ChangeList, indexes: readonly number[]): NetChanges | null {
  if (indexes.some((index) => changes.bufferBytesAt(index) > LARGE_ROW_BYTES)) return null
  const rows = rowsAt(changes, indexes)
  if (table.key !== null) return netChanges(rows, table.key)
  // Without a key nothing can be composed, but rows that only come need no composing.
  const inserts: RowImage[] = []
  for (const { kind, bytes, newTuple } of rows) {
    if (kind !== 'insert') return null
    inserts.push({ bytes, tuple: newTuple, unchanged: [], under: null })
  }
  return { deletes: [], updates: [], inserts }
}

function* rowsAt(changes: ChangeList, indexes: readonly number[]): Generator<RowChange> {
  for (const index of indexes) yield rowAt(changes, index)
}

function rowAt(changes: ChangeList, index: number): RowChange {
  const change = changes.at(index)
  if (change.kind === 'truncate') throw new RangeError(`change ${index} is a truncate`)
  return change
}
