import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatProblem } from '../problem.ts'
import { parse } from './parse.ts'

function lines(text: string): readonly string[] {
  const result = parse(text, 'migration.yaml')
  return result.ok ? [] : result.problems.map((problem) => formatProblem('migration.yaml', problem))
}

const BASE = `name: inventory
source: { engine: postgres, version: 13, host: old, database: app, user: u }
target: { engine: postgres, version: 16, host: new, database: app, user: u }
`

describe('parse', () => {
  it('reports everything at once, in the order of the text, in every part of it', () => {
    const text = `nme: x
source:
  engine: postgres
  version: 11
  host: old
  host: older
  database: app
  user: u
  password: secret
traffic:
  steps: [20, 50]
cutover:
  atWeight: 30
  window: { opensAt: now, closesAt: later }
gates:
  lagToShift: soon
  minRequests: -1
`
    const found = lines(text)
    expect(found.map((line) => line.split(' ').slice(0, 3).join(' '))).toEqual([
      'migration.yaml:1:1 CW-0204 name',
      'migration.yaml:1:1 CW-0204 target',
      'migration.yaml:1:1 CW-0203 nme',
      'migration.yaml:4:12 CW-0207 source.version',
      'migration.yaml:6:3 CW-0202 source.host',
      'migration.yaml:9:13 CW-0213 source.password',
      'migration.yaml:11:10 CW-0209 traffic.steps',
      'migration.yaml:14:22 CW-0206 cutover.window.opensAt',
      'migration.yaml:14:37 CW-0206 cutover.window.closesAt',
      'migration.yaml:16:15 CW-0206 gates.lagToShift',
      'migration.yaml:17:16 CW-0207 gates.minRequests',
    ])
  })

  it('checks sections against each other although a third is wrong', () => {
    const found = lines(`${BASE}hold: { duration: forever }\ncutover: { atWeight: 30 }\n`)
    expect(found.map((line) => line.split(' ')[1])).toEqual(['CW-0206', 'CW-0210'])
  })

  it('never shows what is written as a user, a password or a credential in a URL', () => {
    const found = lines(`name: inventory
source: { engine: postgres, version: 13, host: "u:hunter2@old", database: app, user: "u:hunter2", password: [hunter2] }
target: "postgres://u:hunter2@new/app"
clients: ["host=new password='hunter2'"]
`)
    expect(found).toHaveLength(5)
    expect(found.join('\n')).not.toContain('hunter2')
  })

  it('shows odd keys and values so that they cannot move the cursor', () => {
    const found = lines(`${BASE}"\\e[2J": 1\nstateDir: "\\e[2J"\n`)
    expect(found).toHaveLength(2)
    expect(found.join('')).not.toMatch(/\p{Cc}/u)
  })

  it('never throws', () => {
    const keys = 'name source target traffic steps cutover environments tls clients router kind'.split(' ')
    const signs = [
      ': ',
      '\n',
      '\n  ',
      '- ',
      '[',
      ']',
      '{',
      '}',
      '&a ',
      '*a',
      '"',
      "'",
      '|',
      '#',
      '!',
      '? ',
      '10s',
      '100',
    ]
    const words = fc.constantFrom(...keys, ...signs)
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(words).map((found) => found.join('')),
    )
    fc.assert(
      fc.property(texts, (text) => {
        const result = parse(text, 'migration.yaml')
        expect(result.ok || result.problems.length > 0).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })

  it('answers any value in any place with problems that have a place in the text', () => {
    const text = fc
      .record({ name: fc.jsonValue(), source: fc.jsonValue(), environments: fc.jsonValue(), gates: fc.jsonValue() })
      .map((value) => JSON.stringify(value))
    fc.assert(
      fc.property(text, (written) => {
        const result = parse(written, 'migration.yaml')
        const problems = result.ok ? [] : result.problems
        expect(problems.filter(({ line, column }) => line !== 1 || column < 1 || column > written.length)).toEqual([])
      }),
    )
  })
})

describe('environments', () => {
  it('may supply what the base leaves out', () => {
    const base = BASE.replace(' host: old,', '')
    expect(lines(base)).toEqual([
      'migration.yaml:2:1 CW-0204 source.host is missing; it must be a host name, an IP address, or the directory of a Unix socket',
    ])
    expect(lines(`${base}environments:\n  a: { source: { host: a } }\n`)).toEqual([])
    expect(lines(`${base}environments:\n  a: { source: { host: a } }\n  b: {}\n`)).toEqual(lines(base))
  })

  it('are judged each with the base, at the place where the value is written', () => {
    const found = lines(`${BASE}environments:
  a:
    target: { version: 12 }
  b:
    source: { prot: 5433 }
    cutover: { atWeight: 10 }
  c:
    name: other
`)
    expect(found.map((line) => line.split(' ').slice(0, 3).join(' '))).toEqual([
      'migration.yaml:6:24 CW-0207 environments.a.target.version',
      'migration.yaml:8:15 CW-0203 environments.b.source.prot',
      'migration.yaml:9:26 CW-0210 environments.b.cutover.atWeight',
      'migration.yaml:11:5 CW-0203 environments.c.name',
    ])
  })

  it('report what is wrong in the base once', () => {
    const text = `${BASE}hold: { duration: forever }\nenvironments: { a: {}, b: {}, c: { hold: { duration: 1h } } }\n`
    expect(lines(text).map((line) => line.split(' ')[1])).toEqual(['CW-0206'])
  })

  it('have a state directory each, however it is spelt', () => {
    const text = `${BASE}environments:\n  a: { stateDir: state }\n  b: { stateDir: ./other }\n`
    expect(lines(text)).toEqual([])
    expect(lines(text.replace('./other', './x/../state')).map((line) => line.split(' ')[1])).toEqual(['CW-0210'])
  })

  it('are sections', () => {
    expect(lines(`${BASE}environments:\n  a:\n  b: 5\n`)).toEqual([
      'migration.yaml:5:3 CW-0205 environments.a must be a section with the settings that differ from the base, but is empty',
      'migration.yaml:6:6 CW-0205 environments.b must be a section with the settings that differ from the base, but is the number 5',
    ])
  })
})
