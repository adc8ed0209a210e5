import { expect, test } from 'vitest'
import { sameExpression } from './expression.ts'

test.each([
  [
    `((status)::text = ANY ((ARRAY['a'::character varying(3), 'b::x'::character varying])::text[]))`,
    `((status)::text = ANY (ARRAY[('a'::character varying(3))::text, ('b::x'::character varying)::text]))`,
  ],
  ['SELECT o.id, o."E" FROM app.orders o', 'SELECT id, "E" FROM app.orders o'],
  [`('x'::timestamp(3) without time zone + 1)`, `('x'::timestamp without time zone) + 1`],
  ['"system_user" > 1', 'system_user > 1'],
  [`a::app."T y"[] || b::double precision`, 'a || b'],
])('%s and %s are the same', (left, right) => {
  expect(sameExpression(left, right)).toBe(true)
})

test.each([
  ['a > 1', 'a > 2'],
  [`'a'::text`, `'A'::text`],
  ['"A"', 'a'],
  [`x = '(1)'`, `x = '1'`],
  ['a AND b', 'a OR b'],
])('%s and %s are not', (left, right) => {
  expect(sameExpression(left, right)).toBe(false)
})
