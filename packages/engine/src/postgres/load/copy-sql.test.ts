import { expect, test } from 'vitest'
import type { Column, Table } from '../catalog.ts'
import { beginMarkedPart, beginPart, copyIn, copyOut, recordLanded } from './copy-sql.ts'

const column = (name: string, generated = false) => ({ name, sql: `"${name}"`, generated }) as Column
const table = { sql: `"we""ird"."it's"`, columns: [column('a'), column('b', true), column('c d')] } as unknown as Table
const whole = { table, part: 0, parts: 1, fromPage: null, toPage: null }
const middle = { table, part: 1, parts: 3, fromPage: 100, toPage: 200 }

test('a whole table is read as a table, alone and without what the server computes', () => {
  expect(copyOut(whole, 'binary')).toBe(`COPY "we""ird"."it's" ("a", "c d") TO STDOUT (FORMAT binary)`)
})

test('a part is a range of pages: from the first tuple of one page up to that of another', () => {
  expect(copyOut(middle, 'text')).toBe(
    `COPY (SELECT "a", "c d" FROM ONLY "we""ird"."it's" WHERE ctid >= '(100,0)' AND ctid < '(200,0)') TO STDOUT (FORMAT text)`,
  )
  expect(copyOut({ ...middle, toPage: null }, 'text')).toContain(`WHERE ctid >= '(100,0)')`)
})

test('rows are frozen only where the table is truncated in the same transaction', () => {
  expect(copyIn(whole, 'binary', 'truncate')).toBe(
    `COPY "we""ird"."it's" ("a", "c d") FROM STDIN (FORMAT binary, FREEZE)`,
  )
  expect(copyIn(whole, 'binary', 'delete')).not.toContain('FREEZE')
  expect(copyIn(middle, 'binary', 'truncate')).not.toContain('FREEZE')
})

test('a table without columns to copy has no list', () => {
  const empty = { ...whole, table: { ...table, columns: [column('b', true)] } }
  expect(copyOut(empty, 'text')).toBe(`COPY "we""ird"."it's" TO STDOUT (FORMAT text)`)
})

test('only a whole table is emptied, before it is forgotten', () => {
  const [begin, empty, forget, ...rest] = beginPart(whole, 'm', 'truncate')
  expect([begin, empty]).toEqual(['BEGIN', `TRUNCATE ONLY "we""ird"."it's"`])
  expect(forget).toBe(`DELETE FROM causeway.copied WHERE migration = 'm' AND table_name = '"we""ird"."it''s"'`)
  expect(rest).toHaveLength(1)
  expect(beginPart(middle, 'm', 'truncate')).toHaveLength(2)
  expect(beginPart(whole, 'm', 'delete')[1]).toBe(`DELETE FROM ONLY "we""ird"."it's"`)
})

test('a marked transaction begins with our progress', () => {
  expect(beginMarkedPart(whole, 'm', 'truncate')[1]).toMatch(/^UPDATE causeway\.progress .* WHERE migration = 'm'$/)
})

test('names and texts are quoted in the record', () => {
  expect(recordLanded(middle, "it's", '10:20:', { rows: 7, bytes: 99 })).toContain(
    `VALUES ('it''s', '"we""ird"."it''s"', 1, 3, '10:20:', 7, 99)`,
  )
})
