import { CausewayError } from '@causeway/core'
import type { Table } from '../catalog.ts'
import { CONTROL_SCHEMA } from '../names.ts'
import { quoteQualified } from '../quote.ts'
import type { Relation } from './decoder.ts'
import type { Snapshot } from './seen.ts'
import { schemaChanged, streamTable, type Domains, type StreamTable } from './stream-table.ts'

/** What a relation of the stream is to us. */
export type Route =
  | {
      readonly kind: 'table'
      /** For `tableAt`. */
      readonly number: number
      readonly table: StreamTable
      /** Of the copy on the other side; `null` when nothing was copied. */
      readonly snapshot: Snapshot | null
    }
  | { readonly kind: 'progress' | 'marker' | 'heartbeat' | 'parent' }
  /** Not to be applied: thrown when the first row comes. */
  | { readonly kind: 'refused'; readonly error: Error }

export interface KnownTables {
  readonly from: readonly Table[]
  readonly to: readonly Table[]
  /** Partitioned tables on the side captured from: they hold no rows, and a TRUNCATE names them beside their partitions. */
  readonly parents: ReadonlySet<number>
  /** By `Table.sql`. */
  readonly snapshots: ReadonlyMap<string, Snapshot>
  readonly domains: Domains
  /** Text travels as it is stored. */
  readonly isRaw: boolean
}

/** Relations by the number the stream gives them; announced before their first use, and again after any change. */
export class StreamTables {
  readonly #from: ReadonlyMap<number, Table>
  readonly #to: ReadonlyMap<string, Table>
  readonly #known: KnownTables
  readonly #routes = new Map<number, { readonly announced: string; readonly route: Route }>()
  /** By number: changes that wait are still applied when their table is refused by then. */
  readonly #tables: StreamTable[] = []

  constructor(known: KnownTables) {
    this.#known = known
    this.#from = new Map(known.from.map((table) => [table.oid, table]))
    this.#to = new Map(known.to.map((table) => [table.sql, table]))
  }

  /** The server repeats itself whenever its caches are cleared: a table that is announced unchanged stays the same object. */
  announce(relation: Relation): void {
    const announced = JSON.stringify(relation)
    const before = this.#routes.get(relation.id)
    if (before?.announced === announced) return
    const route = before?.route.kind === 'table' ? changed(before.route.table, relation) : this.#route(relation)
    this.#routes.set(relation.id, { announced, route })
  }

  /** Never `undefined` on a server that keeps to the protocol. */
  get(id: number): Route | undefined {
    return this.#routes.get(id)?.route
  }

  /** Of a change that was kept. */
  tableAt(number: number): StreamTable {
    const table = this.#tables[number]
    if (table !== undefined) return table
    throw new CausewayError('CW-0101', `the stream has no table ${number}`)
  }

  #route(relation: Relation): Route {
    const { id, schema, name } = relation
    if (schema === CONTROL_SCHEMA && (name === 'progress' || name === 'marker' || name === 'heartbeat'))
      return { kind: name }
    if (this.#known.parents.has(id)) return { kind: 'parent' }
    const sql = quoteQualified(schema, name)
    const from = this.#from.get(id)
    const to = this.#to.get(sql)
    if (from === undefined || from.sql !== sql) {
      return { kind: 'refused', error: schemaChanged(sql, 'the table was not there when the stream began') }
    }
    if (to === undefined) return { kind: 'refused', error: schemaChanged(sql, 'the side applied to has no such table') }
    try {
      const table = streamTable(relation, from, to, this.#known)
      const number = this.#tables.push(table) - 1
      return { kind: 'table', number, table, snapshot: this.#known.snapshots.get(sql) ?? null }
    } catch (error) {
      return { kind: 'refused', error: error as Error }
    }
  }
}

/** Columns, replica identity or name are not what they were a moment ago. */
function changed(table: StreamTable, relation: Relation): Route {
  const names = new Set(table.columns.map((column) => column.name))
  const other = relation.columns.find((column) => !names.delete(column.name))?.name ?? [...names][0]
  const what =
    other === undefined
      ? 'a type, the replica identity or the name was changed'
      : `column ${other} came, went or was renamed`
  return { kind: 'refused', error: schemaChanged(table.sql, what) }
}
