import { expect, test } from 'vitest'
import type { Column, Table } from '../catalog.ts'
import { comparedWhole } from './compared-whole.ts'

const GIGABYTE = 1024 ** 3
const ID: Column = { name: 'id', sql: '"id"' } as Column

const table = (name: string, gigabytes: number, key: readonly Column[] | null = [ID]) =>
  ({ sql: name, sizeBytes: gigabytes * GIGABYTE, key }) as Table

const wholeOf = (tables: readonly Table[], workers = 4, isQuiet: (table: Table) => boolean = () => true) =>
  tables.filter(comparedWhole(tables, { workers, isQuiet })).map(({ sql }) => sql)

test('tables that keep nobody waiting are compared whole, one that is most of everything is not', () => {
  expect(wholeOf([table('most', 20), table('a', 4), table('b', 4)])).toEqual(['a', 'b'])
  expect(wholeOf([table('a', 4), table('b', 4), table('c', 4), table('d', 5)])).toEqual(['a', 'b', 'c', 'd'])
  expect(wholeOf([table('only', 1)], 1)).toEqual(['only'])
})

test('what takes long, is written to or has no key is not', () => {
  expect(wholeOf([table('a', 33), table('b', 31)], 1)).toEqual(['b'])
  expect(wholeOf([table('a', 1), table('b', 1)], 2, ({ sql }) => sql === 'b')).toEqual(['b'])
  expect(wholeOf([table('a', 1), table('b', 1, null)], 2)).toEqual(['a'])
})
