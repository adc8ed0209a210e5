import type { Table } from '../catalog.ts'
import { aboveItsShareBytes } from '../table-share.ts'

/** Up to here a table takes minutes, not hours: nothing is reported meanwhile, and the server keeps what is deleted. */
const MOST_BYTES = 32 * 1024 ** 3

export interface ComparedWholeOptions {
  readonly workers: number
  /** Whether it is likely that nobody writes to it meanwhile. */
  readonly isQuiet: (table: Table) => boolean
}

/**
 * Whether a table is first compared as a whole: one pass through its pages, in whatever order its keys are, for which a
 * server uses a few buffers over and over. Ranges of the key go through all of its cache, and read a page for each
 * row when keys are random.
 *
 * A row that is written meanwhile makes the sums differ, and the table is compared in ranges after all.
 */
export function comparedWhole(
  tables: readonly Table[],
  { workers, isQuiet }: ComparedWholeOptions,
): (table: Table) => boolean {
  // What is more than its share is compared in ranges, by several workers at a time.
  const most = Math.min(MOST_BYTES, aboveItsShareBytes(tables, workers))
  // Without a key there is but one range anyway.
  return (table) => table.key !== null && table.sizeBytes <= most && isQuiet(table)
}
