import type { Finding } from '@causeway/core'
import type { Facts } from './facts.ts'
import { count, formatBytes, information } from './report.ts'

/** What there is to carry. */
export function sizes({ moved }: Facts): readonly Finding[] {
  const [first, ...others] = moved.tables
  if (first === undefined) return []
  const totalBytes = moved.tables.reduce((sum, table) => sum + table.sizeBytes, 0)
  const largest = others.reduce((most, table) => (table.sizeBytes > most.sizeBytes ? table : most), first)
  const size = `${count(moved.tables.length, 'table')}, ${formatBytes(totalBytes)} without indexes`
  return [
    information('pg.size', 'source', `${size}; the largest is ${largest.sql} with ${formatBytes(largest.sizeBytes)}`),
  ]
}
