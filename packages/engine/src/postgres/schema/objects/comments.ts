import { IDENTITY, type ObjectKind } from './object-kind.ts'
import { schemaInScope } from '../scope.ts'

/** The relation that a described object is part of, 0 when that leaves the scope; and the schema of one that is not. */
const PLACE = `
  SELECT CASE d.classoid
      WHEN 'pg_class'::regclass THEN (
        SELECT coalesce(i.indrelid, c.oid) FROM pg_class c LEFT JOIN pg_index i ON i.indexrelid = c.oid
        WHERE c.oid = d.objoid AND c.relkind <> 'c')
      WHEN 'pg_constraint'::regclass THEN (
        SELECT CASE WHEN confrelid = 0 OR confrelid IN (SELECT s.oid FROM scoped s) THEN nullif(conrelid, 0) ELSE 0 END
        FROM pg_constraint WHERE oid = d.objoid)
      WHEN 'pg_trigger'::regclass THEN (SELECT tgrelid FROM pg_trigger WHERE oid = d.objoid)
      WHEN 'pg_rewrite'::regclass THEN (SELECT ev_class FROM pg_rewrite WHERE oid = d.objoid)
      WHEN 'pg_policy'::regclass THEN (SELECT polrelid FROM pg_policy WHERE oid = d.objoid)
      WHEN 'pg_statistic_ext'::regclass THEN (SELECT stxrelid FROM pg_statistic_ext WHERE oid = d.objoid) END AS relation,
    CASE d.classoid
      WHEN 'pg_namespace'::regclass THEN i.name
      WHEN 'pg_constraint'::regclass THEN (
        SELECT n.nspname FROM pg_constraint k JOIN pg_type t ON t.oid = k.contypid JOIN pg_namespace n ON n.oid = t.typnamespace
        WHERE k.oid = d.objoid)
      ELSE i.schema END AS schema`

/** Comments of extensions come with them; what belongs to no schema (casts, event triggers) is in scope. */
const rowsOf = (catalog: string, value: string) => `
  SELECT i.type || ' ' || ${IDENTITY} AS identity, json_build_object('text', ${value}) AS attributes
  FROM (SELECT * FROM ${catalog} WHERE objoid >= 16384 OR classoid = 'pg_namespace'::regclass) d,
    LATERAL pg_identify_object(d.classoid, d.objoid, d.objsubid) i, LATERAL (${PLACE}) place
  WHERE d.classoid NOT IN ('pg_extension'::regclass, 'pg_largeobject'::regclass)
    AND CASE WHEN place.relation IS NOT NULL THEN place.relation IN (SELECT s.oid FROM scoped s)
      WHEN place.schema IS NOT NULL THEN ${schemaInScope('place.schema')} ELSE true END
    AND NOT EXISTS (
      SELECT FROM pg_depend x WHERE x.classid = d.classoid AND x.objid = d.objoid AND x.deptype = 'e')`

/** An event trigger that the target refused takes its comment along. */
export const comments: ObjectKind = {
  name: 'comment on',
  stage: 'complete',
  ornamental: true,
  sql: () => `${rowsOf('pg_description', 'd.description')} AND d.classoid <> 'pg_event_trigger'::regclass`,
}

export const securityLabels: ObjectKind = {
  name: 'security label on',
  stage: 'complete',
  ornamental: true,
  targetMayLack: true,
  sql: () => rowsOf('pg_seclabel', "d.provider || ' ' || d.label"),
}
