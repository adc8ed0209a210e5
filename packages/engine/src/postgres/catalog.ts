import { isDeepStrictEqual } from 'node:util'
import type { ResolvedScope } from '@causeway/spec'
import { SEQUENCES, TABLES, type ColumnRow, type SequenceRow, type TableRow } from './catalog-query.ts'
import type { SqlClient } from './connect.ts'
import { quoteIdentifier, quoteQualified } from './quote.ts'
import { matches, scopeParameters } from './schema/scope.ts'

/** Tables and sequences in scope, as the server describes them. Names in it are untrusted: only `sql` goes into statements. */
export interface Catalog {
  readonly tables: readonly Table[]
  readonly sequences: readonly Sequence[]
}

/** A relation that holds rows: an ordinary table or a leaf partition. Never temporary or unlogged. */
export interface Table {
  readonly oid: number
  readonly schema: string
  readonly name: string
  /** Quoted and schema-qualified: `"public"."orders"`. */
  readonly sql: string
  readonly isPartition: boolean
  /** In attribute order, without dropped ones. */
  readonly columns: readonly Column[]
  /** Columns that identify a row for CDC and verification: primary key or replica identity index; `null` when there are none. */
  readonly key: readonly Column[] | null
  readonly replicaIdentity: 'default' | 'nothing' | 'full' | 'index'
  /** Declared append-only in `scope.insertOnly`. */
  readonly insertOnly: boolean
  readonly heapPages: number
  /** Heap and TOAST, without indexes. */
  readonly sizeBytes: number
  readonly estimatedRows: number
}

export interface Column {
  readonly name: string
  /** Quoted. */
  readonly sql: string
  readonly typeOid: number
  readonly typeModifier: number
  /** `format_type`, e.g. `numeric(12,2)`. */
  readonly type: string
  /** `pg_type.typtype`: b base, c composite, d domain, e enum, r range, m multirange. */
  readonly typeKind: string
  readonly notNull: boolean
  /** Computed by the server: never copied, streamed or compared on its own. */
  readonly generated: boolean
  readonly identity: 'always' | 'by default' | null
}

export interface Sequence {
  readonly schema: string
  readonly name: string
  readonly sql: string
  readonly increment: bigint
  readonly minValue: bigint
  readonly maxValue: bigint
  readonly cycles: boolean
  /** The column it feeds, when it has one that leads an index (so that `max` is cheap); both quoted, the table qualified. */
  readonly feeds: { readonly table: string; readonly column: string } | null
}

/** Reads tables and sequences in scope from PostgreSQL 13 to 18, ordered by schema and name, in two round trips. */
export async function readCatalog(client: SqlClient, scope: ResolvedScope): Promise<Catalog> {
  const parameters = scopeParameters(scope)
  const tables = await client.query<TableRow>(TABLES, parameters)
  const sequences = await client.query<SequenceRow>(SEQUENCES, parameters)
  return { tables: tables.map((row) => toTable(row, scope)), sequences: sequences.map(toSequence) }
}

/** Whether both say the same of every table, but for its size. */
export function hasSameTables(one: Catalog, other: Catalog): boolean {
  const lasting = ({ tables }: Catalog) =>
    tables.map((table) => ({ ...table, heapPages: 0, sizeBytes: 0, estimatedRows: 0 }))
  return isDeepStrictEqual(lasting(one), lasting(other))
}

function toTable(row: TableRow, scope: ResolvedScope): Table {
  const numbered = (row.columns ?? []).map((column) => ({ number: column.number, column: toColumn(column) }))
  const key = row.key?.flatMap((number) =>
    numbered.filter((each) => each.number === number).map(({ column }) => column),
  )
  return {
    oid: row.oid,
    schema: row.schema,
    name: row.name,
    sql: quoteQualified(row.schema, row.name),
    isPartition: row.is_partition,
    columns: numbered.map(({ column }) => column),
    key: key ?? null,
    replicaIdentity: REPLICA_IDENTITY[row.replica_identity],
    insertOnly: row.paths.some((name) => matches(scope.insertOnly, name)),
    heapPages: row.heap_pages,
    sizeBytes: Number(row.size_bytes),
    estimatedRows: row.estimated_rows,
  }
}

const REPLICA_IDENTITY = { d: 'default', n: 'nothing', f: 'full', i: 'index' } as const

function toColumn(row: ColumnRow): Column {
  return {
    name: row.name,
    sql: quoteIdentifier(row.name),
    typeOid: row.type_oid,
    typeModifier: row.type_modifier,
    type: row.type,
    typeKind: row.type_kind,
    notNull: row.not_null,
    generated: row.generated !== '',
    identity: row.identity === '' ? null : row.identity === 'a' ? 'always' : 'by default',
  }
}

function toSequence(row: SequenceRow): Sequence {
  return {
    schema: row.schema,
    name: row.name,
    sql: quoteQualified(row.schema, row.name),
    increment: BigInt(row.increment),
    minValue: BigInt(row.min_value),
    maxValue: BigInt(row.max_value),
    cycles: row.cycles,
    feeds: row.feeds && {
      table: quoteQualified(row.feeds.schema, row.feeds.table),
      column: quoteIdentifier(row.feeds.column),
    },
  }
}
