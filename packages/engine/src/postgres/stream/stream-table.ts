import { CausewayError } from '@causeway/core'
import type { Column, Table } from '../catalog.ts'
import type { BaseType } from '../load/format.ts'
import type { Relation, RelationColumn } from './decoder.ts'

/** What each domain of the side captured from stands for. */
export type Domains = ReadonlyMap<number, BaseType>

/** A table as the stream sends it and as the side applied to takes it. */
export interface StreamTable {
  /** Quoted and qualified; the same on both sides. */
  readonly sql: string
  /** In the order of the tuples. */
  readonly columns: readonly StreamColumn[]
  /** Indexes of the columns that find a row; `null` when only the whole row does. */
  readonly key: readonly number[] | null
  /** Whether `key` is the key rows are verified by, column by column, so that what changed can be told. */
  readonly keyVerifies: boolean
  /** Text is not UTF-8: what is not ASCII cannot be read here. */
  readonly isRaw: boolean
}

export interface StreamColumn {
  readonly name: string
  /** Quoted. */
  readonly sql: string
  /** On the side applied to, as `format_type` prints it: fit for a cast. */
  readonly type: string
  /** What a domain stands for. */
  readonly baseTypeOid: number
  readonly isKey: boolean
  readonly notNull: boolean
  /** `GENERATED ALWAYS AS IDENTITY` on the side applied to: no UPDATE may set it. */
  readonly identityAlways: boolean
}

/**
 * Joins what the stream announces with what both catalogs say.
 *
 * @throws CW-1052 when the three differ in a way that could lose or bend a value
 */
export function streamTable(
  relation: Relation,
  from: Table,
  to: Table,
  { domains, isRaw }: { readonly domains: Domains; readonly isRaw: boolean },
): StreamTable {
  requireSameColumns(relation, from)
  const keyNames = keyOf(relation, from)
  return {
    sql: from.sql,
    columns: relation.columns.map((column) => {
      const target = requireColumn(column, to)
      return {
        name: column.name,
        sql: target.sql,
        type: target.type,
        baseTypeOid: domains.get(column.typeOid)?.typeOid ?? column.typeOid,
        isKey: keyNames?.has(column.name) === true,
        notNull: target.notNull,
        identityAlways: target.identity === 'always',
      }
    }),
    key:
      keyNames && keyOrder(keyNames, from).map((name) => relation.columns.findIndex((column) => column.name === name)),
    keyVerifies: keyNames !== null && sameNames(keyNames, from.key),
    isRaw,
  }
}

/** As `Table.key` has them, when those are the same columns. */
function keyOrder(names: ReadonlySet<string>, from: Table): readonly string[] {
  return sameNames(names, from.key) ? (from.key ?? []).map((column) => column.name) : [...names]
}

/**
 * Names of the columns that find a row on the other side: those of the replica identity, and with FULL those of the
 * primary key, because then every change carries them too.
 */
function keyOf(relation: Relation, from: Table): ReadonlySet<string> | null {
  const names =
    relation.replicaIdentity === 'f'
      ? (from.key ?? []).map((column) => column.name)
      : relation.columns.filter((column) => column.isKey).map((column) => column.name)
  // A key with a computed column is not sent whole.
  const sent = new Set(relation.columns.map((column) => column.name))
  return names.length > 0 && names.every((name) => sent.has(name)) ? new Set(names) : null
}

function sameNames(names: ReadonlySet<string>, key: readonly Column[] | null): boolean {
  return key !== null && key.length === names.size && key.every((column) => names.has(column.name))
}

function requireSameColumns(relation: Relation, from: Table): void {
  const known = from.columns.filter((column) => !column.generated)
  const length = Math.max(known.length, relation.columns.length)
  for (let index = 0; index < length; index += 1) {
    const was = known[index]
    const is = relation.columns[index]
    const same = was?.name === is?.name && was?.typeOid === is?.typeOid && was?.typeModifier === is?.typeModifier
    if (!same) throw schemaChanged(from.sql, `column ${is?.name ?? was?.name ?? index} is not as the catalog has it`)
  }
}

function requireColumn(column: RelationColumn, to: Table): Column {
  const target = to.columns.find((candidate) => candidate.name === column.name)
  if (target === undefined) throw schemaChanged(to.sql, `the side applied to has no column ${column.name}`)
  if (target.generated) throw schemaChanged(to.sql, `the side applied to computes column ${column.name}`)
  return target
}

/** DDL between prepare and commit; what was streamed before it has been applied. */
export function schemaChanged(table: string, what: string): CausewayError {
  return new CausewayError('CW-1052', `${table}: ${what}; the schema must not change while data moves`, {
    data: { table },
  })
}
