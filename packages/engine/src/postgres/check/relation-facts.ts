import type { ResolvedScope } from '@causeway/spec'
import type { SqlClient } from '../connect.ts'
import { quoteQualified } from '../quote.ts'
import { SCOPED_RELATIONS, scopeParameters } from '../schema/scope.ts'

/** A relation in scope on the source, with what may stand in the way of moving it. */
export interface Relation {
  /** `pg_class.relkind`: r table, p partitioned table, f foreign table, v, m, S. */
  readonly kind: string
  /** Quoted and schema-qualified. */
  readonly sql: string
  /** `schema.table` of itself and of its ancestors, as the declaration names them. */
  readonly paths: readonly string[]
  readonly unlogged: boolean
  /** Changed rows can be named in the log. */
  readonly identified: boolean
  readonly replicaIdentity: 'd' | 'n' | 'f' | 'i'
  readonly deferrableKey: boolean
  /** A unique index on columns that are never null: fit to be the replica identity. */
  readonly uniqueIndex: string | null
  readonly rowSecurity: boolean
  readonly forcedRowSecurity: boolean
  /** Our role has the rights of the owner. */
  readonly actsAsOwner: boolean
  readonly inheritanceParent: boolean
  readonly generatedColumns: number
  readonly firing: readonly Firing[]
}

/** A trigger or rule that fires for applied changes, too. */
export interface Firing {
  readonly kind: 'trigger' | 'rule'
  readonly name: string
  /** A always, R for applied changes only. */
  readonly enabled: 'A' | 'R'
}

/** A collation that columns of tables in scope are ordered by. */
export interface ColumnCollation {
  readonly schema: string
  readonly name: string
  readonly provider: 'default' | 'libc' | 'icu' | 'builtin'
  /** `schema.table.column` of keys that use it. */
  readonly keys: readonly string[]
  readonly columns: number
}

/** Straight from the catalogs: nothing here waits for a lock on a table. */
const RELATIONS = `
  WITH ${SCOPED_RELATIONS}
  SELECT s.kind, s.schema, s.name, ARRAY(SELECT l.path FROM lineage l WHERE l.oid = s.oid) AS paths,
    c.relpersistence = 'u' AS unlogged, c.relreplident AS "replicaIdentity",
    CASE c.relreplident WHEN 'f' THEN true WHEN 'n' THEN false ELSE EXISTS (
      SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisvalid AND i.indimmediate
        AND CASE c.relreplident WHEN 'i' THEN i.indisreplident ELSE i.indisprimary END) END AS identified,
    EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary AND NOT i.indimmediate) AS "deferrableKey",
    (SELECT x.relname FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid
     WHERE i.indrelid = c.oid AND i.indisunique AND i.indisvalid AND i.indimmediate AND i.indpred IS NULL AND i.indexprs IS NULL
       AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND NOT a.attnotnull
         AND a.attnum = ANY ((i.indkey::int2[])[0:i.indnkeyatts - 1]))
     ORDER BY i.indisprimary DESC, i.indnkeyatts, x.relname LIMIT 1) AS "uniqueIndex",
    c.relrowsecurity AS "rowSecurity", c.relrowsecurity AND c.relforcerowsecurity AS "forcedRowSecurity",
    pg_has_role(c.relowner, 'USAGE') AS "actsAsOwner",
    c.relkind = 'r' AND EXISTS (SELECT FROM pg_inherits h WHERE h.inhparent = c.oid) AS "inheritanceParent",
    (SELECT count(*)::int FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND a.attgenerated <> '') AS "generatedColumns",
    (SELECT coalesce(json_agg(json_build_object('kind', kind, 'name', name, 'enabled', enabled) ORDER BY kind, name), '[]') FROM (
       SELECT 'trigger', t.tgname, t.tgenabled FROM pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal
       UNION ALL SELECT 'rule', w.rulename, w.ev_enabled FROM pg_rewrite w WHERE w.ev_class = c.oid) AS f(kind, name, enabled)
     WHERE enabled IN ('A', 'R')) AS firing
  FROM scoped s JOIN pg_class c ON c.oid = s.oid
  ORDER BY s.schema COLLATE "C", s.name COLLATE "C"`

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

export async function readRelations(client: SqlClient, scope: ResolvedScope): Promise<readonly Relation[]> {
  type Row = Omit<Relation, 'sql'> & { readonly schema: string; readonly name: string }
  const rows = await client.query<Row>(RELATIONS, scopeParameters(scope))
  return rows.map(({ schema, name, ...relation }) => ({ ...relation, sql: quoteQualified(schema, name) }))
}

export async function readCollations(client: SqlClient, scope: ResolvedScope): Promise<readonly ColumnCollation[]> {
  return client.query<ColumnCollation>(COLLATIONS, scopeParameters(scope))
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
