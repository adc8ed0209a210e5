import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeMessage, type RowChange } from './decoder.ts'
import { insert, remove, update, type TestTuple } from './fixtures/pgoutput.ts'
import { netChanges, unresolved, type NetChanges, type RowImage } from './net.ts'
import { columnAt, kindAt, NULL_VALUE, UNCHANGED, valueEnd, valueStart } from './tuple.ts'

/** Key columns `a` and `b`, then two columns that may stay in TOAST. */
type Row = readonly [a: string, b: string, x: string | null, y: string | null]
const KEY = [0, 1]
const COLUMNS = [0, 1, 2, 3]

const keyOf = (row: readonly (string | null | undefined)[]) => `${row[0]}/${row[1]}`

function valueAt(bytes: Buffer, tuple: number, index: number): string | null | undefined {
  const at = columnAt(bytes, tuple, index)
  if (kindAt(bytes, at) === UNCHANGED) return undefined
  return kindAt(bytes, at) === NULL_VALUE ? null : bytes.toString('utf8', valueStart(at), valueEnd(bytes, at))
}

function resolve(image: RowImage | null, index: number): string | null | undefined {
  if (image === null) return undefined
  return image.unchanged.includes(index) ? resolve(image.under, index) : valueAt(image.bytes, image.tuple, index)
}

/** As the server would: every delete and update finds one row, every insert finds none. */
function applyNet(rows: Map<string, Row>, net: NetChanges): void {
  for (const { bytes, tuple } of net.deletes) {
    if (!rows.delete(keyOf(KEY.map((index) => valueAt(bytes, tuple, index))))) throw new Error('nothing to delete')
  }
  for (const { key, image } of net.updates) {
    const name = keyOf(KEY.map((index) => valueAt(key.bytes, key.tuple, index)))
    const row = rows.get(name)
    if (row === undefined) throw new Error('nothing to update')
    const omitted = unresolved(image)
    rows.set(
      name,
      COLUMNS.map((index) => (omitted.includes(index) ? row[index] : resolve(image, index))) as unknown as Row,
    )
  }
  for (const image of net.inserts) {
    const row = COLUMNS.map((index) => resolve(image, index)) as unknown as Row
    if (rows.has(keyOf(row))) throw new Error('there already')
    expect(row).not.toContain(undefined)
    rows.set(keyOf(row), row)
  }
}

const key = fc.tuple(fc.constantFrom('1', '12'), fc.constantFrom('2', '', '22')) as fc.Arbitrary<[string, string]>
const value = fc.constantFrom('p', 'q', null)
const step = fc.record({
  of: key,
  to: key,
  kind: fc.constantFrom('insert', 'update', 'update', 'move', 'delete'),
  x: value,
  y: value,
  keepX: fc.boolean(),
  keepY: fc.boolean(),
  whole: fc.boolean(),
})
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

/** Plays steps on a table and returns what the server would send; steps that do not fit are left out. */
function play(rows: Map<string, Row>, steps: readonly Step[]): RowChange[] {
  return steps.flatMap((each) => {
    const message = playOne(rows, each)
    return message === null ? [] : [decodeMessage(message, 0) as RowChange]
  })
}

function playOne(rows: Map<string, Row>, { of, to, kind, x, y, keepX, keepY, whole }: Step): Buffer | null {
  const row = rows.get(keyOf(of))
  if (kind === 'insert') {
    if (row !== undefined) return null
    rows.set(keyOf(of), [...of, x, y])
    return insert(1, [...of, x, y])
  }
  if (row === undefined) return null
  const old = whole ? { whole: row } : { key: [row[0], row[1], null, null] }
  if (kind === 'delete') {
    rows.delete(keyOf(of))
    return remove(1, old)
  }
  const target = kind === 'move' ? to : of
  if (kind === 'move' && rows.has(keyOf(to))) return null
  const now: Row = [...target, keepX ? row[2] : x, keepY ? row[3] : y]
  rows.delete(keyOf(of))
  rows.set(keyOf(target), now)
  // What TOAST left alone is not sent; NULL always is.
  const kept = [false, false, keepX, keepY]
  const sent: TestTuple = now.map((value, index) => (kept[index] && value !== null ? undefined : value))
  return update(1, sent, whole || kind === 'move' ? old : undefined)
}

describe('net changes', () => {
  it('applied as sets leave what the changes leave one by one', () => {
    let composed = 0
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), fc.array(step, { maxLength: 30 }), (before, steps) => {
        const rows = new Map<string, Row>()
        play(rows, before)
        const other = new Map(rows)
        const changes = play(rows, steps)
        const net = netChanges(changes, KEY)
        if (net === null) {
          // Only a key that moves without all of its row cannot be composed.
          expect(steps.some(({ kind, keepX, keepY, whole }) => kind === 'move' && (keepX || keepY) && !whole)).toBe(
            true,
          )
          return
        }
        composed += 1
        applyNet(other, net)
        expect(Object.fromEntries(other)).toEqual(Object.fromEntries(rows))
      }),
      { numRuns: 2000 },
    )
    expect(composed).toBeGreaterThan(1000)
  })

  const changesOf = (...messages: Buffer[]) => messages.map((message) => decodeMessage(message, 0) as RowChange)

  it('a row that comes and goes is nothing', () => {
    const changes = changesOf(insert(1, ['1', '1', 'p', null]), remove(1, { key: ['1', '1', null, null] }))
    expect(netChanges(changes, KEY)).toEqual({ deletes: [], updates: [], inserts: [] })
  })

  it('a hot row keeps one image for each column that is missing, however often it changes', () => {
    const updates = Array.from({ length: 1000 }, (_, n) =>
      update(1, n % 2 === 0 ? ['1', '1', undefined, `${n}`] : ['1', '1', `${n}`, undefined]),
    )
    const net = netChanges(changesOf(...updates), KEY)
    let layers = 0
    for (let image = net?.updates[0]?.image ?? null; image !== null; image = image.under) layers += 1
    expect(layers).toBe(2)
    expect([
      net?.updates[0] && resolve(net.updates[0].image, 2),
      net?.updates[0] && resolve(net.updates[0].image, 3),
    ]).toEqual(['999', '998'])
  })

  it('keys that only look alike when joined are different rows', () => {
    const changes = changesOf(insert(1, ['1', '12', 'p', null]), insert(1, ['11', '2', 'q', null]))
    expect(netChanges(changes, KEY)?.inserts).toHaveLength(2)
  })

  it.each([
    ['an insert of a row that is there', [insert(1, ['1', '1', null, null]), insert(1, ['1', '1', null, null])]],
    ['an update of a row that is gone', [remove(1, { key: ['1', '1', null, null] }), update(1, ['1', '1', 'p', null])]],
    [
      'a delete of a row that is gone',
      [remove(1, { key: ['1', '1', null, null] }), remove(1, { key: ['1', '1', null, null] })],
    ],
    ['a key that was not sent', [update(1, [undefined, '1', 'p', null])]],
    ['a key that moves without its row', [update(1, ['2', '1', undefined, null], { key: ['1', '1', null, null] })]],
  ])('%s is left to the server, one by one', (_, messages) => {
    expect(netChanges(changesOf(...messages), KEY)).toBe(null)
  })
})
