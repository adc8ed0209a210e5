import type { Column } from '../catalog.ts'

/** Expressions over the columns of alias `t`, the same text for both sides. */
export interface RowHash {
  /** `int8`, never NULL. Rows that differ in anything a client can read get different values (but for 1 in 2^64). */
  readonly sql: string
  /** The same for each column alone. */
  readonly columns: readonly { readonly name: string; readonly sql: string }[]
  /** `text-hash` when a column's type is not one we know, so that only its output function is trusted. */
  readonly method: 'typed-hash' | 'text-hash'
}

/** The two databases store text in different encodings: what is hashed is its UTF-8. */
export interface HashOptions {
  readonly transcode: boolean
}

type HashColumn = (column: string, seed: number, options: HashOptions) => string

/** Binary representations as `typsend` gives them are text enough: faster than the output functions, and exact. */
const bySend =
  (send: string): HashColumn =>
  (column, seed) =>
    bytes(`encode(${send}(${column}), 'hex')`, seed)

/**
 * How each built-in type is hashed, by OID, equal on PostgreSQL 13 to 18 and on every platform.
 *
 * The server's own hash functions are made for equality, not for fidelity, and are used only where the two agree:
 * `hashint8extended` folds the halves of a number into 32 bits (2^32 + 1 is 0), so the halves are hashed one after the
 * other; `hash_numeric_extended` ignores sign and scale; `jsonb_hash_extended` and `hash_array_extended` ignore
 * nesting; floats take -0 for 0; the times are folded as `int8` is. Those go by their text or their binary form.
 */
const HASHES: Readonly<Record<number, HashColumn>> = {
  /* bool */ 16: (column, seed) => `hashint4extended(${column}::int4, ${seed})`,
  /* bytea: base64 grows least */ 17: (column, seed) => bytes(`encode(${column}, 'base64')`, seed),
  /* "char": as a byte, because its sign depends on the platform */ 18: bySend('charsend'),
  /* int8 */ 20: (column, seed) =>
    `hashint8extended(${column} & 4294967295, hashint8extended(${column} >> 32, ${seed}))`,
  /* int2 */ 21: (column, seed) => `hashint2extended(${column}, ${seed})`,
  /* int4 */ 23: (column, seed) => `hashint4extended(${column}, ${seed})`,
  /* text */ 25: characters,
  /* oid */ 26: (column, seed) => `hashoidextended(${column}, ${seed})`,
  /* bpchar: a cast takes trailing blanks off, of which the other encoding may need more to fill the column */
  1042: (column, seed, options) =>
    characters(options.transcode ? `${column}::text` : `textin(bpcharout(${column}))`, seed, options),
  /* varchar */ 1043: characters,
  /* date */ 1082: bySend('date_send'),
  /* time */ 1083: bySend('time_send'),
  /* timestamp */ 1114: bySend('timestamp_send'),
  /* timestamptz */ 1184: bySend('timestamptz_send'),
  /* interval */ 1186: bySend('interval_send'),
  /* timetz */ 1266: bySend('timetz_send'),
  /* uuid */ 2950: (column, seed) => `uuid_hash_extended(${column}, ${seed})`,
}

/**
 * Built-in types that go by their text, for which a cast is quicker than `concat` and nobody can define another:
 * json, cidr, float4, float8, inet; arrays of bool, int2, int4, text, varchar, int8, float8, timestamptz, numeric;
 * numeric, uuid[], jsonb, jsonb[].
 */
const BY_OUTPUT: ReadonlySet<number> = new Set([
  114, 650, 700, 701, 869, 1000, 1005, 1007, 1009, 1015, 1016, 1022, 1185, 1231, 1700, 2951, 3802, 3807,
])

/**
 * One hash per row, without trusting NOT NULL: each column is hashed with its position as the seed, NULL becomes a
 * marker, the results are combined by exclusive or, and the whole is hashed once more, so that values exchanged
 * between rows or columns do not cancel out in a sum over rows.
 */
export function rowHash(columns: readonly Column[], options: HashOptions): RowHash {
  const hashed = columns.map((column, index) => ({ name: column.name, sql: columnHash(column, index + 1, options) }))
  const combined = hashed.length === 0 ? '0' : combine(hashed.map(({ sql }) => sql))
  return {
    sql: `hashint4extended(0, ${combined})`,
    columns: hashed,
    method: columns.every(({ typeOid }) => typeOid in HASHES || BY_OUTPUT.has(typeOid)) ? 'typed-hash' : 'text-hash',
  }
}

/**
 * The value as its type's output function prints it, NULL for NULL; `concat` cannot be misled by a cast to text that
 * somebody has defined, `num_nulls` tells a NULL composite from one that is full of NULLs.
 */
export function outputText(column: string): string {
  return `CASE WHEN num_nulls(${column}) = 0 THEN concat(${column}) END`
}

function columnHash(column: Column, seed: number, options: HashOptions): string {
  const qualified = `t.${column.sql}`
  const hash = HASHES[column.typeOid]
  const text = () => (BY_OUTPUT.has(column.typeOid) ? `${qualified}::text` : outputText(qualified))
  return `coalesce(${hash ? hash(qualified, seed, options) : characters(text(), seed, options)}, ${seed})`
}

function characters(text: string, seed: number, options: HashOptions): string {
  return bytes(options.transcode ? `encode(convert_to(${text}, 'UTF8'), 'base64')` : text, seed)
}

/** Collation "C": equal means the same bytes, also where the column's own collation is nondeterministic. */
function bytes(text: string, seed: number): string {
  return `hashtextextended((${text}) COLLATE "C", ${seed})`
}

/** A balanced tree: a chain of 1,600 operators would come near the server's stack limit. */
function combine(hashes: readonly string[]): string {
  if (hashes.length <= 16) return hashes.join(' # ')
  const middle = hashes.length >> 1
  return `(${combine(hashes.slice(0, middle))}) # (${combine(hashes.slice(middle))})`
}
