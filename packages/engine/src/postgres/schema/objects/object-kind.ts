/**
 * One kind of schema object as rows `(identity, attributes)`: the same row on both sides means the same object.
 *
 * No row holds an OID, a statistic, a position of a sequence or anything else that a server is free to choose.
 */
export interface ObjectKind {
  readonly name: string
  /** Objects of `pre-data` must be there before data comes, `complete` ones at the end of the full load. */
  readonly stage: 'pre-data' | 'complete'
  /** Deparsed by the server: compared by `sameExpression`. */
  readonly expressions?: readonly string[]
  /** Others may be on the target before us. */
  readonly targetMayHaveMore?: boolean
  /** The target may have refused them, as preflight has said: none there is no difference. */
  readonly targetMayLack?: boolean
  /** Changes of these alone are no reason to stop a migration. */
  readonly ornamental?: boolean
  /** Uses `scoped` and the parameters of scope.ts. */
  readonly sql: (servers: Servers) => string
}

export interface Servers {
  /** `server_version_num` of the one asked. */
  readonly version: number
  /** The lower of both: what only the newer server knows is not compared. */
  readonly floor: number
}

/** A name in quotes whatever it is: which names need them depends on the version. */
export const quoted = (name: string) => `'"' || replace(${name}::text, '"', '""') || '"'`

/** `"schema"."name"` of a row of `scoped`. */
export const relation = (alias: string) => `${quoted(`${alias}.schema`)} || '.' || ${quoted(`${alias}.name`)}`

/** `"schema"."name"` of anything in a schema. */
export const inSchema = (schema: string, name: string) => `${quoted(schema)} || '.' || ${quoted(name)}`

/**
 * What `pg_identify_object` calls it, as a row `i`: from 17 on json is a word of the grammar and has no schema, and later
 * ones say it differently of transforms.
 */
export const IDENTITY = String.raw`replace(regexp_replace(i.identity, '\mpg_catalog\.json\M', 'json', 'g'), ' on language ', ' language ')`

export const owner = (column: string) => `pg_get_userbyid(${column})`

export const sorted = (array: string) =>
  `CASE WHEN ${array} IS NOT NULL THEN ARRAY(SELECT e FROM unnest(${array}) AS e ORDER BY e COLLATE "C") END`

export const notOfExtension = (catalog: string, oid: string) =>
  `NOT EXISTS (SELECT FROM pg_depend x WHERE x.classid = '${catalog}'::regclass AND x.objid = ${oid} AND x.deptype = 'e')`

/** Neither of an extension nor part of another object, as the cast to a multirange is of its range. */
export const independent = (catalog: string, oid: string) =>
  notOfExtension(catalog, oid).replace("= 'e'", "IN ('e', 'i')")

/** Which default rights `acldefault` knows, by its letter. */
type AclType = 'r' | 's' | 'f' | 'T' | 'n' | 'F' | 'S'

/** Who may do what, without who granted it; never stored and the default are the same. MAINTAIN came with 17. */
export function grants(acl: string, type: AclType, ownerColumn: string, { floor }: Servers): string {
  return explode(`coalesce(${acl}, acldefault('${type}', ${ownerColumn}))`, ownerColumn, floor)
}

export function columnGrants(acl: string, ownerColumn: string, { floor }: Servers): string {
  return `CASE WHEN ${acl} IS NOT NULL THEN ${explode(acl, ownerColumn, floor)} END`
}

export function explode(acl: string, ownerColumn: string, floor: number): string {
  return `(SELECT string_agg(
      CASE WHEN e.grantee = 0 THEN 'PUBLIC' WHEN e.grantee = ${ownerColumn} THEN 'owner' ELSE ${owner('e.grantee')} END
        || '=' || e.privilege_type || CASE WHEN e.is_grantable THEN '*' ELSE '' END, ', '
      ORDER BY e.grantee = 0 DESC, e.grantee = ${ownerColumn} DESC, ${owner('e.grantee')} COLLATE "C", e.privilege_type)
    FROM aclexplode(${acl}) e${floor < 170_000 ? " WHERE e.privilege_type <> 'MAINTAIN'" : ''})`
}
