import type { RowChange } from './decoder.ts'
import { printKey } from './key-text.ts'
import type { StreamTable } from './stream-table.ts'
import { isAscii } from '../wire/raw-text.ts'
import { BINARY_VALUE, columnAt, kindAt, NULL_VALUE, UNCHANGED, valueEnd, valueStart } from './tuple.ts'

/**
 * The key of one image as a string that is equal for equal bytes only; `null` when a key column was not sent.
 *
 * `fallback` is the image to look in for a key column that an update left in TOAST: the server then sends the old key.
 */
export function keyString(bytes: Buffer, tuple: number, fallback: number, key: readonly number[]): string | null {
  let text = ''
  for (const index of key) {
    let at = columnAt(bytes, tuple, index)
    if (kindAt(bytes, at) === UNCHANGED && fallback !== 0) at = columnAt(bytes, fallback, index)
    const kind = kindAt(bytes, at)
    if (kind === UNCHANGED || kind === NULL_VALUE) return null
    const value = bytes.toString('latin1', valueStart(at), valueEnd(bytes, at))
    text += key.length === 1 ? value : `${value.length}:${value}`
  }
  return text
}

/** The key the row had before the change, and the key it has after it; the same string twice when it stayed. */
export function keysOf(
  change: RowChange,
  key: readonly number[],
): { readonly before: string | null; readonly after: string | null } {
  const { bytes, oldTuple, newTuple } = change
  const after = newTuple === 0 ? null : keyString(bytes, newTuple, oldTuple, key)
  if (change.kind === 'insert') return { before: null, after }
  return { before: oldTuple === 0 ? after : keyString(bytes, oldTuple, 0, key), after }
}

/** The image that holds every key column of the row to find: the old one when it was sent. */
export function keyTuple(change: RowChange): number {
  return change.oldTuple === 0 ? change.newTuple : change.oldTuple
}

/** The key of one image as texts of its columns; `null` when it cannot be told. */
export function keyTexts(table: StreamTable, bytes: Buffer, tuple: number, fallback: number): readonly string[] | null {
  const texts: string[] = []
  for (const index of table.key ?? []) {
    let at = columnAt(bytes, tuple, index)
    if (kindAt(bytes, at) === UNCHANGED && fallback !== 0) at = columnAt(bytes, fallback, index)
    const kind = kindAt(bytes, at)
    if (kind === UNCHANGED || kind === NULL_VALUE) return null
    const start = valueStart(at)
    const end = valueEnd(bytes, at)
    const typeOid = table.columns[index]?.baseTypeOid ?? 0
    const text = kind === BINARY_VALUE ? printKey(typeOid, bytes, start, end) : bytes.toString('utf8', start, end)
    if (text === null || (table.isRaw && !isAscii(text))) return null
    texts.push(text)
  }
  return texts
}
