import { owner, quoted, relation, type ObjectKind } from './object-kind.ts'

/**
 * Constraints that partitions have from their parent are left out: each server names them in its own way. Constraint
 * triggers are triggers. A foreign key to a table that is not in scope cannot be carried. NOT NULL has constraints of its own since 18; those of a partition become local with its key.
 */
const constraintRows = (floor: number, filter: string) => `
  SELECT o.name || '.' || ${quoted('k.conname')} AS identity, json_build_object(
    'definition', pg_get_constraintdef(k.oid), 'validated', k.convalidated, 'local', k.conislocal OR k.contype = 'n') AS attributes
  FROM (
    SELECT k.oid, ${relation('s')} AS name FROM scoped s JOIN pg_constraint k ON k.conrelid = s.oid
    UNION ALL
    SELECT k.oid, format_type(t.oid, NULL) FROM scoped_types t JOIN pg_constraint k ON k.contypid = t.oid) o
    JOIN pg_constraint k ON k.oid = o.oid
  WHERE k.conparentid = 0 AND k.contype <> 't' ${floor < 180_000 ? "AND k.contype <> 'n'" : ''} AND (${filter})
    AND (k.confrelid = 0 OR k.confrelid IN (SELECT s.oid FROM scoped s))`

const IN_PRE_DATA = "k.contype IN ('c', 'n') AND k.convalidated"

export const checks: ObjectKind = {
  name: 'check constraint',
  stage: 'pre-data',
  expressions: ['definition'],
  sql: ({ floor }) => constraintRows(floor, IN_PRE_DATA),
}

export const constraints: ObjectKind = {
  name: 'constraint',
  stage: 'complete',
  expressions: ['definition'],
  sql: ({ floor }) => constraintRows(floor, `NOT (${IN_PRE_DATA})`),
}

/** An invalid index is what a failed CREATE INDEX CONCURRENTLY left; dumps leave it out too. */
export const indexes: ObjectKind = {
  name: 'index',
  stage: 'complete',
  expressions: ['definition'],
  sql: () => `
    SELECT ${quoted('s.schema')} || '.' || ${quoted('x.relname')} AS identity, json_build_object(
      'definition', pg_get_indexdef(i.indexrelid),
      'valid', i.indisvalid,
      'clustered on', i.indisclustered,
      'parent', (SELECT p.relname FROM pg_inherits h JOIN pg_class p ON p.oid = h.inhparent WHERE h.inhrelid = x.oid),
      'statistics targets', (SELECT string_agg(a.attnum || ':' || a.attstattarget, ',' ORDER BY a.attnum)
        FROM pg_attribute a WHERE a.attrelid = x.oid AND a.attstattarget >= 0)) AS attributes
    FROM scoped s JOIN pg_index i ON i.indrelid = s.oid JOIN pg_class x ON x.oid = i.indexrelid
    WHERE i.indisvalid OR x.relkind = 'I'`,
}

/** Without the copies that partitions get from their parent. */
export const triggers: ObjectKind = {
  name: 'trigger',
  stage: 'complete',
  expressions: ['definition'],
  sql: () => `
    SELECT ${relation('s')} || '.' || ${quoted('t.tgname')} AS identity,
      json_build_object('definition', pg_get_triggerdef(t.oid), 'enabled', t.tgenabled) AS attributes
    FROM scoped s JOIN pg_trigger t ON t.tgrelid = s.oid
    WHERE NOT t.tgisinternal AND t.tgparentid = 0`,
}

export const rules: ObjectKind = {
  name: 'rule',
  stage: 'complete',
  expressions: ['definition'],
  sql: () => `
    SELECT ${relation('s')} || '.' || ${quoted('r.rulename')} AS identity,
      json_build_object('definition', pg_get_ruledef(r.oid), 'enabled', r.ev_enabled) AS attributes
    FROM scoped s JOIN pg_rewrite r ON r.ev_class = s.oid WHERE r.rulename <> '_RETURN'`,
}

export const policies: ObjectKind = {
  name: 'policy',
  stage: 'complete',
  expressions: ['using', 'check'],
  sql: () => `
    SELECT ${relation('s')} || '.' || ${quoted('p.polname')} AS identity, json_build_object(
      'command', p.polcmd, 'permissive', p.polpermissive,
      'roles', ARRAY(SELECT CASE r WHEN 0 THEN 'PUBLIC' ELSE ${owner('r')} END AS role FROM unnest(p.polroles) AS r ORDER BY role),
      'using', pg_get_expr(p.polqual, p.polrelid), 'check', pg_get_expr(p.polwithcheck, p.polrelid)) AS attributes
    FROM scoped s JOIN pg_policy p ON p.polrelid = s.oid`,
}

export const rowSecurity: ObjectKind = {
  name: 'row security of table',
  stage: 'complete',
  sql: () => `
    SELECT ${relation('s')} AS identity, json_build_object('enabled', c.relrowsecurity) AS attributes
    FROM scoped s JOIN pg_class c ON c.oid = s.oid WHERE s.kind IN ('r', 'p')`,
}

export const statistics: ObjectKind = {
  name: 'statistics object',
  stage: 'complete',
  expressions: ['definition'],
  sql: () => `
    SELECT ${quoted('n.nspname')} || '.' || ${quoted('x.stxname')} AS identity, json_build_object(
      'definition', pg_get_statisticsobjdef(x.oid), 'target', coalesce(x.stxstattarget, -1),
      'owner', ${owner('x.stxowner')}) AS attributes
    FROM scoped s JOIN pg_statistic_ext x ON x.stxrelid = s.oid JOIN pg_namespace n ON n.oid = x.stxnamespace`,
}
