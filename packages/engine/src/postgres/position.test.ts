import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareLsn, formatLsn, lsnFrom, parseLsn } from './position.ts'

const anyLsn = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(lsnFrom)

describe('positions', () => {
  it('prints as the server does', () => {
    expect(formatLsn(parseLsn('16/B374D848'))).toBe('16/B374D848')
    expect(formatLsn(parseLsn('0/0'))).toBe('0/0')
    expect(parseLsn('1/00000001')).toBe(2n ** 32n + 1n)
  })

  it('reads what it prints', () => {
    fc.assert(
      fc.property(anyLsn, (lsn) => {
        expect(parseLsn(formatLsn(lsn))).toBe(lsn)
      }),
    )
  })

  it('orders as numbers do', () => {
    fc.assert(fc.property(anyLsn, anyLsn, (a, b) => Math.sign(compareLsn(a, b)) === (a < b ? -1 : Number(a > b))))
    expect(compareLsn(parseLsn('9/0'), parseLsn('10/0'))).toBeLessThan(0)
  })

  it.each(['', '16', '16/', '/16', '0/123456789', 'x/y', '0/0 '])('refuses %j', (text) => {
    expect(() => parseLsn(text)).toThrow(RangeError)
  })
})
