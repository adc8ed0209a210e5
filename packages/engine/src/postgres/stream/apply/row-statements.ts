import type { RowChange } from '../decoder.ts'
import { keysOf, keyTuple } from '../key.ts'
import { unchangedColumns } from '../net.ts'
import type { StreamColumn, StreamTable } from '../stream-table.ts'
import { columnAt, firstColumn, kindAt, nextColumn, NULL_VALUE } from '../tuple.ts'
import type { MessageWriter } from './message-writer.ts'
import type { Pipeline } from './pipeline.ts'
import { writeField, writeNullField, writeValueAt, type Format } from './values.ts'

/** One parameter of a statement: a column of the new image, or of the image that finds the row. */
interface Parameter {
  readonly image: 'new' | 'found'
  readonly index: number
}

interface Statement {
  readonly sql: string
  readonly parameters: readonly Parameter[]
}

/**
 * Applies changes of one table one by one, in source order: what needs no composing, and what cannot be composed.
 *
 * Every statement must change exactly one row.
 */
export class RowStatements {
  readonly #pipeline: Pipeline
  readonly #format: Format
  readonly #table: StreamTable
  readonly #statements = new Map<string, Statement>()

  constructor(pipeline: Pipeline, format: Format, table: StreamTable) {
    this.#pipeline = pipeline
    this.#format = format
    this.#table = table
  }

  apply(change: RowChange): void {
    switch (change.kind) {
      case 'insert':
        return this.#send('insert', change, () => insertStatement(this.#table))
      case 'delete':
        return this.#send('delete', change, () => deleteStatement(this.#table))
      case 'update':
        return this.#update(change)
    }
  }

  #update(change: RowChange): void {
    const omitted = unchangedColumns(change.bytes, change.newTuple)
    const isMoved = this.#isMoved(change)
    if (isMoved && omitted.length === 0) {
      // As two statements, because an identity column takes a value on insert only.
      this.#send('delete', change, () => deleteStatement(this.#table))
      this.#send('insert', change, () => insertStatement(this.#table))
      return
    }
    const name = `${isMoved ? 'move' : 'update'} ${omitted.join(',')}`
    this.#send(name, change, () => updateStatement(this.#table, new Set(omitted), isMoved))
  }

  #isMoved(change: RowChange): boolean {
    if (this.#table.key === null || change.oldTuple === 0) return false
    const { before, after } = keysOf(change, this.#table.key)
    return before !== after
  }

  #send(name: string, change: RowChange, make: () => Statement): void {
    let statement = this.#statements.get(name)
    if (statement === undefined) this.#statements.set(name, (statement = make()))
    const { sql, parameters } = statement
    const writer = this.#pipeline.bind(this.#pipeline.prepare(sql), parameters.length, this.#format)
    this.#writeParameters(writer, change, parameters)
    this.#pipeline.execute({ table: this.#table, change, expectedRows: 1 })
  }

  #writeParameters(writer: MessageWriter, change: RowChange, parameters: readonly Parameter[]): void {
    const { bytes, newTuple } = change
    const found = keyTuple(change)
    // Parameters of the new image come in column order: one walk over it.
    let index = 0
    let at = newTuple === 0 ? 0 : firstColumn(newTuple)
    for (const parameter of parameters) {
      if (parameter.image === 'found') {
        this.#writeColumn(writer, bytes, columnAt(bytes, found, parameter.index))
        continue
      }
      for (; index < parameter.index; index += 1) at = nextColumn(bytes, at)
      this.#writeColumn(writer, bytes, at)
    }
  }

  #writeColumn(writer: MessageWriter, bytes: Buffer, at: number): void {
    if (kindAt(bytes, at) === NULL_VALUE) writeNullField(writer)
    else writeValueAt(writer, bytes, at, this.#format, writeField)
  }
}

function insertStatement({ sql, columns }: StreamTable): Statement {
  const names = columns.map((column) => column.sql).join(', ')
  const values = columns.map((_, index) => `$${index + 1}`).join(', ')
  return {
    sql: `INSERT INTO ${sql} (${names}) OVERRIDING SYSTEM VALUE VALUES (${values})`,
    parameters: columns.map((_, index) => ({ image: 'new', index })),
  }
}

function deleteStatement(table: StreamTable): Statement {
  const row = findRow(table, 1)
  return { sql: `DELETE FROM ONLY ${table.sql} AS t WHERE ${row.condition}`, parameters: row.parameters }
}

function updateStatement(table: StreamTable, omitted: ReadonlySet<number>, isMoved: boolean): Statement {
  const carried = table.columns.map((column, index) => ({ column, index })).filter(({ index }) => !omitted.has(index))
  const set = carried.filter(({ column }) => !column.identityAlways && (isMoved || !column.isKey))
  // No UPDATE may set such a column; when its value is another one, the row is not found, and that is told.
  const fixed = carried.filter(({ column }) => column.identityAlways && !column.isKey)
  const assignments = set.map(({ column }, place) => `${column.sql} = $${place + 1}`)
  const row = findRow(table, set.length + 1)
  const first = set.length + row.parameters.length + 1
  const conditions = [row.condition, ...fixed.map(({ column }, place) => `t.${column.sql} = $${first + place}`)].join(
    ' AND ',
  )
  const sql =
    set.length === 0
      ? `SELECT FROM ONLY ${table.sql} AS t WHERE ${conditions}`
      : `UPDATE ONLY ${table.sql} AS t SET ${assignments.join(', ')} WHERE ${conditions}`
  const fromNew = (columns: typeof carried): Parameter[] => columns.map(({ index }) => ({ image: 'new', index }))
  return { sql, parameters: [...fromNew(set), ...row.parameters, ...fromNew(fixed)] }
}

/** The condition that finds the row of a change as `t`, with its parameters numbered from `first`. */
function findRow(table: StreamTable, first: number): { condition: string; parameters: readonly Parameter[] } {
  return table.key === null ? findWholeRow(table, first) : findByKey(table, table.key, first)
}

function findByKey(table: StreamTable, key: readonly number[], first: number) {
  const conditions = key.map((index, place) => `t.${table.columns[index]?.sql} = $${first + place}`)
  return {
    condition: conditions.join(' AND '),
    parameters: key.map((index): Parameter => ({ image: 'found', index })),
  }
}

/**
 * One row of those that are the same byte for byte: needs no equality of the types and takes `1.0` for another
 * row than `1.00`. The plain comparisons add nothing but let an index be used.
 */
function findWholeRow(table: StreamTable, first: number) {
  const casts = table.columns.map((column, place) => `$${first + place}::${column.type}`)
  const indexable = table.columns.flatMap((column, place) =>
    isIndexable(column) ? [`w.${column.sql} = ${casts[place]}`] : [],
  )
  const names = table.columns.map((column) => `w.${column.sql}`)
  const same = `record_image_eq(ROW(${names.join(', ')}), ROW(${casts.join(', ')}))`
  return {
    condition: `t.ctid = (SELECT w.ctid FROM ONLY ${table.sql} AS w WHERE ${[...indexable, same].join(' AND ')} LIMIT 1)`,
    parameters: table.columns.map((_, index): Parameter => ({ image: 'found', index })),
  }
}

/** bool, int8, int2, int4, text, oid, bpchar, varchar, date, timestamp, timestamptz, numeric, uuid */
const INDEXABLE: ReadonlySet<number> = new Set([16, 20, 21, 23, 25, 26, 1042, 1043, 1082, 1114, 1184, 1700, 2950])

function isIndexable(column: StreamColumn): boolean {
  return column.notNull && INDEXABLE.has(column.baseTypeOid)
}
