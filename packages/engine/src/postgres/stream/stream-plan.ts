import { CausewayError } from '@causeway/core'
import { readCatalog, type Table } from '../catalog.ts'
import type { SqlClient } from '../connect.ts'
import { copyFormat } from '../load/format.ts'
import { readLanded } from '../load/landed.ts'
import { readDomains } from '../load/snapshot.ts'
import { parseLsn, type Lsn } from '../position.ts'
import type { Format } from './apply/values.ts'
import type { Seam } from './capture.ts'
import { canPrintKey } from './key-text.ts'
import { travelsRaw } from '../wire/raw-text.ts'
import { readProgress } from './progress.ts'
import { requirePublished } from './publication.ts'
import { parseSnapshot } from './seen.ts'
import { freeSlot, readSlot, slotLost } from './slot.ts'
import type { StreamEnds } from './stream-ends.ts'
import type { Domains } from './stream-table.ts'
import { StreamTables } from './stream-tables.ts'

/** What one connection of the stream must know before it begins. */
export interface StreamPlan {
  readonly start: Lsn
  readonly publications: readonly string[]
  readonly tables: StreamTables
  readonly format: Format
  readonly seam: Seam
  /** Text travels as it is stored; see raw-text.ts. */
  readonly isRaw: boolean
}

/** PostgreSQL 14 sends values in binary when asked to. */
const BINARY_FROM = 140_000

/**
 * Reads progress, slot and both catalogs.
 *
 * @throws CW-1052 when a table in scope is not captured; CW-1053 when the slot is gone or has lost changes; CW-0687, CW-0787 when a session that is not ours reads it
 */
export async function planStream(
  from: SqlClient,
  to: SqlClient,
  ends: StreamEnds,
  signal: AbortSignal,
): Promise<StreamPlan> {
  const { spec } = ends.context
  const start = await requireStart(from, to, ends, signal)
  const seamEnd = await readText(from, 'SELECT pg_current_wal_insert_lsn()::text AS text', signal)
  // A transaction is in the log before it counts as completed: one that ends before the seam may still lie above this.
  const nearXid = await readText(from, 'SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS text', signal)
  const { tables } = await readCatalog(from, spec.scope)
  const target = await readCatalog(to, spec.scope)
  const domains = await readDomains(from, signal)
  const encoding = 'SELECT getdatabaseencoding() AS text'
  const names = tables.flatMap(({ sql, columns }) => [sql, ...columns.map((column) => column.sql)])
  const isRaw = travelsRaw(await readText(from, encoding, signal), await readText(to, encoding, signal), names)
  return {
    start,
    publications: await requirePublished(from, ends.publications, tables, signal),
    format: from.serverVersion >= BINARY_FROM && isBinarySafe(tables, target.tables, domains) ? 1 : 0,
    isRaw,
    seam: { end: parseLsn(seamEnd), nearTransactionId: BigInt(nearXid) },
    tables: new StreamTables({
      from: tables,
      to: target.tables,
      parents: await readParents(from, signal),
      snapshots: await readSnapshots(to, ends, signal),
      domains,
      isRaw,
    }),
  }
}

async function requireStart(from: SqlClient, to: SqlClient, ends: StreamEnds, signal: AbortSignal): Promise<Lsn> {
  const progress = await readProgress(to, ends.progress, signal)
  if (progress === null) {
    throw new CausewayError('CW-0101', `the ${ends.direction} stream was run before it was created`)
  }
  await freeSlot(from, ends.slot, ends.application('read'), signal)
  const slot = await readSlot(from, ends.slot, signal)
  if (slot === null) throw slotLost(from.side, ends.slot, 'is gone')
  if (slot.isLost) throw slotLost(from.side, ends.slot, 'was invalidated by the server: its log is removed')
  return progress
}

/** One table that is not decides for all: the stream is binary or text as a whole. */
function isBinarySafe(tables: readonly Table[], others: readonly Table[], domains: Domains): boolean {
  const other = new Map(others.map((table) => [table.sql, table]))
  return tables.every((table) => {
    const types = (columns: Table['columns'] = []) => new Map(columns.map((column) => [column.name, column.type]))
    const there = types(other.get(table.sql)?.columns)
    const sameTypes = table.columns.every((column) => column.generated || there.get(column.name) === column.type)
    const printable = (table.key ?? []).every((column) => {
      const { typeOid, typeKind } = domains.get(column.typeOid) ?? column
      return canPrintKey(typeOid, typeKind)
    })
    return sameTypes && printable && copyFormat(table.columns, domains) === 'binary'
  })
}

/** Only what was copied from the side the stream leaves can have seen its transactions. */
async function readSnapshots(to: SqlClient, ends: StreamEnds, signal: AbortSignal) {
  if (ends.direction === 'reverse') return new Map()
  const landed = await readLanded(to, ends.progress.migration, signal)
  return new Map([...landed].map(([table, { snapshot }]) => [table, parseSnapshot(snapshot)]))
}

async function readParents(from: SqlClient, signal: AbortSignal): Promise<ReadonlySet<number>> {
  const rows = await from.query<{ oid: number }>(`SELECT oid FROM pg_class WHERE relkind = 'p'`, [], { signal })
  return new Set(rows.map(({ oid }) => oid))
}

async function readText(client: SqlClient, sql: string, signal: AbortSignal): Promise<string> {
  const [row] = await client.query<{ text: string }>(sql, [], { signal })
  return row?.text ?? ''
}
