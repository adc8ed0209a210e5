import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { plain } from './node.ts'
import { readYaml } from './read-yaml.ts'

function value(text: string): unknown {
  const { root, problems } = readYaml(text)
  expect(problems).toEqual([])
  return root === null ? null : plain(root)
}

function problems(text: string): readonly string[] {
  return readYaml(text).problems.map(({ code, line, column }) => `${code} ${line}:${column}`)
}

describe('readYaml', () => {
  it('reads YAML 1.2: only true and false are booleans', () => {
    expect(value('a: yes\nb: true\nc: 0o17\nd: 012\ne: 2031-05-04T22:00:00Z\nf: "5"')).toEqual({
      a: 'yes',
      b: true,
      c: 15,
      d: 12,
      e: '2031-05-04T22:00:00Z',
      f: '5',
    })
  })

  it('follows anchors', () => {
    expect(value('a: &tls { mode: disable }\nb: *tls')).toEqual({ a: { mode: 'disable' }, b: { mode: 'disable' } })
  })

  it('knows the place of keys and values, after a byte order mark and with CRLF', () => {
    const { root } = readYaml('\uFEFFa: 1\r\nb:\r\n  - x\r\n  - c: 2\r\n')
    const b = root?.kind === 'section' ? root.entries.get('b') : undefined
    const item = b?.kind === 'list' ? b.items[1] : undefined
    const c = item?.kind === 'section' ? item.entries.get('c') : undefined
    expect(c).toMatchObject({ path: 'b[1].c', keyAt: { line: 4, column: 5 }, at: { line: 4, column: 8 } })
  })

  it('keeps a key called __proto__ a key', () => {
    const { root } = readYaml('__proto__: { polluted: true }')
    expect(root === null ? null : Object.keys(Object(plain(root)))).toEqual(['__proto__'])
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
  })

  it.each([
    ['a tag', 'a: !secret x', 'CW-0201 1:4'],
    ['a built-in tag', 'a: !!binary aGk=', 'CW-0201 1:13'],
    ['YAML 1.1', '%YAML 1.1\n---\na: yes', 'CW-0201 1:1'],
    ['a second document', 'a: 1\n---\nb: 2', 'CW-0201 2:1'],
    ['an anchor that is not there', 'a: *nowhere', 'CW-0201 1:4'],
    ['a key that is a list', '? [1]\n: 2', 'CW-0205 1:3'],
    ['no content', '# nothing\n', 'CW-0204 1:1'],
  ])('refuses %s', (_, text, problem) => {
    expect(problems(text)).toEqual([problem])
  })

  it('names a key written twice at its second place', () => {
    expect(problems('a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\na: 4')).toEqual(['CW-0202 5:3', 'CW-0202 6:1'])
  })

  it.each([
    ['much text', `a: ${'x'.repeat(300_000)}`],
    ['deep nesting', `${'['.repeat(40)}1${']'.repeat(40)}`],
    ['very deep nesting', '['.repeat(200_000)],
    ['an anchor inside itself', 'a: &a { b: *a }'],
    ['more aliases than anyone needs', `a: &a 1\nb: [${'*a,'.repeat(101)}]`],
    ['aliases that multiply', ['a: &a [x, x, x, x, x, x, x, x, x, x]', ...bomb()].join('\n')],
  ])('refuses %s as too large', (_, text) => {
    expect(readYaml(text).problems.map(({ code }) => code)).toEqual(['CW-0217'])
  })

  it('never throws, and never quotes a value', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const written = readYaml(`password: ${text}hunter2`).problems
        expect(written.filter(({ message }) => message.includes('hunter2'))).toEqual([])
      }),
      { numRuns: 500 },
    )
  })
})

/** Nine lists, each ten times the one before. */
function bomb(): readonly string[] {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j']
  return names.slice(1).map((name, index) => `${name}: &${name} [${Array(10).fill(`*${names[index]}`).join(', ')}]`)
}
