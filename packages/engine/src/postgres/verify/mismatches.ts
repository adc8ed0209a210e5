import type { Direction, Mismatch } from '@causeway/core'
import type { Table } from '../catalog.ts'
import { plainName, tableName } from '../table-name.ts'
import type { ColumnHashesRow, ComparisonSql, RowId } from './comparison-sql.ts'
import { onBoth, type Pair } from './pair.ts'
import type { Differing } from './settle.ts'

/** Described one by one; the others are only counted. */
export const MOST_DESCRIBED = 100

/** Names rows that were proven to differ: table, key, columns; never a value that is not part of the key. */
export async function describeMismatches(
  pair: Pair,
  sql: ComparisonSql,
  direction: Direction,
  differing: readonly Differing<RowId>[],
  signal: AbortSignal,
): Promise<readonly Mismatch[]> {
  const described = differing.slice(0, MOST_DESCRIBED)
  const onBothSides = described.filter(({ from, to }) => from !== undefined && to !== undefined).map(({ id }) => id)
  const columns = await differingColumns(pair, sql, onBothSides, signal)
  return described.map((row) => ({
    table: tableName(sql.table),
    key: keyText(sql.table, row),
    columns: columns.get(row.id) ?? [],
    kind: kindOf(row, direction),
  }))
}

/** Without a key, the place of a row on the side that has more of it is all that can be told without its values. */
function keyText(table: Table, { id, from, to }: Differing<RowId>): string {
  if (table.key !== null) return table.key.map(({ name }, index) => `${plainName(name)}=${id[index]}`).join(', ')
  return `ctid=${(rowsIn(from) > rowsIn(to) ? from : to)?.place}`
}

function kindOf({ from, to }: Differing<RowId>, direction: Direction): Mismatch['kind'] {
  const [source, target] = direction === 'forward' ? [from, to] : [to, from]
  const [onSource, onTarget] = [rowsIn(source), rowsIn(target)]
  if (onSource === onTarget) return 'differs'
  return onSource > onTarget ? 'missing-on-target' : 'missing-on-source'
}

/** A value is `count:sum`. */
function rowsIn(observed: { readonly value: string } | undefined): number {
  return Number(observed?.value.split(':', 1)[0] ?? 0)
}

async function differingColumns(
  pair: Pair,
  sql: ComparisonSql,
  ids: readonly RowId[],
  signal: AbortSignal,
): Promise<ReadonlyMap<RowId, readonly string[]>> {
  if (ids.length === 0 || sql.table.key === null) return new Map()
  const [from, to] = await onBoth<ColumnHashesRow>(pair, sql.columns(ids), signal)
  const there = new Map(to.map(({ number, hashes }) => [number, hashes]))
  return new Map(
    from.flatMap(({ number, hashes }) => {
      const id = ids[Number(number) - 1]
      const others = there.get(number)
      if (id === undefined || others === undefined) return []
      return [[id, sql.columnNames.filter((_, index) => hashes[index] !== others[index])]]
    }),
  )
}
