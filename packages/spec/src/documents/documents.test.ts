import { readFile } from 'node:fs/promises'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from '../parse/parse.ts'
import { resolve } from '../parse/resolve.ts'
import { jsonSchema, type JsonSchema } from './json-schema.ts'
import { referencePage } from './reference-page.ts'
import { template } from './template.ts'

function resolved(text: string): unknown {
  const parsed = parse(text, 'migration.yaml')
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems, null, 2))
  return resolve(parsed.declaration)
}

/** Every setting of the schema with its path. */
function settings(schema: JsonSchema, path: string): readonly (readonly [string, JsonSchema])[] {
  const { properties = {}, items, oneOf = [], anyOf = [], additionalProperties } = schema
  const below = [
    ...oneOf,
    ...anyOf,
    ...(items ? [items] : []),
    ...(typeof additionalProperties === 'object' ? [additionalProperties] : []),
  ]
  return [
    ...Object.entries(properties).flatMap(([key, property]): readonly (readonly [string, JsonSchema])[] => {
      return [[`${path}${key}`, property], ...settings(property, `${path}${key}.`)]
    }),
    ...below.flatMap((branch) => settings(branch, `${path}*.`)),
  ]
}

describe('template', () => {
  const text = template({ name: 'inventory', schemaPath: './migration.schema.json' })

  it('starts with the line that tells editors the schema', () => {
    expect(text.split('\n')[0]).toBe('# yaml-language-server: $schema=./migration.schema.json')
  })

  it('is sound as it stands, for any name', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9][a-z0-9-]{1,28}[a-z0-9]$/), (name) => {
        expect(resolved(template({ name, schemaPath: 'https://example.org/schema.json' }))).toMatchObject({
          ok: true,
          spec: { name, environment: 'default', source: { password: { from: 'env', name: 'SOURCE_PASSWORD' } } },
        })
      }),
    )
  })

  it('shows in its comments the defaults: with all of them in force nothing changes', () => {
    const inForce = text.replaceAll(/^( *)#((?: {2})*\S.*)$/gm, '$1$2')
    expect(inForce).toContain('\nfullLoad:\n  workers: 4\n')
    expect(resolved(inForce)).toEqual(resolved(text))
  })

  it('mentions every section', () => {
    const sections = Object.keys(jsonSchema().properties ?? {})
    const absent = sections.filter((section) => !new RegExp(`^#?${section}:`, 'm').test(text))
    expect(absent).toEqual(['suffix', 'stateDir', 'files', 'infrastructure'])
  })

  it('stays within 120 columns', () => {
    expect(text.split('\n').filter((line) => line.length > 120)).toEqual([])
  })
})

describe('jsonSchema', () => {
  it('is the same every time', () => {
    expect(JSON.stringify(jsonSchema())).toBe(JSON.stringify(jsonSchema()))
  })

  it('describes every setting, of the base and of environments', () => {
    const all = settings(jsonSchema(), '')
    expect(all.length).toBeGreaterThan(150)
    expect(all.filter(([, schema]) => (schema.description ?? '').length < 10).map(([path]) => path)).toEqual([])
  })

  it('requires nothing but the name of a base with environments, and everything else without', () => {
    const schema = jsonSchema()
    expect(schema.required).toEqual(['name'])
    expect(schema.properties?.['source']?.required).toBeUndefined()
    expect(schema.if).toEqual({ not: { required: ['environments'] } })
    expect(schema.then?.required).toEqual(['name', 'source', 'target'])
    expect(schema.then?.properties?.['source']?.required).toEqual(['engine', 'version', 'host', 'database', 'user'])
  })

  it('lets an environment change everything but the name, and refuses unknown keys everywhere', () => {
    const { environments, name: _, ...base } = jsonSchema().properties ?? {}
    const overridable = environments?.additionalProperties
    expect(typeof overridable === 'object' ? Object.keys(overridable.properties ?? {}) : []).toEqual(Object.keys(base))
    const open = settings(jsonSchema(), '').filter(
      ([, schema]) => schema.properties && schema.additionalProperties !== false,
    )
    expect(open.map(([path]) => path)).toEqual([])
  })
})

describe('referencePage', () => {
  it('has every key with its default', () => {
    const page = referencePage()
    const keys = settings(jsonSchema(), '').map(([path]) => path.split('.').at(-1))
    expect(keys.filter((key) => !new RegExp(`[\`.]${key}\``).test(page))).toEqual([])
    expect(page).toContain('| `pauseBudget` | a duration such as 500ms, 10s or 1h30m, from 500ms to 5m | `10s` |')
    expect(page).toContain(
      '## `target`\n\nThe database moved to. It must be empty, and not older than the source. It has the keys of [`source`](#source).\n',
    )
  })
})

describe('docs/concepts/declaration.md', () => {
  it('shows a declaration that is sound', async () => {
    const page = await readFile(new URL('../../../../docs/concepts/declaration.md', import.meta.url), 'utf8')
    const example = /```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? ''
    const parsed = parse(example, 'migration.yaml')
    expect(parsed.ok ? [...parsed.declaration.environments.keys()] : parsed.problems).toEqual(['staging', 'production'])
  })
})
