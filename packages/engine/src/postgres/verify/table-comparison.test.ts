import { describe, expect, test } from 'vitest'
import { batches } from './compare-still.ts'
import { nextSize } from './key-ranges.ts'
import { rowHash } from './row-hash.ts'
import { bucketBits, groupDiffering } from './table-comparison.ts'

describe('the size of a range', () => {
  test.each([
    [10_000, 10, 10_000, 40_000],
    [10_000, 1000, 10_000, 10_000],
    [100_000, 4000, 100_000, 25_000],
    [10, 1, 10_000, 10_000],
    [2_000_000, 100, 2_000_000, 2_000_000],
    [5000, 60_000, 5000, 1000],
    [10_000, 0, 10_000, 40_000],
  ])('follows %i rows in %i ms', (rows, ms, before, expected) => {
    expect(nextSize(rows, ms, before)).toBe(expected)
  })
})

test.each([
  [0, 0],
  [64, 0],
  [65, 1],
  [1_000_000, 14],
  [10_000_000_000, 16],
])('%i rows are spread over 2^%i buckets', (rows, bits) => {
  expect(bucketBits(rows)).toBe(bits)
})

test('buckets that differ come in groups of bounded size', () => {
  const row = (bucket: string, rows: number, sum = '0') => ({ bucket, rows: String(rows), sum })
  const from = [row('1', 60), row('2', 30), row('3', 10), row('4', 70, 'here'), row('5', 1)]
  const to = [row('1', 50), row('2', 30), row('4', 70, 'there'), row('6', 5)]
  expect(groupDiffering(from, to, 150)).toEqual([
    { buckets: ['1', '3'], rows: 120 },
    { buckets: ['4', '5', '6'], rows: 146 },
  ])
  expect(groupDiffering(from, from, 150)).toEqual([])
  expect(groupDiffering([row('1', 1000)], [], 150)).toEqual([{ buckets: ['1'], rows: 1000 }])
})

test('changed rows go in statements of bounded size', () => {
  const rows = (count: number) => Array.from({ length: count }, (_, change) => ({ id: ['1'], change }))
  const sizes = (counts: readonly number[]) =>
    batches(counts.map((count) => ({ sql: {} as never, rows: rows(count) }))).map((batch) =>
      batch.map((part) => part.rows.length),
    )
  expect(sizes([])).toEqual([])
  expect(sizes([1, 0, 2])).toEqual([[1, 2]])
  expect(sizes([4000, 7000])).toEqual([[4000, 1000], [5000], [1000]])
  expect(sizes(Array.from({ length: 60 }, () => 1)).map((batch) => batch.length)).toEqual([50, 10])
})

test('a table of a type that is not known is compared by text', () => {
  const column = { name: 'a', sql: '"a"', typeModifier: -1, type: 'x', notNull: true, generated: false, identity: null }
  const of = (typeOid: number) => rowHash([{ ...column, typeOid, typeKind: 'b' }], { transcode: false }).method
  expect([of(25), of(20), of(99_999)]).toEqual(['typed-hash', 'typed-hash', 'text-hash'])
})
