import type { ChangedRow } from './changed-row-queue.ts'
import type { ComparisonSql, Statement } from './comparison-sql.ts'
import { onBoth, type Pair } from './pair.ts'
import type { Differing } from './settle.ts'

const MOST_ROWS = 5000
const MOST_TABLES = 50

/** Rows of one table. */
export interface TableRows {
  readonly sql: ComparisonSql
  readonly rows: readonly ChangedRow[]
}

interface FoundRow {
  readonly table: number
  readonly number: string
  readonly value: string
}

/** Compares rows of many tables while nobody writes: one round trip for thousands of rows, on both sides at once. */
export async function compareStill(
  pair: Pair,
  tables: readonly TableRows[],
  signal: AbortSignal,
): Promise<readonly (TableRows & { readonly differing: readonly Differing<ChangedRow>[] })[]> {
  const differing = new Map<ComparisonSql, Differing<ChangedRow>[]>()
  for (const batch of batches(tables)) {
    const [from, to] = await onBoth<FoundRow>(pair, union(batch), signal)
    const [here, there] = [byRow(from), byRow(to)]
    for (const [index, { sql, rows }] of batch.entries()) {
      for (const [place, id] of rows.entries()) {
        const [left, right] = [here.get(`${index} ${place + 1}`), there.get(`${index} ${place + 1}`)]
        if (left === right) continue
        const found = { id, ...sideOf('from', left), ...sideOf('to', right) }
        differing.set(sql, [...(differing.get(sql) ?? []), found])
      }
    }
  }
  return tables.map(({ sql, rows }) => ({ sql, rows, differing: differing.get(sql) ?? [] }))
}

/** Bounded in rows and in tables; a table may be in several. */
export function batches(tables: readonly TableRows[]): readonly (readonly TableRows[])[] {
  const batches: TableRows[][] = []
  let room = 0
  for (const { sql, rows } of tables) {
    for (let start = 0; start < rows.length;) {
      if (room === 0 || batches.at(-1)?.length === MOST_TABLES) {
        batches.push([])
        room = MOST_ROWS
      }
      const part = rows.slice(start, start + room)
      batches.at(-1)?.push({ sql, rows: part })
      start += part.length
      room -= part.length
    }
  }
  return batches
}

function union(tables: readonly TableRows[]): Statement {
  const branches: string[] = []
  const params: unknown[] = []
  for (const [index, { sql, rows }] of tables.entries()) {
    branches.push(sql.changedBranch(index, params.length + 1))
    params.push(...sql.idParams(rows.map(({ id }) => id)))
  }
  return { sql: branches.join(' UNION ALL '), params }
}

function byRow(found: readonly FoundRow[]): ReadonlyMap<string, string> {
  return new Map(found.map(({ table, number, value }) => [`${table} ${number}`, value]))
}

function sideOf(side: 'from' | 'to', value: string | undefined): Pick<Differing<ChangedRow>, 'from' | 'to'> {
  // Only tables with a key are compared row by row: the key tells the place.
  return value === undefined ? {} : { [side]: { value, place: '' } }
}
