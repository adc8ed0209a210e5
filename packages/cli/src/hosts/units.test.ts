import { expect, it } from 'vitest'
import { bar, bytes, count, counted, duration, percent, table } from './units.ts'

it.each([
  [0, '0 B'],
  [1023, '1023 B'],
  [1024, '1.0 KiB'],
  [150 * 1024, '150 KiB'],
  [5.5 * 1024 ** 3, '5.5 GiB'],
  [9999 * 1024 ** 4, '9999 TiB'],
])('%d bytes are %s', (value, text) => expect(bytes(value)).toBe(text))

it.each([
  [0, '0.0 ms'],
  [4.54, '4.5 ms'],
  [9.97, '10 ms'],
  [999.6, '1.0 s'],
  [59_949, '59.9 s'],
  [59_990, '1 min 0 s'],
  [119_700, '2 min 0 s'],
  [3_599_800, '1 h 0 min'],
  [90 * 60_000, '1 h 30 min'],
  [72 * 3_600_000, '3 d 0 h'],
])('%d ms are %s', (ms, text) => expect(duration(ms)).toBe(text))

it('counts with separators, and with the right noun', () => {
  expect([count(1_234_567.4), counted(1, 'row'), counted(1_000, 'row'), percent(0.2)]).toEqual([
    '1,234,567',
    '1 row',
    '1,000 rows',
    '20.0 %',
  ])
})

it.each([
  [-1, '░░░░'],
  [0.5, '██░░'],
  [2, '████'],
])('a share of %d is %s', (share, text) => expect(bar(share, 4)).toBe(text))

it('a table aligns words left and numbers right, and ends no line with blanks', () => {
  expect(
    table([
      ['table', 'rows', 'state'],
      ['public.a', '1,000', 'ready'],
      ['b', '7', ''],
    ]),
  ).toBe('table      rows  state\npublic.a  1,000  ready\nb             7')
  expect(table([])).toBe('')
})
