import type { RowChange } from './decoder.ts'
import { keysOf, keyTuple } from './key.ts'
import { columnCount, firstColumn, nextColumn, UNCHANGED } from './tuple.ts'

/**
 * A row as several changes left it: the newest image first, and below it what fills the columns it did not carry.
 */
export interface RowImage {
  readonly bytes: Buffer
  readonly tuple: number
  /** Indexes of the columns this image does not carry; empty when it is whole. */
  readonly unchanged: readonly number[]
  readonly under: RowImage | null
}

/** Where the key of a row to find can be read. */
export interface KeyImage {
  readonly bytes: Buffer
  readonly tuple: number
}

/** What many changes of one table amount to: at most one delete, update or insert of each key. */
export interface NetChanges {
  readonly deletes: readonly KeyImage[]
  readonly updates: readonly { readonly key: KeyImage; readonly image: RowImage }[]
  readonly inserts: readonly RowImage[]
}

interface NetRow {
  /** Where the row was found before the first change; `null` when it was not there. */
  readonly before: KeyImage | null
  /** The row now; `null` when it is gone. */
  image: RowImage | null
  /** Deleted in between: what is there now is another row. */
  replaced: boolean
}

/**
 * Composes the changes of one table, in source order, to their net effect.
 *
 * Applied as deletes, then updates, then inserts, it leaves the same rows as the changes one by one. Keys are compared
 * as bytes: a key that is equal but written differently (`1.0`, `1.00`) is a delete and an insert, and deletes go first.
 * @returns `null` when the changes cannot be composed and must be applied one by one: a key moved with columns that were
 * not sent, or a change that does not fit the ones before it
 */
export function netChanges(changes: Iterable<RowChange>, key: readonly number[]): NetChanges | null {
  const rows = new Map<string, NetRow>()
  for (const change of changes) {
    if (!compose(rows, change, key)) return null
  }
  return collect(rows)
}

function compose(rows: Map<string, NetRow>, change: RowChange, key: readonly number[]): boolean {
  const { before, after } = keysOf(change, key)
  switch (change.kind) {
    case 'insert':
      return after !== null && insert(rows, after, wholeImage(change))
    case 'delete':
      return before !== null && remove(rows, before, change)
    case 'update':
      if (before === null || after === null) return false
      return before === after ? update(rows, after, change) : move(rows, before, after, change)
  }
}

function insert(rows: Map<string, NetRow>, key: string, image: RowImage): boolean {
  const row = rows.get(key)
  if (row === undefined) {
    rows.set(key, { before: null, image, replaced: false })
    return true
  }
  if (row.image !== null) return false
  row.image = image
  row.replaced = true
  return true
}

function remove(rows: Map<string, NetRow>, key: string, change: RowChange): boolean {
  const row = rows.get(key)
  if (row === undefined) {
    rows.set(key, { before: keyImage(change), image: null, replaced: false })
    return true
  }
  if (row.image === null) return false
  if (row.before === null) rows.delete(key)
  else row.image = null
  return true
}

function update(rows: Map<string, NetRow>, key: string, change: RowChange): boolean {
  const row = rows.get(key)
  if (row === undefined) {
    rows.set(key, { before: keyImage(change), image: over(change, null), replaced: false })
    return true
  }
  if (row.image === null) return false
  row.image = over(change, row.image)
  return true
}

function move(rows: Map<string, NetRow>, before: string, after: string, change: RowChange): boolean {
  const image = over(change, rows.get(before)?.image ?? null)
  // The insert below needs every column.
  if (unresolved(image).length > 0) return false
  return remove(rows, before, change) && insert(rows, after, image)
}

function collect(rows: Map<string, NetRow>): NetChanges {
  const deletes: KeyImage[] = []
  const updates: { key: KeyImage; image: RowImage }[] = []
  const inserts: RowImage[] = []
  for (const { before, image, replaced } of rows.values()) {
    if (before !== null && image !== null && !replaced) {
      updates.push({ key: before, image })
      continue
    }
    if (before !== null) deletes.push(before)
    if (image !== null) inserts.push(image)
  }
  return { deletes, updates, inserts }
}

function keyImage(change: RowChange): KeyImage {
  return { bytes: change.bytes, tuple: keyTuple(change) }
}

function wholeImage(change: RowChange): RowImage {
  return { bytes: change.bytes, tuple: change.newTuple, unchanged: NONE, under: null }
}

/** The new image of an update above the row it changed. */
function over(change: RowChange, under: RowImage | null): RowImage {
  const { bytes, newTuple: tuple, oldTuple } = change
  const unchanged = unchangedColumns(bytes, tuple)
  // A whole old image carries the values that the new one leaves out.
  const below = change.oldIsWhole ? { bytes, tuple: oldTuple, unchanged: NONE, under: null } : under
  return { bytes, tuple, unchanged, under: needed(unchanged, below) }
}

/** The layers that carry a column still missing; without this a hot row would grow one layer for each update. */
function needed(missing: readonly number[], layer: RowImage | null): RowImage | null {
  if (layer === null || missing.length === 0) return null
  const still = missing.filter((index) => layer.unchanged.includes(index))
  const under = needed(still, layer.under)
  return still.length === missing.length ? under : { ...layer, under }
}

/** Columns that no layer carries: an update must leave them alone. */
export function unresolved(image: RowImage): readonly number[] {
  let left = image.unchanged
  for (let layer = image.under; layer !== null && left.length > 0; layer = layer.under) {
    const { unchanged } = layer
    left = left.filter((index) => unchanged.includes(index))
  }
  return left
}

const NONE: readonly number[] = []

export function unchangedColumns(bytes: Buffer, tuple: number): readonly number[] {
  const found: number[] = []
  let at = firstColumn(tuple)
  const count = columnCount(bytes, tuple)
  for (let index = 0; index < count; index += 1) {
    if (bytes[at] === UNCHANGED) found.push(index)
    at = nextColumn(bytes, at)
  }
  return found.length === 0 ? NONE : found
}
