import {
  IDENTITY,
  explode,
  grants,
  independent,
  notOfExtension,
  owner,
  quoted,
  type ObjectKind,
} from './object-kind.ts'
import { schemaInScope } from '../scope.ts'

/** `public` belongs to the first superuser up to 14 and to the owner of the database since; both mean "as created". */
export const schemas: ObjectKind = {
  name: 'schema',
  stage: 'pre-data',
  targetMayHaveMore: true,
  sql: (servers) => `
    SELECT ${quoted('n.nspname')} AS identity, json_build_object(
      'owner', CASE WHEN n.nspname = 'public' AND (n.nspowner = 10 OR ${owner('n.nspowner')} = 'pg_database_owner')
        THEN 'as created' ELSE ${owner('n.nspowner')} END,
      'grants', ${grants('n.nspacl', 'n', 'n.nspowner', servers)}) AS attributes
    FROM pg_namespace n WHERE ${schemaInScope('n.nspname')} AND ${notOfExtension('pg_namespace', 'n.oid')}`,
}

/** A newer version on the target is what an upgrade is for. */
export const extensions: ObjectKind = {
  name: 'extension',
  stage: 'pre-data',
  targetMayHaveMore: true,
  sql: () => `
    SELECT ${quoted('e.extname')} AS identity, json_build_object('schema', n.nspname) AS attributes
    FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname <> 'plpgsql'`,
}

/** `[catalog, schema column, owner column, definition]`: rarer objects, by identity, owner and what fits in one expression. */
const OTHERS: readonly (readonly [string, string | null, string | null, string])[] = [
  ['pg_collation', 'collnamespace', 'collowner', 'o.collprovider::text'],
  ['pg_conversion', 'connamespace', 'conowner', 'o.conproc::text'],
  [
    'pg_operator',
    'oprnamespace',
    'oprowner',
    "concat_ws(' ', o.oprcode, o.oprrest, o.oprjoin, o.oprcanmerge, o.oprcanhash)",
  ],
  ['pg_opclass', 'opcnamespace', 'opcowner', "concat_ws(' ', format_type(o.opcintype, NULL), o.opcdefault)"],
  ['pg_opfamily', 'opfnamespace', 'opfowner', "''"],
  [
    'pg_ts_config',
    'cfgnamespace',
    'cfgowner',
    `(SELECT string_agg(concat_ws(' ', m.maptokentype, m.mapseqno,
    m.mapdict::regdictionary), ',' ORDER BY m.maptokentype, m.mapseqno) FROM pg_ts_config_map m WHERE m.mapcfg = o.oid)`,
  ],
  ['pg_ts_dict', 'dictnamespace', 'dictowner', 'o.dictinitoption'],
  [
    'pg_ts_parser',
    'prsnamespace',
    null,
    "concat_ws(' ', o.prsstart, o.prstoken, o.prsend, o.prsheadline, o.prslextype)",
  ],
  ['pg_ts_template', 'tmplnamespace', null, "concat_ws(' ', o.tmplinit, o.tmpllexize)"],
  ['pg_am', null, null, "concat_ws(' ', o.amtype, o.amhandler)"],
  ['pg_transform', null, null, "concat_ws(' ', o.trffromsql, o.trftosql)"],
  ['pg_cast', null, null, "concat_ws(' ', nullif(o.castfunc, 0)::regprocedure, o.castcontext, o.castmethod)"],
  ['pg_language', null, 'lanowner', "concat_ws(' ', o.lanpltrusted, nullif(o.lanplcallfoid, 0)::regproc)"],
  ['pg_foreign_data_wrapper', null, 'fdwowner', 'o.fdwoptions::text'],
  ['pg_foreign_server', null, 'srvowner', "concat_ws(' ', o.srvtype, o.srvversion, o.srvoptions)"],
]

const FIRST_USER_OID = 16_384

export const others: ObjectKind = {
  name: 'object',
  stage: 'pre-data',
  sql: () =>
    OTHERS.map(
      ([catalog, schemaColumn, ownerColumn, definition]) => `
    SELECT i.type || ' ' || ${IDENTITY} AS identity, json_build_object(
      'owner', ${ownerColumn === null ? 'NULL' : owner(`o.${ownerColumn}`)}, 'definition', ${definition}) AS attributes
    FROM ${catalog} o ${schemaColumn === null ? '' : `JOIN pg_namespace n ON n.oid = o.${schemaColumn}`},
      pg_identify_object('${catalog}'::regclass, o.oid, 0) i
    WHERE o.oid >= ${FIRST_USER_OID} AND ${independent(catalog, 'o.oid')}
      ${schemaColumn === null ? '' : `AND ${schemaInScope('n.nspname')}`}`,
    ).join(' UNION ALL '),
}

export const defaultPrivileges: ObjectKind = {
  name: 'default privileges',
  stage: 'complete',
  sql: ({ floor }) => `
    SELECT concat_ws(' ', 'of', ${owner('a.defaclrole')}, 'in', n.nspname, 'for', a.defaclobjtype) AS identity,
      json_build_object('grants', ${explode('a.defaclacl', 'a.defaclrole', floor)}) AS attributes
    FROM pg_default_acl a LEFT JOIN pg_namespace n ON n.oid = a.defaclnamespace
    WHERE n.oid IS NULL OR ${schemaInScope('n.nspname')}`,
}

export const eventTriggers: ObjectKind = {
  name: 'event trigger',
  stage: 'complete',
  targetMayHaveMore: true,
  targetMayLack: true,
  sql: () => `
    SELECT ${quoted('e.evtname')} AS identity, json_build_object(
      'event', e.evtevent, 'function', e.evtfoid::regproc, 'enabled', e.evtenabled, 'tags', e.evttags,
      'owner', ${owner('e.evtowner')}) AS attributes
    FROM pg_event_trigger e WHERE ${notOfExtension('pg_event_trigger', 'e.oid')}`,
}
