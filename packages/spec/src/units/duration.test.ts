import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatDuration, parseDuration } from './duration.ts'

describe('durations', () => {
  it.each([
    ['500ms', 500],
    ['10s', 10_000],
    ['1h30m', 5_400_000],
    ['3d', 259_200_000],
    ['1d2h3m4s5ms', 93_784_005],
    ['90m', 5_400_000],
    ['0s', 0],
  ])('reads %s as %d ms', (text, durationMs) => {
    expect(parseDuration(text)).toBe(durationMs)
  })

  it.each(['', '10', 's', '10 s', '1.5s', '-1s', '30m1h', '1s1s', '10S', '10sec', ' 10s', '10s\n', '9999999999s'])(
    'refuses %j',
    (text) => {
      expect(parseDuration(text)).toBeNull()
    },
  )

  it('reads back what it wrote', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), (durationMs) => {
        expect(parseDuration(formatDuration(durationMs))).toBe(durationMs)
      }),
    )
  })

  it('writes the short form', () => {
    expect([0, 999, 10_000, 5_400_000, 86_400_000, 1234.4].map(formatDuration)).toEqual([
      '0s',
      '999ms',
      '10s',
      '1h30m',
      '1d',
      '1s234ms',
    ])
  })

  it('reads any text without throwing', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const durationMs = parseDuration(text)
        expect(durationMs === null || Number.isSafeInteger(durationMs)).toBe(true)
      }),
    )
  })
})
