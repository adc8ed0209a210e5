import { expect, test } from 'vitest'
import type { Column } from '../catalog.ts'
import { copyFormat } from './format.ts'

const NO_DOMAINS = new Map<number, never>()

function column(typeOid: number, typeKind = 'b', generated = false): Column {
  return {
    name: 'value',
    sql: '"value"',
    typeOid,
    typeModifier: -1,
    type: '',
    typeKind,
    notNull: false,
    generated,
    identity: null,
  }
}

test.each([
  ['int8, text, numeric, jsonb', [20, 25, 1700, 3802], 'binary'],
  ['arrays of built-in types', [1007, 1009, 1231], 'binary'],
  ['built-in ranges and multiranges', [3912, 4451], 'binary'],
  ['money: its scale is the locale’s', [20, 790], 'text'],
  ['xml', [142], 'text'],
  ['regclass: an OID of one database', [2205], 'text'],
  ['aclitem', [1033], 'text'],
  ['tsquery: an empty one is sent but not read', [20, 3615], 'text'],
  ['a type of an extension', [16999], 'text'],
  ['an array of a user type: carries the OID of its element', [17001], 'text'],
  ['no columns at all', [], 'binary'],
])('%s', (_, typeOids, format) => {
  expect(
    copyFormat(
      typeOids.map((typeOid) => column(typeOid)),
      NO_DOMAINS,
    ),
  ).toBe(format)
})

test('an enum is binary, a composite or a range of one’s own is not', () => {
  expect(copyFormat([column(17000, 'e')], NO_DOMAINS)).toBe('binary')
  expect(copyFormat([column(17000, 'c')], NO_DOMAINS)).toBe('text')
  expect(copyFormat([column(17000, 'r')], NO_DOMAINS)).toBe('text')
})

test('a domain is what it stands for', () => {
  const domains = new Map([
    [17000, { typeOid: 25, typeKind: 'b' }],
    [17001, { typeOid: 17002, typeKind: 'e' }],
    [17003, { typeOid: 790, typeKind: 'b' }],
  ])
  expect(copyFormat([column(17000, 'd'), column(17001, 'd')], domains)).toBe('binary')
  expect(copyFormat([column(17003, 'd')], domains)).toBe('text')
  expect(copyFormat([column(17009, 'd')], domains)).toBe('text')
})

test('a generated column is not copied and does not count', () => {
  expect(copyFormat([column(20), column(142, 'b', true)], NO_DOMAINS)).toBe('binary')
})
