import { IDENTITY, columnGrants, grants, owner, quoted, relation, sorted, type ObjectKind } from './object-kind.ts'

const RELKIND = `CASE s.kind WHEN 'r' THEN 'ordinary' WHEN 'p' THEN 'partitioned' ELSE 'foreign' END`

/** Row security is switched on after the data. Partitions by their bounds, so that names and bounds go together. */
export const tables: ObjectKind = {
  name: 'table',
  stage: 'pre-data',
  expressions: ['partition key', 'partition bounds'],
  sql: (servers) => `
    SELECT ${relation('s')} AS identity, json_build_object(
      'kind', ${RELKIND},
      'persistence', c.relpersistence,
      'access method', (SELECT amname FROM pg_am WHERE oid = c.relam${servers.floor < 170_000 ? " AND s.kind = 'r'" : ''}),
      'owner', ${owner('c.relowner')},
      'grants', ${grants('c.relacl', 'r', 'c.relowner', servers)},
      'options', ${sorted('c.reloptions')},
      'TOAST options', ${sorted('t.reloptions')},
      'forced row security', c.relforcerowsecurity,
      'type', CASE WHEN c.reloftype <> 0 THEN format_type(c.reloftype, NULL) END,
      'partition key', CASE WHEN s.kind = 'p' THEN pg_get_partkeydef(c.oid) END,
      'partition bounds', pg_get_expr(c.relpartbound, c.oid),
      'parents', ARRAY(
        SELECT format('%s.%s', pn.nspname, p.relname)
        FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent JOIN pg_namespace pn ON pn.oid = p.relnamespace
        WHERE i.inhrelid = c.oid ORDER BY i.inhseqno),
      'server', (SELECT fs.srvname || coalesce(' ' || ft.ftoptions::text, '')
        FROM pg_foreign_table ft JOIN pg_foreign_server fs ON fs.oid = ft.ftserver WHERE ft.ftrelid = c.oid)) AS attributes
    FROM scoped s JOIN pg_class c ON c.oid = s.oid LEFT JOIN pg_class t ON t.oid = c.reltoastrelid
    WHERE s.kind IN ('r', 'p', 'f')`,
}

/** Replica identity by an index comes with the index. */
export const replicaIdentities: ObjectKind = {
  name: 'replica identity of table',
  stage: 'complete',
  sql: () => `
    SELECT ${relation('s')} AS identity, json_build_object(
      'kind', c.relreplident,
      'index', (SELECT x.relname FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid
        WHERE i.indrelid = c.oid AND i.indisreplident AND c.relreplident = 'i')) AS attributes
    FROM scoped s JOIN pg_class c ON c.oid = s.oid WHERE s.kind IN ('r', 'p')`,
}

/** Since 18; added after the data, as a constraint. */
const UNVALIDATED_NOT_NULL = `
  SELECT FROM pg_constraint k WHERE k.conrelid = a.attrelid AND k.contype = 'n' AND NOT k.convalidated AND k.conkey[1] = a.attnum`

/**
 * Attributes in their order, except under inheritance, where the server merges parents' columns in its own order.
 * Servers before 17 write -1 where later ones write null for the default statistics target.
 */
export const columns: ObjectKind = {
  name: 'column',
  stage: 'pre-data',
  expressions: ['default'],
  sql: (servers) => `
    SELECT ${relation('s')} || '.' || ${quoted('a.attname')} AS identity, json_build_object(
      'position', CASE WHEN p.relispartition OR NOT EXISTS (SELECT FROM pg_inherits i WHERE i.inhrelid = s.oid)
        THEN row_number() OVER (PARTITION BY s.oid ORDER BY a.attnum) END,
      'type', format_type(a.atttypid, a.atttypmod),
      'collation', CASE WHEN a.attcollation <> t.typcollation THEN
        (SELECT cn.nspname || '.' || co.collname FROM pg_collation co JOIN pg_namespace cn ON cn.oid = co.collnamespace
         WHERE co.oid = a.attcollation) END,
      'not null', a.attnotnull${servers.version < 180_000 ? '' : ` AND NOT EXISTS (${UNVALIDATED_NOT_NULL})`},
      'default', pg_get_expr(d.adbin, d.adrelid),
      'identity', a.attidentity,
      'generated', a.attgenerated,
      'storage', a.attstorage,
      ${servers.floor < 140_000 ? '' : "'compression', a.attcompression,"}
      'statistics target', coalesce(a.attstattarget, -1),
      'options', ${sorted('a.attoptions')},
      'foreign options', a.attfdwoptions,
      'local', a.attislocal,
      'grants', ${columnGrants('a.attacl', 'p.relowner', servers)}) AS attributes
    FROM scoped s JOIN pg_class p ON p.oid = s.oid
      JOIN pg_attribute a ON a.attrelid = s.oid AND a.attnum > 0 AND NOT a.attisdropped
      JOIN pg_type t ON t.oid = a.atttypid
      LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE s.kind IN ('r', 'p', 'f')`,
}

export const sequences: ObjectKind = {
  name: 'sequence',
  stage: 'pre-data',
  sql: (servers) => `
    SELECT ${relation('s')} AS identity, json_build_object(
      'type', format_type(q.seqtypid, NULL), 'start', q.seqstart, 'increment', q.seqincrement, 'minimum', q.seqmin,
      'maximum', q.seqmax, 'cache', q.seqcache, 'cycle', q.seqcycle,
      'owner', ${owner('c.relowner')},
      'grants', ${grants('c.relacl', 's', 'c.relowner', servers)},
      'owned by', (
        SELECT n.nspname || '.' || r.relname || '.' || a.attname
        FROM pg_depend d JOIN pg_class r ON r.oid = d.refobjid JOIN pg_namespace n ON n.oid = r.relnamespace
          JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
        WHERE d.classid = 'pg_class'::regclass AND d.objid = s.oid AND d.refclassid = 'pg_class'::regclass
          AND d.deptype IN ('a', 'i'))) AS attributes
    FROM scoped s JOIN pg_class c ON c.oid = s.oid JOIN pg_sequence q ON q.seqrelid = s.oid`,
}

/**
 * Views that need a primary key come after the data. What a view refers to is compared exactly, as texts of different
 * majors can only be compared without qualifiers: since 16 those of columns are left out when there is one relation.
 */
export const views: ObjectKind = {
  name: 'view',
  stage: 'complete',
  expressions: ['definition'],
  sql: (servers) => `
    SELECT ${relation('s')} AS identity, json_build_object(
      'kind', CASE s.kind WHEN 'v' THEN 'view' ELSE 'materialized view' END,
      'owner', ${owner('c.relowner')},
      'grants', ${grants('c.relacl', 'r', 'c.relowner', servers)},
      'options', ${sorted('c.reloptions')},
      'columns', (SELECT string_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
          || coalesce(' ' || ${columnGrants('a.attacl', 'c.relowner', servers)}, ''), ', ' ORDER BY a.attnum)
        FROM pg_attribute a WHERE a.attrelid = s.oid AND a.attnum > 0 AND NOT a.attisdropped),
      'defaults', (SELECT string_agg(d.adnum || ' ' || pg_get_expr(d.adbin, d.adrelid), ', ' ORDER BY d.adnum)
        FROM pg_attrdef d WHERE d.adrelid = s.oid),
      'refers to', ARRAY(
        SELECT DISTINCT ${IDENTITY} AS name FROM pg_rewrite r JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid,
          pg_identify_object(d.refclassid, d.refobjid, d.refobjsubid) i
        WHERE r.ev_class = s.oid AND r.rulename = '_RETURN' AND d.deptype = 'n' AND d.refobjid <> s.oid
          AND d.refclassid IN ('pg_class'::regclass, 'pg_proc'::regclass) ORDER BY name),
      'definition', pg_get_viewdef(s.oid)) AS attributes
    FROM scoped s JOIN pg_class c ON c.oid = s.oid
    WHERE s.kind IN ('v', 'm')`,
}
