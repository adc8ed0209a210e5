import type { Table } from '../catalog.ts'
import { aboveItsShareBytes } from '../table-share.ts'

/** A table, or a range of its pages, that one transaction copies. */
export interface CopyPart {
  readonly table: Table
  readonly part: number
  readonly parts: number
  /** Pages from (included) and to (excluded); `null` is open. Both are open for a whole table. */
  readonly fromPage: number | null
  readonly toPage: number | null
}

export interface PlanOptions {
  readonly workers: number
  readonly chunkBytes: number
  /** Whether the source finds a range of pages without reading the others: PostgreSQL 14 and later. */
  readonly rangeScans: boolean
}

/**
 * What to copy, in the order to begin it: the largest table first, so that its indexes are built beside the others.
 *
 * A table is split only when it is larger than a chunk and so large that copied by one worker it would keep the others
 * waiting: splitting costs up to a fifth of the target's work (no FREEZE, writers side by side). Chunks are equal in pages, counted so that heap and TOAST together make about `chunkBytes`. Without range
 * scans every part reads the whole heap, so that there are no more parts than workers.
 */
export function planCopies(tables: readonly Table[], options: PlanOptions): readonly CopyPart[] {
  const splitAbove = Math.max(options.chunkBytes, aboveItsShareBytes(tables, options.workers))
  return tables
    .toSorted((left, right) => right.sizeBytes - left.sizeBytes)
    .flatMap((table) => splitTable(table, table.sizeBytes > splitAbove ? countParts(table, options) : 1))
}

function countParts(table: Table, { workers, chunkBytes, rangeScans }: PlanOptions): number {
  const wanted = Math.ceil(table.sizeBytes / chunkBytes)
  return Math.max(1, Math.min(wanted, table.heapPages, rangeScans ? wanted : workers))
}

function splitTable(table: Table, parts: number): readonly CopyPart[] {
  const boundary = (part: number) => Math.floor((table.heapPages * part) / parts)
  return Array.from({ length: parts }, (_, part) => ({
    table,
    part,
    parts,
    fromPage: part === 0 ? null : boundary(part),
    // The last part is open: the table may have grown since it was measured.
    toPage: part === parts - 1 ? null : boundary(part + 1),
  }))
}
