import { expect, it } from 'vitest'
import { travelsRaw } from './raw-text.ts'

it.each([
  ['UTF8', 'UTF8', false],
  ['LATIN1', 'UTF8', false],
  ['EUC_JP', 'EUC_JP', true],
  ['SQL_ASCII', 'SQL_ASCII', true],
  ['SQL_ASCII', 'UTF8', true],
  ['UTF8', 'SQL_ASCII', true],
] as const)('text between %s and %s travels as it is stored: %s', (one, other, raw) => {
  expect(travelsRaw(one, other, ['"public"."t"', '"a b"'])).toBe(raw)
})

it('names that are not ASCII keep it from that', () => {
  expect(travelsRaw('EUC_JP', 'EUC_JP', ['"public"."t"', '"名"'])).toBe(false)
})
