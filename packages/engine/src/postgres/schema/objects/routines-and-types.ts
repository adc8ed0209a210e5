import {
  grants,
  inSchema,
  notOfExtension,
  owner,
  quoted,
  sorted,
  type ObjectKind,
  type Servers,
} from './object-kind.ts'
import { schemaInScope } from '../scope.ts'

/**
 * Parts that are stored, not the whole text: since 14 the server writes the heads of procedures differently. A body in
 * standard SQL may need a primary key, so it comes after the data.
 */
const routineRows = (servers: Servers, filter: string) => `
  SELECT ${inSchema('n.nspname', 'p.proname')} || '(' || oidvectortypes(p.proargtypes) || ')' AS identity, json_build_object(
    'kind', p.prokind, 'language', l.lanname, 'body', p.prosrc, 'library', p.probin,
    'result', pg_get_function_result(p.oid),
    'argument types', ARRAY(SELECT format_type(a, NULL) FROM unnest(coalesce(p.proallargtypes, p.proargtypes::oid[])) AS a),
    'argument modes', p.proargmodes, 'argument names', p.proargnames,
    'argument defaults', pg_get_expr(p.proargdefaults, 0),
    'volatility', p.provolatile, 'strict', p.proisstrict, 'security definer', p.prosecdef, 'leakproof', p.proleakproof,
    'parallel', p.proparallel, 'cost', p.procost, 'rows', p.prorows, 'settings', ${sorted('p.proconfig')},
    'support', nullif(p.prosupport::oid, 0)::regproc, 'transforms', p.protrftypes IS NOT NULL,
    ${servers.version < 140_000 ? '' : "'standard body', pg_get_function_sqlbody(p.oid),"}
    'aggregate', (SELECT concat_ws(' ', g.aggtransfn, g.aggfinalfn, g.aggcombinefn, format_type(g.aggtranstype, NULL),
        g.agginitval, g.aggkind, g.aggnumdirectargs, g.aggsortop::regoperator, g.aggmtransfn)
      FROM pg_aggregate g WHERE g.aggfnoid = p.oid),
    'owner', ${owner('p.proowner')}, 'grants', ${grants('p.proacl', 'f', 'p.proowner', servers)}) AS attributes
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_language l ON l.oid = p.prolang
  WHERE ${schemaInScope('n.nspname')} AND ${filter} AND NOT EXISTS (
    SELECT FROM pg_depend x WHERE x.classid = 'pg_proc'::regclass AND x.objid = p.oid AND x.deptype IN ('e', 'i'))`

export const routines: ObjectKind = {
  name: 'routine',
  stage: 'pre-data',
  expressions: ['argument defaults'],
  sql: (servers) => routineRows(servers, servers.version < 140_000 ? 'true' : 'p.prosqlbody IS NULL'),
}

export const standardRoutines: ObjectKind = {
  name: 'routine',
  stage: 'complete',
  expressions: ['argument defaults', 'standard body'],
  sql: (servers) => routineRows(servers, servers.version < 140_000 ? 'false' : 'p.prosqlbody IS NOT NULL'),
}

/** Multiranges come with their ranges; array types and row types with what they are made of. */
export const types: ObjectKind = {
  name: 'type',
  stage: 'pre-data',
  expressions: ['default'],
  sql: (servers) => `
    SELECT ${inSchema('n.nspname', 't.typname')} AS identity, json_build_object(
      'kind', t.typtype,
      'labels', ARRAY(SELECT enumlabel FROM pg_enum WHERE enumtypid = t.oid ORDER BY enumsortorder),
      'base', CASE WHEN t.typtype = 'd' THEN format_type(t.typbasetype, t.typtypmod) END,
      'not null', t.typnotnull, 'default', CASE WHEN t.typtype = 'd' THEN t.typdefault END,
      'collation', CASE WHEN t.typtype = 'd' THEN (SELECT collname FROM pg_collation WHERE oid = t.typcollation) END,
      'attributes', (SELECT string_agg(${quoted('a.attname')} || ' ' || format_type(a.atttypid, a.atttypmod)
          || coalesce(' COLLATE ' || co.collname, ''), ', ' ORDER BY a.attnum)
        FROM pg_attribute a LEFT JOIN pg_collation co ON co.oid = a.attcollation
        WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped),
      'range', (SELECT concat_ws(' ', format_type(r.rngsubtype, NULL), oc.opcname, co.collname,
          nullif(r.rngcanonical::oid, 0)::regproc, nullif(r.rngsubdiff::oid, 0)::regproc)
        FROM pg_range r JOIN pg_opclass oc ON oc.oid = r.rngsubopc LEFT JOIN pg_collation co ON co.oid = r.rngcollation
        WHERE r.rngtypid = t.oid),
      'input', CASE WHEN t.typtype = 'b' THEN concat_ws(' ', t.typinput, t.typoutput, t.typlen, t.typalign, t.typstorage) END,
      'owner', ${owner('t.typowner')}, 'grants', ${grants('t.typacl', 'T', 't.typowner', servers)}) AS attributes
    FROM scoped_types s JOIN pg_type t ON t.oid = s.oid JOIN pg_namespace n ON n.oid = t.typnamespace`,
}

/** CTE: types in scope that are objects in their own right, of no extension. */
export const SCOPED_TYPES = `
  scoped_types AS MATERIALIZED (
    SELECT t.oid FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace LEFT JOIN pg_class c ON c.oid = t.typrelid
    WHERE ${schemaInScope('n.nspname')} AND (c.oid IS NULL OR c.relkind = 'c') AND t.typtype <> 'm'
      AND (SELECT e.typarray FROM pg_type e WHERE e.oid = t.typelem) IS DISTINCT FROM t.oid AND ${notOfExtension('pg_type', 't.oid')})`
