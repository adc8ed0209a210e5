import type { Table } from '../catalog.ts'
import { outputText, rowHash, type HashOptions, type RowHash } from './row-hash.ts'

/**
 * What names a row on both sides: the text of its key columns, in the key's order. In a table without a key a row is
 * named by its hash, and rows that are equal in everything share it.
 */
export type RowId = readonly string[]

/** The same for equal ids only: no text holds a zero byte. */
export function nameOf(id: RowId): string {
  return id.join('\0')
}

/** Rows with `after < key <= upTo`; `null` is no bound. A table without a key has only the range without bounds. */
export interface Range {
  readonly after: RowId | null
  readonly upTo: RowId | null
}

export interface Statement {
  readonly sql: string
  readonly params: readonly unknown[]
}

export interface TotalsRow {
  readonly rows: string
  readonly sum: string
}

export interface BucketRow extends TotalsRow {
  readonly bucket: string
}

/** `value` is the count and sum of the hashes of all rows with this id: equal on both sides means equal rows. */
export interface IdRow {
  readonly id: RowId
  readonly value: string
}

export interface ObservedRow {
  /** Place in the list of ids asked for, from 1. */
  readonly number: string
  readonly value: string
  /** Which physical versions were seen; the same text twice means that nobody wrote these rows in between. */
  readonly version: string
  /** Where the first of them lies. */
  readonly place: string
}

export interface ColumnHashesRow {
  readonly number: string
  readonly hashes: readonly string[]
}

/**
 * The statements that compare one table, the same text for both sides.
 *
 * Ranges follow the index of each side and so its own collation, which makes them fast and lets the two orders differ
 * (another version of the library, another provider). A row may then fall into different ranges on the two sides; it
 * becomes a candidate and is settled by its key, for which no order counts. None is left out: whatever the order, the
 * ranges lead step by step from below everything to above everything, so one of them passes over each row.
 */
export class ComparisonSql {
  readonly table: Table
  readonly method: RowHash['method']
  /** Names of the columns whose hashes `columns` yields, in order. */
  readonly columnNames: readonly string[]
  readonly #hash: RowHash
  readonly #idHash: string
  readonly #ids: readonly string[]

  constructor(table: Table, options: HashOptions) {
    this.table = table
    // Generated columns follow from the others.
    this.#hash = rowHash(
      table.columns.filter(({ generated }) => !generated),
      options,
    )
    this.method = this.#hash.method
    this.columnNames = this.#hash.columns.map(({ name }) => name)
    this.#idHash = table.key === null ? this.#hash.sql : rowHash(table.key, options).sql
    this.#ids = table.key === null ? [`(${this.#hash.sql})::text`] : table.key.map(({ sql }) => outputText(`t.${sql}`))
  }

  totals(range: Range): Statement {
    const { where, params } = this.#where(range)
    return { sql: `SELECT count(*) AS rows, ${this.#sum()} AS sum ${this.#from()} ${where}`, params }
  }

  /** The rows of a range spread over `2^bits` buckets by the hash of their id. */
  buckets(range: Range, bits: number): Statement {
    const { where, params } = this.#where(range)
    return {
      sql: `SELECT ${this.#bucket(bits)} AS bucket, count(*) AS rows, ${this.#sum()} AS sum ${this.#from()} ${where} GROUP BY 1`,
      params,
    }
  }

  /** What is in some of the buckets, by id. */
  rowsOf(range: Range, bits: number, buckets: readonly string[]): Statement {
    const { where, params } = this.#where(range)
    return {
      sql: `SELECT ARRAY[${this.#ids.join(', ')}] AS id, ${this.#value()} AS value ${this.#from()} ${where}
        AND ${this.#bucket(bits)} = ANY($${params.length + 1}::int8[]) GROUP BY 1`,
      params: [...params, buckets],
    }
  }

  /** The rows of these ids as they are now. */
  observe(ids: readonly RowId[]): Statement {
    const version = `string_agg(t.xmin::text || t.ctid::text, ' ' ORDER BY t.ctid)`
    const list = `${this.#value()} AS value, min(t.ctid::text) AS place, ${version} AS version`
    return { sql: `SELECT number, value, place, version FROM ${this.#lookUp(list, 1)} s`, params: this.idParams(ids) }
  }

  /** Rows of these ids as `(table, number, value)`, a branch of a union over tables; takes `idParams` from `$first` on. */
  changedBranch(index: number, first: number): string {
    return `SELECT ${index} AS "table", number, value FROM ${this.#lookUp(`${this.#value()} AS value`, first)} s`
  }

  /** Only for tables with a key. */
  columns(ids: readonly RowId[]): Statement {
    const hashes = this.#hash.columns.map(({ sql }) => sql).join(', ')
    const list = `min(ARRAY[${hashes}]::text[]) AS hashes`
    return { sql: `SELECT number, hashes FROM ${this.#lookUp(list, 1)} s`, params: this.idParams(ids) }
  }

  /** One array for each column of the id. */
  idParams(ids: readonly RowId[]): readonly (readonly (string | undefined)[])[] {
    return this.#ids.map((_, index) => ids.map((id) => id[index]))
  }

  /** The key `rows` rows behind `after`; no row when there are fewer. Only for tables with a key. */
  boundary(after: RowId | null, rows: number): Statement {
    const key = this.table.key ?? []
    const { where, params } = this.#where({ after, upTo: null })
    const named = key.map(({ sql }, index) => `t.${sql} AS c${index}`).join(', ')
    const order = key.map(({ sql }) => `t.${sql}`).join(', ')
    // The text is made outside of the subquery, or it would be made for every row skipped.
    return {
      sql: `SELECT ARRAY[${key.map((_, index) => outputText(`k.c${index}`)).join(', ')}] AS id
        FROM (SELECT ${named} ${this.#from()} ${where} ORDER BY ${order} OFFSET $${params.length + 1}::int8 LIMIT 1) k`,
      params: [...params, rows - 1],
    }
  }

  /** ONLY: what inherits from a table is a table of its own. */
  #from(): string {
    return `FROM ONLY ${this.table.sql} t`
  }

  /** `sum(int8)` is exact and cannot overflow; unlike an exclusive or it is not blind to pairs. */
  #sum(): string {
    return `coalesce(sum(${this.#hash.sql}), 0)::text`
  }

  #value(): string {
    return `count(*) || ':' || ${this.#sum()}`
  }

  #bucket(bits: number): string {
    return `(${this.#idHash} & ${2 ** bits - 1})`
  }

  #where(range: Range): { readonly where: string; readonly params: readonly string[] } {
    const tuple = `(${(this.table.key ?? []).map(({ sql }) => `t.${sql}`).join(', ')})`
    const conditions: string[] = []
    const params: string[] = []
    for (const [bound, operator] of [[range.after, '>'] as const, [range.upTo, '<='] as const]) {
      if (bound === null) continue
      conditions.push(`${tuple} ${operator} (${this.#values(params.length + 1)})`)
      params.push(...bound)
    }
    return { where: `WHERE ${conditions.length === 0 ? 'true' : conditions.join(' AND ')}`, params }
  }

  /** `$first::type, …` for the columns of the key. */
  #values(first: number): string {
    return (this.table.key ?? []).map(({ type }, index) => `$${first + index}::${type}`).join(', ')
  }

  /**
   * `(number, …list)` of each id that has rows, where `list` are aggregates.
   *
   * By key one after the other: left to itself the server reads small tables whole, and large ones for many ids, and
   * that inside the pause. Without a key there is nothing but reading all.
   */
  #lookUp(list: string, first: number): string {
    const arrays = this.#ids.map((_, index) => `$${first + index}::text[]`).join(', ')
    const names = this.#ids.map((_, index) => `c${index}`).join(', ')
    const ids = `unnest(${arrays}) WITH ORDINALITY AS k(${names}, number)`
    const { key, sql } = this.table
    if (key === null) {
      return `(SELECT k.number, ${list} FROM ${ids} JOIN ONLY ${sql} t ON ${this.#hash.sql} = k.c0::int8 GROUP BY 1)`
    }
    const matches = key.map((column, index) => `t.${column.sql} = k.c${index}::${column.type}`).join(' AND ')
    return `(SELECT * FROM ${ids} CROSS JOIN LATERAL
      (SELECT ${list} FROM ONLY ${sql} t WHERE ${matches} HAVING count(*) > 0) found)`
  }
}
