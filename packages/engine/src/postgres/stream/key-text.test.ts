import { expect, it } from 'vitest'
import { canPrintKey, printKey } from './key-text.ts'

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex')

it.each([
  [16, '01', 't'],
  [17, '00ff', String.raw`\x00ff`],
  [20, 'ffffffffffffffff', '-1'],
  [21, '8000', '-32768'],
  [23, '00000007', '7'],
  [25, '6772c3bcc39f65', 'grüße'],
  [1082, '00000000', '2000-01-01'],
  [1082, 'ffffffff', '1999-12-31'],
  [1114, '0000000000000001', '2000-01-01 00:00:00.000001'],
  [1114, 'ffffffffffffffff', '1999-12-31 23:59:59.999999'],
  [1114, '00000000000f4240', '2000-01-01 00:00:01'],
  [1184, '000000000007a120', '2000-01-01 00:00:00.5+00'],
  [1114, '7fffffffffffffff', null], // infinity
  [2950, '00112233445566778899aabbccddeeff', '00112233-4455-6677-8899-aabbccddeeff'],
  [1700, '0000 0000 0000 0000', '0'],
  [1700, '0000 0000 0000 0002', '0.00'],
  [1700, '0001 0000 0000 0000 0001', '1'],
  [1700, '0002 0001 0000 0000 0001 0002', '10002'],
  [1700, '0001 0001 0000 0000 0001', '10000'],
  [1700, '0001 ffff 4000 0003 04d2', '-0.123'],
  [1700, '0001 fffe 0000 0006 0064', '0.000001'],
  [1700, '0000 0000 c000 0000', null], // NaN
] as const)('type %i %s is %s', (typeOid, bytes, expected) => {
  const value = hex(bytes)
  // As everywhere, in the middle of other bytes.
  const around = Buffer.concat([Buffer.from([1, 2, 3]), value, Buffer.from([9])])
  expect(printKey(typeOid, around, 3, 3 + value.length)).toBe(expected)
})

it('an enum is its label', () => {
  expect(canPrintKey(16_500, 'e')).toBe(true)
  expect(printKey(16_500, Buffer.from('open'), 0, 4)).toBe('open')
})

it('types without a plain form are told', () => {
  expect([canPrintKey(3802, 'b'), canPrintKey(16_500, 'c')]).toEqual([false, false])
})
