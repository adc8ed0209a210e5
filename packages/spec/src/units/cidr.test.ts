import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addressCount, cidrsOverlap, formatCidr, parseCidr } from './cidr.ts'

describe('parseCidr', () => {
  it.each(['10.0.0.0', '10.0.0.0/33', '256.0.0.0/8', '10.0.0.1/24', '10.0.0/24', '::/0', ' 10.0.0.0/8'])(
    'refuses %s',
    (text) => {
      expect(parseCidr(text)).toBeNull()
    },
  )

  it('reads what formatCidr writes', () => {
    const cidr = fc
      .integer({ min: 0, max: 32 })
      .chain((prefix) =>
        fc.integer({ min: 0, max: 2 ** prefix - 1 }).map((index) => ({ first: index * 2 ** (32 - prefix), prefix })),
      )
    fc.assert(
      fc.property(cidr, (block) => {
        expect(parseCidr(formatCidr(block))).toEqual(block)
      }),
    )
  })
})

describe('cidrsOverlap', () => {
  it.each([
    ['10.0.0.0/16', '10.0.255.0/24', true],
    ['10.0.0.0/16', '10.1.0.0/16', false],
    ['0.0.0.0/0', '192.168.0.0/16', true],
  ])('%s and %s: %s', (left, right, overlap) => {
    const [first, second] = [parseCidr(left), parseCidr(right)]
    if (first === null || second === null) throw new Error('not a block')
    expect(cidrsOverlap(first, second)).toBe(overlap)
    expect(cidrsOverlap(second, first)).toBe(overlap)
    expect(addressCount(first)).toBeGreaterThan(0)
  })
})
