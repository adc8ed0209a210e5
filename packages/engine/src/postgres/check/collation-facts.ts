import type { ResolvedScope } from '@causeway/spec'
import type { SqlClient } from '../connect.ts'
import { notOfExtension } from '../schema/objects/object-kind.ts'
import { SCOPED_RELATIONS, schemaInScope, scopeParameters } from '../schema/scope.ts'

/** A collation that columns of tables in scope are ordered by. */
export interface ColumnCollation {
  readonly schema: string
  readonly name: string
  readonly provider: 'default' | 'libc' | 'icu' | 'builtin'
  /** `schema.table.column` of keys that use it. */
  readonly keys: readonly string[]
  readonly columns: number
}

/** A collation of the database's own, in scope. */
export interface MadeCollation {
  /** `schema.collation`. */
  readonly name: string
  /** What it is made from, as the operating system calls it; `null` for one of ICU, which takes any name. */
  readonly locales: readonly string[] | null
}

const COLLATIONS = `
  WITH ${SCOPED_RELATIONS},
  ordered AS (
    SELECT a.attcollation AS collation, s.schema || '.' || s.name || '.' || a.attname AS column,
      EXISTS (SELECT FROM pg_index i WHERE i.indrelid = s.oid AND (i.indisprimary OR i.indisreplident)
        AND a.attnum = ANY (i.indkey)) AS is_key
    FROM scoped s JOIN pg_attribute a ON a.attrelid = s.oid
    WHERE s.kind = 'r' AND a.attnum > 0 AND NOT a.attisdropped AND a.attcollation <> 0)
  SELECT n.nspname AS schema, k.collname AS name,
    CASE k.collprovider WHEN 'd' THEN 'default' WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' ELSE 'libc' END AS provider,
    coalesce(array_agg(o.column ORDER BY o.column) FILTER (WHERE o.is_key), '{}') AS keys, count(*)::int AS columns
  FROM ordered o JOIN pg_collation k ON k.oid = o.collation JOIN pg_namespace n ON n.oid = k.collnamespace
  GROUP BY k.oid, n.nspname, k.collname, k.collprovider ORDER BY 1, 2`

const MADE = `
  SELECT n.nspname || '.' || k.collname AS name,
    CASE k.collprovider WHEN 'c' THEN ARRAY[k.collcollate, k.collctype]::text[] END AS locales
  FROM pg_collation k JOIN pg_namespace n ON n.oid = k.collnamespace JOIN pg_database d ON d.datname = current_database()
  WHERE k.collprovider IN ('c', 'i') AND k.collencoding IN (-1, d.encoding) AND ${schemaInScope('n.nspname')}
    AND ${notOfExtension('pg_collation', 'k.oid')} AND ($3 || $4) IS NOT NULL ORDER BY 1`

export async function readCollations(client: SqlClient, scope: ResolvedScope): Promise<readonly ColumnCollation[]> {
  return client.query<ColumnCollation>(COLLATIONS, scopeParameters(scope))
}

export async function readMadeCollations(client: SqlClient, scope: ResolvedScope): Promise<readonly MadeCollation[]> {
  return client.query<MadeCollation>(MADE, scopeParameters(scope))
}

/** Which of the source's own collations (of `pg_catalog`) this server lacks. */
export async function missingCollations(
  client: SqlClient,
  used: readonly ColumnCollation[],
): Promise<readonly string[]> {
  const names = used.filter(({ schema }) => schema === 'pg_catalog').map(({ name }) => name)
  const rows = await client.query<{ name: string }>(
    `SELECT name FROM unnest($1::text[]) AS name WHERE NOT EXISTS (
       SELECT FROM pg_collation k JOIN pg_database d ON d.datname = current_database()
       WHERE k.collname = name AND k.collnamespace = 'pg_catalog'::regnamespace AND k.collencoding IN (-1, d.encoding))`,
    [names],
  )
  return rows.map(({ name }) => name)
}

/** Locales that this server has found on its machine, or was told of later: it lists them as its own collations. */
export async function knownLocales(client: SqlClient): Promise<readonly string[]> {
  const rows = await client.query<{ name: string }>(
    `SELECT DISTINCT unnest(ARRAY[collcollate, collctype]::text[]) AS name FROM pg_collation WHERE collprovider = 'c'`,
  )
  return rows.map(({ name }) => name)
}
