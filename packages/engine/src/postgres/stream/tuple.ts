/**
 * Reading the row images of pgoutput where they lie: a tuple is a buffer and the offset of its column count, so that
 * a change costs no object per column.
 *
 * Layout: Int16 columns, then per column a kind byte and, for a value, Int32 length and the bytes. `decoder.ts` has
 * checked every length before any function here is called.
 * https://www.postgresql.org/docs/current/protocol-logicalrep-message-formats.html (TupleData)
 */
export const NULL_VALUE = 0x6e
/** A TOASTed value the update did not touch: it is not sent. */
export const UNCHANGED = 0x75
export const TEXT_VALUE = 0x74
export const BINARY_VALUE = 0x62
/** A text of `\x` and hexadecimal digits, kept as the bytes these stand for; never sent by a server. See packed-row.ts. */
export const PACKED_VALUE = 0x68

export function columnCount(bytes: Buffer, tuple: number): number {
  return bytes.readUInt16BE(tuple)
}

/** Offset of the kind byte of the first column. */
export function firstColumn(tuple: number): number {
  return tuple + 2
}

/** From the kind byte of one column to that of the next. */
export function nextColumn(bytes: Buffer, at: number): number {
  const kind = bytes[at]
  return kind === NULL_VALUE || kind === UNCHANGED ? at + 1 : at + 5 + bytes.readUInt32BE(at + 1)
}

/** Offset of the kind byte of column `index`. */
export function columnAt(bytes: Buffer, tuple: number, index: number): number {
  let at = firstColumn(tuple)
  for (let skipped = 0; skipped < index; skipped += 1) at = nextColumn(bytes, at)
  return at
}

export function kindAt(bytes: Buffer, at: number): number {
  return bytes.readUInt8(at)
}

/** Where the value of the column at `at` starts and ends; only for text and binary values. */
export function valueStart(at: number): number {
  return at + 5
}
export function valueEnd(bytes: Buffer, at: number): number {
  return at + 5 + bytes.readUInt32BE(at + 1)
}
