import { expect, test } from 'vitest'
import { hcl, heredoc, jsonencode, substitute, text, why } from './expression.ts'
import { renderValue } from './literal.ts'
import { reference } from './ref.ts'

const region = reference<string>('var.region')

test.for([
  ['plain', '"plain"'],
  ['say "hi"', String.raw`"say \"hi\""`],
  ['back\\slash', String.raw`"back\\slash"`],
  ['two\nlines\tand\ra tab', String.raw`"two\nlines\tand\ra tab"`],
  ['${x} and %{if}', '"$${x} and %%{if}"'],
  ['50% of $5', '"50% of $5"'],
  ['é 漢 🚀', '"é 漢 🚀"'],
  ['\u0000\u007f', String.raw`"\u0000\u007f"`],
] as const)('a string: %s', ([value, written]) => {
  expect(renderValue(value, 0)).toBe(written)
})

test.for([
  [1.5, '1.5'],
  [true, 'true'],
  [null, 'null'],
  [[], '[]'],
  [['a', 2], '["a", 2]'],
  [{}, '{}'],
  [region, 'var.region'],
] as const)('a value of another kind: %j', ([value, written]) => {
  expect(renderValue(value, 0)).toBe(written)
})

test.for([undefined, Number.NaN, Infinity, () => 1])('what HCL has no word for is refused: %s', (value) => {
  expect(() => renderValue(value, 0)).toThrow('cannot be written in HCL')
})

test('an object stands over several lines, with its signs aligned; undefined members are left out', () => {
  expect(renderValue({ a: 1, long_name: 'x', gone: undefined }, 1)).toBe(
    '{\n    a         = 1\n    long_name = "x"\n  }',
  )
})

test('keys that are no names are quoted, also words that mean something', () => {
  const written = renderValue({ 'a b': 1, '1': 2, for: 3, 'a-b': 4, '${x}': 5 }, 0)
  for (const key of ['"a b"', '"1"', '"for"', 'a-b', '"$${x}"'])
    expect(written).toMatch(new RegExp(`\n  ${key.replaceAll(/[$${}]/g, '\\$&')} +=`))
})

test('short objects inside others stand on one line, long ones and those with objects inside do not', () => {
  expect(renderValue({ a: { x: 1, y: 'z' } }, 0)).toBe('{\n  a = { x = 1, y = "z" }\n}')
  expect(renderValue({ a: { x: { y: 1 } } }, 0)).toBe('{\n  a = {\n    x = { y = 1 }\n  }\n}')
  expect(renderValue({ a: { x: 'y'.repeat(90) } }, 0)).toContain('a = {\n')
})

test('a list that is too long has a line for each element', () => {
  const long = ['x'.repeat(60), 'y'.repeat(60)]
  expect(renderValue(long, 0)).toBe(`[\n  "${long[0]}",\n  "${long[1]}",\n]`)
})

test('a text is one string, whatever it is put together from', () => {
  const name = text`vpc-${region}`
  expect(renderValue(text`${name}-a-${1}`, 0)).toBe('"vpc-${var.region}-a-1"')
  expect(renderValue(text`${region}`, 0)).toBe('var.region')
  expect(renderValue(text`${'a"b'}`, 0)).toBe(String.raw`"a\"b"`)
})

test('what stands before a reference does not escape it', () => {
  expect(renderValue(text`5$${region}`, 0)).toBe('"5${"$"}${var.region}"')
  expect(renderValue(text`100%${region}`, 0)).toBe('"100${"%"}${var.region}"')
  expect(renderValue(text`${'$'}${'{x}'}`, 0)).toBe('"$${x}"')
})

test('words of a text are replaced by references', () => {
  const script = substitute('run in eu on 80:8080', { eu: region, '80:': text`${region}:` })
  expect(renderValue(script, 0)).toBe('"run in ${var.region} on ${var.region}:8080"')
})

test('an expression renders what is put into it, and moves with its indentation', () => {
  expect(renderValue(hcl`cidrsubnet(${region}, 4, ${'a'})`, 0)).toBe('cidrsubnet(var.region, 4, "a")')
  expect(renderValue({ x: { y: hcl`[\n  1\n]` } }, 0)).toBe('{\n  x = {\n    y = [\n      1\n    ]\n  }\n}')
})

test('a document stays readable', () => {
  expect(renderValue(jsonencode({ Statement: [{ Effect: 'Allow', Resource: { a: region } }] }), 1)).toBe(
    'jsonencode({\n    Statement = [{\n      Effect   = "Allow"\n      Resource = { a = var.region }\n    }]\n  })',
  )
})

test('a heredoc keeps its lines and opens no template', () => {
  expect(renderValue(heredoc(text`a ${'${x}'} ${region}\n\n  b\n`), 1)).toBe(
    '<<-EOT\n    a $${x} ${var.region}\n\n      b\n  EOT',
  )
})

test('a commented value is written as the value', () => {
  expect(renderValue(why('because', [1]), 0)).toBe('[1]')
})
