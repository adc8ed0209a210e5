import type { Table } from '../catalog.ts'
import { quoteLiteral } from '../quote.ts'
import type { RelayResult } from '../wire/relay.ts'
import type { CopyFormat } from './format.ts'
import type { CopyPart } from './plan.ts'

/** `truncate` needs a table that no foreign key points to; `delete` always works, but leaves its space behind. */
export type EmptyBy = 'truncate' | 'delete'

/**
 * Opens the transaction that lands a part and empties a whole table. Its row tells whether the part has landed before:
 * a commit whose answer was lost may have arrived.
 */
export function beginPart(part: CopyPart, migration: string, emptyBy: EmptyBy): readonly string[] {
  const landed = `SELECT EXISTS (SELECT FROM causeway.copied WHERE ${ofTable(part.table, migration)} AND part = ${part.part})`
  return ['BEGIN', ...(part.parts === 1 ? emptyTable(part.table, migration, emptyBy) : []), landed]
}

/**
 * Opens a transaction that the stream leaving the target recognises as ours: its first change is to our progress. For
 * one table at a time, because of the lock on that row.
 */
export function beginMarkedPart(part: CopyPart, migration: string, emptyBy: EmptyBy): readonly string[] {
  const [begin = '', ...rest] = beginPart(part, migration, emptyBy)
  return [begin, `UPDATE causeway.progress SET epoch = epoch WHERE migration = ${quoteLiteral(migration)}`, ...rest]
}

/**
 * Emptied first and forgotten second: a transaction of a session lost before may still be on its way, and emptying
 * waits for it to end.
 */
export function emptyTable(table: Table, migration: string, emptyBy: EmptyBy): readonly string[] {
  return [
    emptyBy === 'truncate' ? `TRUNCATE ONLY ${table.sql}` : `DELETE FROM ONLY ${table.sql}`,
    `DELETE FROM causeway.copied WHERE ${ofTable(table, migration)}`,
  ]
}

export function copyOut(part: CopyPart, format: CopyFormat): string {
  const { table, fromPage, toPage } = part
  const columns = copiedColumns(table)
  const ranges = [
    ...(fromPage === null ? [] : [`ctid >= '(${fromPage},0)'`]),
    ...(toPage === null ? [] : [`ctid < '(${toPage},0)'`]),
  ]
  // COPY of a table reads it alone, without its children, and is cheaper than COPY of a query.
  const what =
    ranges.length === 0
      ? `${table.sql}${columnList(columns)}`
      : `(SELECT ${columns.join(', ')} FROM ONLY ${table.sql} WHERE ${ranges.join(' AND ')})`
  return `COPY ${what} TO STDOUT (FORMAT ${format})`
}

export function copyIn(part: CopyPart, format: CopyFormat, emptyBy: EmptyBy): string {
  // Frozen rows need a table that was truncated in this very transaction.
  const freeze = part.parts === 1 && emptyBy === 'truncate' ? ', FREEZE' : ''
  return `COPY ${part.table.sql}${columnList(copiedColumns(part.table))} FROM STDIN (FORMAT ${format}${freeze})`
}

export function recordLanded(part: CopyPart, migration: string, snapshot: string, result: RelayResult): string {
  const [owner, table, text] = [migration, part.table.sql, snapshot].map(quoteLiteral)
  return `INSERT INTO causeway.copied (migration, table_name, part, parts, snapshot, rows, bytes)
    VALUES (${owner}, ${table}, ${part.part}, ${part.parts}, ${text}, ${result.rows}, ${result.bytes})`
}

function ofTable(table: Table, migration: string): string {
  return `migration = ${quoteLiteral(migration)} AND table_name = ${quoteLiteral(table.sql)}`
}

/** What the server computes is left out. */
function copiedColumns(table: Table): readonly string[] {
  return table.columns.filter((column) => !column.generated).map((column) => column.sql)
}

/** COPY knows no empty list, and leaves generated columns out by itself. */
function columnList(columns: readonly string[]): string {
  return columns.length === 0 ? '' : ` (${columns.join(', ')})`
}
