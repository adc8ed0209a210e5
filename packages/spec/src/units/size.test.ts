import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatSize, parseSize } from './size.ts'

describe('sizes', () => {
  it.each([
    ['500GB', 500_000_000_000],
    ['64MiB', 67_108_864],
    ['8kB', 8000],
    ['1TiB', 1_099_511_627_776],
    ['0B', 0],
  ])('reads %s as %d bytes', (text, sizeBytes) => {
    expect(parseSize(text)).toBe(sizeBytes)
  })

  it.each(['', '500', 'GB', '500 GB', '1.5GB', '-1B', '500gb', '8KB', '1PB', '64M', '999999999999TB'])(
    'refuses %j',
    (text) => {
      expect(parseSize(text)).toBeNull()
    },
  )

  it('reads back what it wrote', () => {
    const anySize = fc.oneof(
      fc.integer({ min: 0, max: 999_999_999_999 }),
      fc.integer({ min: 0, max: 999 }).map((amount) => amount * 1024 ** 4),
      fc.integer({ min: 0, max: 999 }).map((amount) => amount * 1000 ** 4),
    )
    fc.assert(
      fc.property(anySize, (sizeBytes) => {
        expect(parseSize(formatSize(sizeBytes))).toBe(sizeBytes)
      }),
    )
  })

  it('writes the unit with the fewest digits', () => {
    expect([0, 1, 1000, 1024, 4 * 1024 ** 3, 500_000_000_000].map(formatSize)).toEqual([
      '0B',
      '1B',
      '1kB',
      '1KiB',
      '4GiB',
      '500GB',
    ])
  })
})
