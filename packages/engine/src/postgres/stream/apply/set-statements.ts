import { unresolved, type NetChanges, type RowImage } from '../net.ts'
import type { StreamTable } from '../stream-table.ts'
import { keyEncoder, rowEncoder, type CopyRow } from './copy-encoders.ts'
import { PLAIN, type Pipeline, type Step } from './pipeline.ts'
import type { Format } from './values.ts'

/** Column of the staging table that tells which columns an update sets. */
const GROUP = '"causeway group"'

/**
 * Applies the net effect of many changes of one table with a handful of statements: keys and rows are copied to staging
 * tables of the session and joined; new rows are copied into the table itself.
 */
export class SetStatements {
  readonly #pipeline: Pipeline
  readonly #format: Format
  readonly #table: StreamTable
  readonly #keys: string
  readonly #rows: string
  /** Staging tables with rows of the open transaction; they empty themselves at its end. */
  readonly #used = new Set<string>()
  readonly #created = new Set<string>()

  constructor(pipeline: Pipeline, format: Format, table: StreamTable, number: number) {
    this.#pipeline = pipeline
    this.#format = format
    this.#table = table
    this.#keys = `pg_temp.causeway_keys_${number}`
    this.#rows = `pg_temp.causeway_rows_${number}`
  }

  /** Makes the staging tables that `net` needs; before the savepoint, so that they outlive a rollback to it. */
  prepare(net: NetChanges): void {
    const { sql, columns, key } = this.#table
    const keyNames = (key ?? []).map((index) => columns[index]?.sql)
    const names = columns.map((column) => column.sql)
    if (net.deletes.length > 0) this.#create(this.#keys, `SELECT ${keyNames.join(', ')} FROM ${sql}`)
    if (net.updates.length > 0) this.#create(this.#rows, `SELECT ${names.join(', ')}, 0 AS ${GROUP} FROM ${sql}`)
  }

  async apply(net: NetChanges): Promise<void> {
    // In this order: a key that is written differently, and a unique value that changes hands, must be free first.
    if (net.deletes.length > 0) await this.#delete(net.deletes)
    if (net.updates.length > 0) await this.#update(net.updates)
    if (net.inserts.length > 0) await this.#insert(net.inserts)
  }

  /** The transaction is over. */
  forget(): void {
    this.#used.clear()
  }

  #create(name: string, query: string): void {
    if (this.#created.has(name)) return
    this.#created.add(name)
    this.#pipeline.run(`CREATE TEMP TABLE ${name} ON COMMIT DELETE ROWS AS ${query} WITH NO DATA`, PLAIN)
  }

  #empty(name: string): void {
    if (this.#used.has(name)) this.#pipeline.run(`TRUNCATE ${name}`, PLAIN)
    this.#used.add(name)
  }

  async #delete(deletes: NetChanges['deletes']): Promise<void> {
    const { sql, key } = this.#table
    this.#empty(this.#keys)
    await this.#pipeline.copy(
      this.#copy(this.#keys),
      keyEncoder(this.#format, key ?? []),
      deletes,
      this.#step(deletes.length),
    )
    const statement = `DELETE FROM ONLY ${sql} AS t USING ${this.#keys} AS s WHERE ${this.#sameKey()}`
    this.#pipeline.run(statement, this.#step(deletes.length))
  }

  async #update(updates: NetChanges['updates']): Promise<void> {
    const groups = new UpdateGroups()
    this.#empty(this.#rows)
    const encoder = rowEncoder(this.#format, this.#table.columns.length)
    await this.#pipeline.copy(this.#copy(this.#rows), encoder, grouped(updates, groups), this.#step(updates.length))
    for (const { number, omitted, count } of groups.all()) {
      this.#pipeline.run(this.#updateStatement(number, new Set(omitted)), this.#step(count))
    }
  }

  async #insert(inserts: NetChanges['inserts']): Promise<void> {
    const { sql, columns } = this.#table
    const names = columns.map((column) => column.sql).join(', ')
    const encoder = rowEncoder(this.#format, columns.length)
    await this.#pipeline.copy(this.#copy(`${sql} (${names})`), encoder, ungrouped(inserts), this.#step(inserts.length))
  }

  #updateStatement(group: number, omitted: ReadonlySet<number>): string {
    const { sql, columns } = this.#table
    const carried = columns.filter((column, index) => !omitted.has(index) && !column.isKey)
    const set = carried.filter((column) => !column.identityAlways).map(({ sql: name }) => `${name} = s.${name}`)
    // No UPDATE may set such a column; when its value is another one, the row is not found: then one by one.
    const fixed = carried.filter((column) => column.identityAlways).map(({ sql: name }) => `t.${name} = s.${name}`)
    const condition = [`s.${GROUP} = ${group}`, this.#sameKey(), ...fixed].join(' AND ')
    return set.length === 0
      ? `SELECT FROM ONLY ${sql} AS t, ${this.#rows} AS s WHERE ${condition}`
      : `UPDATE ONLY ${sql} AS t SET ${set.join(', ')} FROM ${this.#rows} AS s WHERE ${condition}`
  }

  #sameKey(): string {
    const { key, columns } = this.#table
    return (key ?? []).map((index) => `t.${columns[index]?.sql} = s.${columns[index]?.sql}`).join(' AND ')
  }

  #copy(into: string): string {
    return `COPY ${into} FROM STDIN${this.#format === 1 ? ' (FORMAT binary)' : ''}`
  }

  #step(expectedRows: number): Step {
    return { table: this.#table, change: null, expectedRows }
  }
}

function* grouped(updates: NetChanges['updates'], groups: UpdateGroups): Generator<CopyRow> {
  for (const { image } of updates) yield { image, group: groups.add(image) }
}

function* ungrouped(inserts: NetChanges['inserts']): Generator<CopyRow> {
  for (const image of inserts) yield { image, group: null }
}

/** Numbers the sets of columns that updates leave out. */
class UpdateGroups {
  readonly #groups = new Map<string, { readonly number: number; readonly omitted: readonly number[]; count: number }>()

  add(image: RowImage): number {
    const omitted = unresolved(image)
    const name = omitted.join(',')
    let group = this.#groups.get(name)
    if (group === undefined) this.#groups.set(name, (group = { number: this.#groups.size, omitted, count: 0 }))
    group.count += 1
    return group.number
  }

  all() {
    return this.#groups.values()
  }
}
