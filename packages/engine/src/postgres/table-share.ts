import type { Table } from './catalog.ts'

/** Several workers on one table cost up to a fifth more than one, as measured of copies: sharing must win more than that. */
const WORTH_SHARING_ABOVE = 1.25

/** From so many bytes on a table that one worker had for itself would keep the others waiting. */
export function aboveItsShareBytes(tables: readonly Table[], workers: number): number {
  const totalBytes = tables.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  return (totalBytes / workers) * WORTH_SHARING_ABOVE
}
