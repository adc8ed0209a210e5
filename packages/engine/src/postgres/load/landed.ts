import type { SqlClient } from '../connect.ts'

/** A table all of whose parts are on the target, as the transactions that brought them recorded it. */
export interface LandedTable {
  readonly rows: number
  readonly bytes: number
  /** What all its parts were copied with. */
  readonly snapshot: string
}

/** By quoted name. Parts of a table that did not all land, or not from one snapshot, do not count. */
export async function readLanded(target: SqlClient, migration: string, signal: AbortSignal) {
  const rows = await target.query<{ table: string; rows: string; bytes: string; snapshot: string }>(
    `SELECT table_name AS table, sum(rows)::text AS rows, sum(bytes)::text AS bytes, min(snapshot) AS snapshot
     FROM causeway.copied WHERE migration = $1
     GROUP BY table_name HAVING count(*) = max(parts) AND count(DISTINCT (parts, snapshot)) = 1`,
    [migration],
    { signal },
  )
  const landed = rows.map(({ table, rows, bytes, snapshot }): [string, LandedTable] => [
    table,
    { rows: Number(rows), bytes: Number(bytes), snapshot },
  ])
  return new Map(landed) as ReadonlyMap<string, LandedTable>
}
