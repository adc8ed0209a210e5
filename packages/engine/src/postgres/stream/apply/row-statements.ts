import type { RowChange } from '../decoder.ts'
import { keysOf, keyTuple } from '../key.ts'
import { unchangedColumns } from '../net.ts'
import type { StreamColumn, StreamTable } from '../stream-table.ts'
import { columnAt, firstColumn, kindAt, nextColumn, NULL_VALUE, PACKED_VALUE, valueEnd, valueStart } from '../tuple.ts'
import type { MessageWriter } from './message-writer.ts'
import type { Pipeline } from './pipeline.ts'
import { LARGE_ROW_BYTES } from './segments.ts'
import { writeField, writeNullField, writeValueAt, type Format } from './values.ts'

const BYTEA_OID = 17

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
      this.#send('delete', change, () => deleteStatement(this.#table))
      this.#send('insert', change, () => insertStatement(this.#table))
      return
    }
    const replaces = isMoved || hasOtherIdentity(this.#table)
    const make = replaces ? replaceStatement : updateStatement
    this.#send(`${replaces ? 'replace' : 'update'} ${omitted.join(',')}`, change, () =>
      make(this.#table, new Set(omitted)),
    )
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
    const writer = this.#pipeline.bind(
      this.#pipeline.prepare(sql),
      parameters.length,
      this.#formatsOf(change, parameters),
    )
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
        this.#writeColumn(writer, bytes, columnAt(bytes, found, parameter.index), parameter)
        continue
      }
      for (; index < parameter.index; index += 1) at = nextColumn(bytes, at)
      this.#writeColumn(writer, bytes, at, parameter)
    }
  }

  /** What is packed in a row of text goes to a `bytea` as the binary value that it is. */
  #formatsOf(change: RowChange, parameters: readonly Parameter[]): readonly Format[] {
    const { bytes, newTuple } = change
    if (bytes.length < LARGE_ROW_BYTES) return [this.#format]
    return parameters.map((parameter) => {
      const tuple = parameter.image === 'found' ? keyTuple(change) : newTuple
      const isPacked = kindAt(bytes, columnAt(bytes, tuple, parameter.index)) === PACKED_VALUE
      return isPacked && this.#isBytea(parameter) ? 1 : this.#format
    })
  }

  #writeColumn(writer: MessageWriter, bytes: Buffer, at: number, parameter: Parameter): void {
    const kind = kindAt(bytes, at)
    if (kind === NULL_VALUE) writeNullField(writer)
    else if (kind !== PACKED_VALUE) writeValueAt(writer, bytes, at, this.#format, writeField)
    else if (this.#isBytea(parameter)) writeField(writer, bytes, valueStart(at), valueEnd(bytes, at))
    else writeUnpacked(writer, bytes, valueStart(at), valueEnd(bytes, at))
  }

  #isBytea({ index }: Parameter): boolean {
    return this.#table.columns[index]?.baseTypeOid === BYTEA_OID
  }
}

/** Digits that are no `bytea`, but the text of another type. */
function writeUnpacked(writer: MessageWriter, bytes: Buffer, start: number, end: number): void {
  const text = Buffer.from(String.raw`\x${bytes.toString('hex', start, end)}`, 'latin1')
  writeField(writer, text, 0, text.length)
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

/** `GENERATED ALWAYS AS IDENTITY` beside the key: the change may have given it a new value, which no UPDATE may set. */
function hasOtherIdentity({ columns }: StreamTable): boolean {
  return columns.some((column) => column.identityAlways && !column.isKey)
}

/** Takes the row out and puts it in again with other values; what the change does not carry stays. */
function replaceStatement(table: StreamTable, omitted: ReadonlySet<number>): Statement {
  const carried = table.columns.flatMap((_, index) => (omitted.has(index) ? [] : [index]))
  const names = table.columns.map((column) => column.sql).join(', ')
  const values = table.columns.map((column, index) =>
    omitted.has(index) ? `t.${column.sql}` : `$${carried.indexOf(index) + 1}::${column.type}`,
  )
  const row = findRow(table, carried.length + 1)
  return {
    sql: `WITH t AS (DELETE FROM ONLY ${table.sql} AS t WHERE ${row.condition} RETURNING *)
      INSERT INTO ${table.sql} (${names}) OVERRIDING SYSTEM VALUE SELECT ${values.join(', ')} FROM t`,
    parameters: [...carried.map((index): Parameter => ({ image: 'new', index })), ...row.parameters],
  }
}

function updateStatement(table: StreamTable, omitted: ReadonlySet<number>): Statement {
  const set = table.columns
    .map((column, index) => ({ column, index }))
    .filter(({ column, index }) => !omitted.has(index) && !column.isKey)
  const assignments = set.map(({ column }, place) => `${column.sql} = $${place + 1}`)
  const row = findRow(table, set.length + 1)
  const sql =
    set.length === 0
      ? `SELECT FROM ONLY ${table.sql} AS t WHERE ${row.condition}`
      : `UPDATE ONLY ${table.sql} AS t SET ${assignments.join(', ')} WHERE ${row.condition}`
  return { sql, parameters: [...set.map(({ index }): Parameter => ({ image: 'new', index })), ...row.parameters] }
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
