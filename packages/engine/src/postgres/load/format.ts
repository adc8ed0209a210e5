import type { Column } from '../catalog.ts'

export type CopyFormat = 'binary' | 'text'

/** The type a domain stands for, through any number of domains. */
export interface BaseType {
  readonly typeOid: number
  readonly typeKind: string
}

/**
 * Built-in types, with their arrays, whose binary form PostgreSQL 13 to 18 read and write alike: `[type, array, name]`.
 *
 * Left out on purpose: `money` (its scale is the locale's), `xml` (the two forms treat the declaration differently),
 * `reg*` and `aclitem` (they carry OIDs of one database), `tsquery` (the server sends an empty one and refuses to read it
 * back: "malformed tsquery: operand not found"). An array carries the OID of its element type, which is the
 * same everywhere only for built-in ones.
 */
export const BINARY_TYPES = [
  [16, 1000, 'bool'],
  [17, 1001, 'bytea'],
  [18, 1002, 'char'],
  [19, 1003, 'name'],
  [20, 1016, 'int8'],
  [21, 1005, 'int2'],
  [23, 1007, 'int4'],
  [25, 1009, 'text'],
  [26, 1028, 'oid'],
  [27, 1010, 'tid'],
  [28, 1011, 'xid'],
  [29, 1012, 'cid'],
  [114, 199, 'json'],
  [600, 1017, 'point'],
  [601, 1018, 'lseg'],
  [602, 1019, 'path'],
  [603, 1020, 'box'],
  [604, 1027, 'polygon'],
  [628, 629, 'line'],
  [650, 651, 'cidr'],
  [700, 1021, 'float4'],
  [701, 1022, 'float8'],
  [718, 719, 'circle'],
  [774, 775, 'macaddr8'],
  [829, 1040, 'macaddr'],
  [869, 1041, 'inet'],
  [1042, 1014, 'bpchar'],
  [1043, 1015, 'varchar'],
  [1082, 1182, 'date'],
  [1083, 1183, 'time'],
  [1114, 1115, 'timestamp'],
  [1184, 1185, 'timestamptz'],
  [1186, 1187, 'interval'],
  [1266, 1270, 'timetz'],
  [1560, 1561, 'bit'],
  [1562, 1563, 'varbit'],
  [1700, 1231, 'numeric'],
  [2950, 2951, 'uuid'],
  [2970, 2949, 'txid_snapshot'],
  [3220, 3221, 'pg_lsn'],
  [3614, 3643, 'tsvector'],
  [3802, 3807, 'jsonb'],
  [3904, 3905, 'int4range'],
  [3906, 3907, 'numrange'],
  [3908, 3909, 'tsrange'],
  [3910, 3911, 'tstzrange'],
  [3912, 3913, 'daterange'],
  [3926, 3927, 'int8range'],
  [4072, 4073, 'jsonpath'],
  [4451, 6150, 'int4multirange'],
  [4532, 6151, 'nummultirange'],
  [4533, 6152, 'tsmultirange'],
  [4534, 6153, 'tstzmultirange'],
  [4535, 6155, 'datemultirange'],
  [4536, 6157, 'int8multirange'],
  [5038, 5039, 'pg_snapshot'],
  [5069, 271, 'xid8'],
] as const satisfies readonly (readonly [typeOid: number, arrayOid: number, name: string])[]

const BINARY_OIDS: ReadonlySet<number> = new Set(BINARY_TYPES.flatMap(([typeOid, arrayOid]) => [typeOid, arrayOid]))

/**
 * Binary when every column has the same binary form on both sides, otherwise text for the whole table.
 *
 * An enum is sent as its label and found again by it; composites, arrays of user types and types of extensions carry
 * OIDs or a form of their own.
 */
export function copyFormat(columns: readonly Column[], domains: ReadonlyMap<number, BaseType>): CopyFormat {
  const isBinary = ({ typeOid, typeKind }: BaseType) => typeKind === 'e' || BINARY_OIDS.has(typeOid)
  return columns.every((column) => column.generated || isBinary(domains.get(column.typeOid) ?? column))
    ? 'binary'
    : 'text'
}
