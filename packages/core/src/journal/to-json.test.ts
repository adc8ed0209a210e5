import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toJson } from './to-json.ts'

describe('toJson', () => {
  it('keeps plain data as JSON does', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(toJson(value)).toBe(JSON.stringify(value))
      }),
    )
  })

  it.each([
    [undefined, 'null'],
    [{ a: undefined, b: 1 }, '{"b":1}'],
    [[undefined], '[null]'],
    [12345678901234567890n, '"12345678901234567890"'],
    [Number.POSITIVE_INFINITY, '"Infinity"'],
    [new Date(0), '"1970-01-01T00:00:00.000Z"'],
    [new Date(Number.NaN), '"Invalid Date"'],
  ])('%s → %s', (value, text) => {
    expect(toJson(value)).toBe(text)
  })

  const secret = { [Symbol.for('causeway.Secret')]: true, toJSON: () => 'hunter2' }
  const cycle: Record<string, unknown> = {}
  cycle['self'] = cycle

  it.each([
    ['a secret', { a: secret }, /\$\.a is a secret/],
    ['a function', [() => 1], /\$\[0\] is a function/],
    ['a symbol', Symbol('x'), /\$ is a symbol/],
    ['a cycle', cycle, /\$\.self is a cycle/],
    ['a map', { m: new Map([[1, 2]]) }, /\$\.m is an object of class Map/],
    ['an error', new Error('hunter2'), /\$ is an object of class Error/],
    ['bytes', Buffer.from('x'), /class Buffer/],
  ])('refuses %s and shows nothing of it', (_what, value, message) => {
    expect(() => toJson(value)).toThrow(message)
    expect(() => toJson(value)).toThrow(expect.objectContaining({ code: 'CW-1025' }))
    expect(() => toJson(value)).not.toThrow(/hunter2/)
  })

  it('lets the same object appear twice', () => {
    const shared = { x: 1 }
    expect(toJson([shared, shared])).toBe('[{"x":1},{"x":1}]')
  })
})
