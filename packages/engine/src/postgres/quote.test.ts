import { describe, expect, it } from 'vitest'
import { quoteIdentifier, quoteLiteral, quoteQualified } from './quote.ts'

describe('quoting', () => {
  it.each([
    ['plain', '"plain"'],
    ['Order', '"Order"'],
    ['a"b', '"a""b"'],
    ['x"; DROP TABLE y; --', '"x""; DROP TABLE y; --"'],
    ['', '""'],
  ])('quotes the identifier %j', (name, sql) => {
    expect(quoteIdentifier(name)).toBe(sql)
  })

  it('quotes each part of a qualified name', () => {
    expect(quoteQualified('a.b', 'c"d')).toBe('"a.b"."c""d"')
  })

  it.each([
    ['plain', `'plain'`],
    [`it's`, `'it''s'`],
    [`back\\slash'`, ` E'back\\\\slash'''`],
  ])('quotes the literal %j', (text, sql) => {
    expect(quoteLiteral(text)).toBe(sql)
  })
})
