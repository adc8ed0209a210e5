import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Gatherer } from '../wire/frames.ts'
import { LARGE_ROW_BYTES } from './apply/segments.ts'
import { decodeMessage } from './decoder.ts'
import { insert, remove, update, type TestTuple } from './fixtures/pgoutput.ts'
import { gatherPacked, PackedRow } from './packed-row.ts'
import { columnAt, columnCount, kindAt, NULL_VALUE, PACKED_VALUE, UNCHANGED, valueEnd, valueStart } from './tuple.ts'

/** What stands before a message in its frame. */
const START = 25
const LARGE = 100_000

const digits = (count: number) => 'c0ffee'.repeat(Math.ceil(count / 6)).slice(0, count)

function gather(
  message: Buffer,
  cuts: readonly number[],
  make = (bytes: number): Gatherer => new PackedRow(bytes, START),
) {
  const body = Buffer.concat([Buffer.alloc(START), message])
  const gatherer = make(body.length)
  const places = [...new Set(cuts.map((cut) => cut % body.length))].toSorted((left, right) => left - right)
  for (const [index, from] of [0, ...places].entries()) gatherer.push(body.subarray(from, places[index]))
  return gatherer.end()
}

/** The values of a tuple as they were sent. */
function valuesOf(bytes: Buffer, tuple: number): readonly (string | null | undefined)[] {
  return Array.from({ length: columnCount(bytes, tuple) }, (_, index) => {
    const at = columnAt(bytes, tuple, index)
    const kind = kindAt(bytes, at)
    if (kind === NULL_VALUE) return null
    if (kind === UNCHANGED) return undefined
    const [start, end] = [valueStart(at), valueEnd(bytes, at)]
    return kind === PACKED_VALUE
      ? String.raw`\x${bytes.toString('hex', start, end)}`
      : bytes.toString('utf8', start, end)
  })
}

const values = fc.oneof(
  fc.constantFrom(null, undefined, '', String.raw`\x`, String.raw`\xc0ffee`, 'plain'),
  fc.nat(9).map((more) => `\\x${digits(LARGE + more)}`),
  fc.nat(LARGE).map((place) => `\\x${digits(place)}Z${digits(LARGE)}`),
  fc.constantFrom('x'.repeat(LARGE), `\\${digits(LARGE)}`, `\\X${digits(LARGE)}`, `\\x${digits(LARGE).toUpperCase()}`),
)

it('keeps every value, however the message is cut', () => {
  fc.assert(
    fc.property(
      fc.array(values, { maxLength: 5 }),
      fc.array(fc.nat(), { maxLength: 9 }),
      fc.boolean(),
      (row, cuts, isUpdate) => {
        const old = row.map((value) => (value === undefined ? null : value))
        const bytes = gather(isUpdate ? update(7, row, { whole: old }) : insert(7, old), cuts)
        const change = decodeMessage(bytes, START)
        if (change.kind !== 'insert' && change.kind !== 'update') throw new Error(change.kind)
        // Without a matcher: it would print the difference of two such values for minutes.
        const isKept = (tuple: number, sent: TestTuple) =>
          valuesOf(bytes, tuple).every((value, index) => value === sent[index])
        expect(isKept(change.newTuple, isUpdate ? row : old)).toBe(true)
        if (isUpdate) expect(isKept(change.oldTuple, old)).toBe(true)
      },
    ),
  )
})

it('takes half of the memory for a value of digits', () => {
  const value = `\\x${digits(LARGE)}`
  expect(gather(insert(7, ['1', value]), []).length).toBeLessThan(LARGE / 2 + 100)
  expect(gather(remove(7, { whole: ['1', value] }), []).length).toBeLessThan(LARGE / 2 + 100)
})

it('leaves short messages as they are, which may be applied in sets', () => {
  const message = (length: number) => insert(7, [`\\x${digits(length)}`])
  const packed = (length: number) => gather(message(length), [], (bytes) => gatherPacked(bytes, START)).length
  expect(packed(1_000_000)).toBe(START + message(1_000_000).length)
  expect(packed(5_000_000)).toBeLessThan(2_600_000)
  expect(packed(5_000_000)).toBeGreaterThan(LARGE_ROW_BYTES)
})

it('takes what is no row as it comes', () => {
  const message = Buffer.concat([Buffer.from('M'), Buffer.alloc(LARGE, 'x')])
  expect(gather(message, [10, 1000]).subarray(START).equals(message)).toBe(true)
})
