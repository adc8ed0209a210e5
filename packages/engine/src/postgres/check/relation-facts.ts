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

export async function readRelations(client: SqlClient, scope: ResolvedScope): Promise<readonly Relation[]> {
  type Row = Omit<Relation, 'sql'> & { readonly schema: string; readonly name: string }
  const rows = await client.query<Row>(RELATIONS, scopeParameters(scope))
  return rows.map(({ schema, name, ...relation }) => ({ ...relation, sql: quoteQualified(schema, name) }))
}
