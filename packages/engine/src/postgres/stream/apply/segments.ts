import type { RowChange, Truncate } from '../decoder.ts'
import type { NetChanges } from '../net.ts'
import type { StreamTable } from '../stream-table.ts'
import { netOf } from './set-statements.ts'

/** A stretch of changes without TRUNCATE between them; tables do not depend on each other here. */
export interface Segment {
  readonly truncate: Truncate | null
  readonly sets: readonly { readonly table: StreamTable; readonly net: NetChanges }[]
  /** In source order. */
  readonly rows: readonly RowChange[]
}

/** Fewer changes of a table are quicker one by one than through staging tables. */
const SET_FROM = 150
/** A larger row is sent from where it lies, one by one; in a set its text would be built in memory. */
const LARGE_ROW_BYTES = 1024 * 1024

/** Decides for each table whether its changes are composed and applied as sets. `rowsOnly` decides against it. */
export function planSegments(
  changes: readonly (RowChange | Truncate)[],
  tableOf: (relation: number) => StreamTable,
  rowsOnly: boolean,
): readonly Segment[] {
  const segments: Segment[] = []
  let begin = 0
  for (let index = 0; index <= changes.length; index += 1) {
    const change = changes[index]
    if (change !== undefined && change.kind !== 'truncate') continue
    // Everything before is applied before the tables are emptied.
    if (index > begin) segments.push(planRows(changes.slice(begin, index) as readonly RowChange[], tableOf, rowsOnly))
    if (change !== undefined) segments.push({ truncate: change, sets: [], rows: [] })
    begin = index + 1
  }
  return segments
}

function planRows(changes: readonly RowChange[], tableOf: (relation: number) => StreamTable, rowsOnly: boolean): Segment {
  if (rowsOnly || changes.length < SET_FROM) return { truncate: null, sets: [], rows: changes }
  const byTable = Map.groupBy(changes, (change) => tableOf(change.relation))
  const sets: { table: StreamTable; net: NetChanges }[] = []
  const composed = new Set<StreamTable>()
  for (const [table, ofTable] of byTable) {
    if (ofTable.length < SET_FROM || ofTable.some((change) => change.bytes.length > LARGE_ROW_BYTES)) continue
    const net = netOf(table, ofTable)
    if (net === null) continue
    sets.push({ table, net })
    composed.add(table)
  }
  const rows = sets.length === 0 ? changes : changes.filter((change) => !composed.has(tableOf(change.relation)))
  return { truncate: null, sets, rows }
}
