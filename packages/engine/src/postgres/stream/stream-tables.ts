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
}

/** Relations by the number the stream gives them; announced before their first use, and again after any change. */
export class StreamTables {
  readonly #from: ReadonlyMap<number, Table>
  readonly #to: ReadonlyMap<string, Table>
  readonly #known: KnownTables
  readonly #routes = new Map<number, { readonly announced: string; readonly route: Route }>()

  constructor(known: KnownTables) {
    this.#known = known
    this.#from = new Map(known.from.map((table) => [table.oid, table]))
    this.#to = new Map(known.to.map((table) => [table.sql, table]))
  }

  /** The server repeats itself whenever its caches are cleared: a table that is announced unchanged stays the same object. */
  announce(relation: Relation): void {
    const announced = JSON.stringify(relation)
    if (this.#routes.get(relation.id)?.announced === announced) return
    this.#routes.set(relation.id, { announced, route: this.#route(relation) })
  }

  /** Never `undefined` on a server that keeps to the protocol. */
  get(id: number): Route | undefined {
    return this.#routes.get(id)?.route
  }

  /** Of a change that was kept. */
  tableOf(id: number): StreamTable {
    const route = this.get(id)
    if (route?.kind === 'table') return route.table
    throw new CausewayError('CW-0101', `relation ${id} of the stream is not a table`)
  }

  #route(relation: Relation): Route {
    const { id, schema, name } = relation
    if (schema === CONTROL_SCHEMA && (name === 'progress' || name === 'marker' || name === 'heartbeat')) return { kind: name }
    if (this.#known.parents.has(id)) return { kind: 'parent' }
    const sql = quoteQualified(schema, name)
    const from = this.#from.get(id)
    const to = this.#to.get(sql)
    if (from === undefined || from.sql !== sql) {
      return { kind: 'refused', error: schemaChanged(sql, 'the table was not there when the stream began') }
    }
    if (to === undefined) return { kind: 'refused', error: schemaChanged(sql, 'the side applied to has no such table') }
    try {
      const table = streamTable(relation, from, to, this.#known.domains)
      return { kind: 'table', table, snapshot: this.#known.snapshots.get(sql) ?? null }
    } catch (error) {
      return { kind: 'refused', error: error as Error }
    }
  }
}
