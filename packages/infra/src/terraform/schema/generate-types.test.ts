import { expect, test } from 'vitest'
import { generateTypes } from './generate-types.ts'
import type { ProviderSchema, SchemaBlock } from './provider-schema.ts'
import { USED_DATA_SOURCES, USED_RESOURCES } from './used-types.ts'

const EMPTY = { block: {} }

/** A provider with all used types, one of which has a schema. */
function providerWith(vpc: SchemaBlock): ProviderSchema {
  return {
    resource_schemas: { ...Object.fromEntries(USED_RESOURCES.map((name) => [name, EMPTY])), aws_vpc: { block: vpc } },
    data_source_schemas: Object.fromEntries(USED_DATA_SOURCES.map((name) => [name, EMPTY])),
  }
}

function vpcTypes(block: SchemaBlock): string {
  const text = generateTypes(providerWith(block), '1.2.3')
  return text.slice(text.indexOf('  aws_vpc: {'), text.indexOf('  aws_vpc_peering_connection: {'))
}

test('records the version of the provider', () => {
  expect(generateTypes(providerWith({}), '1.2.3')).toContain(`export const PROVIDER_VERSION = '1.2.3'`)
})

test('what must be written, may be written and can be read', () => {
  const types = vpcTypes({
    attributes: {
      id: { type: 'string', optional: true },
      name: { type: 'string', required: true },
      size: { type: 'number', optional: true },
      on: { type: 'bool' },
      old: { type: 'string', optional: true, deprecated: true },
    },
  })
  expect(types).toContain('      name: Value<string>\n      size?: Value<number>\n    }')
  expect(types).toContain('      id: string\n      name: string\n      on: boolean\n      size: number\n    }')
  expect(types).not.toContain('old')
})

test('collections and objects, also those of plugin-framework resources', () => {
  const types = vpcTypes({
    attributes: {
      ids: { type: ['set', 'string'], optional: true },
      tags: { type: ['map', 'string'], optional: true },
      routes: { type: ['list', ['object', { port: 'number' }]], optional: true },
      nested: {
        optional: true,
        nested_type: { nesting_mode: 'single', attributes: { days: { type: 'number', required: true } } },
      },
    },
  })
  expect(types).toContain('ids?: Values<string>')
  expect(types).toContain('tags?: ValueMap<string>')
  expect(types).toContain('routes?: Values<{\n        port?: Value<number>\n      }>')
  expect(types).toContain('nested?: {\n        days?: Value<number>\n      }')
  expect(types).toContain('      ids: readonly string[]\n')
})

test('a block that stands once, one that stands often, and names that are blocks', () => {
  const inner = { attributes: { days: { type: 'number', required: true } } } as const
  const block: SchemaBlock = {
    block_types: {
      rule: { nesting_mode: 'list', min_items: 1, block: inner },
      timeouts: { nesting_mode: 'single', block: inner },
      one: { nesting_mode: 'list', max_items: 1, block: inner },
    },
  }
  const types = vpcTypes(block)
  expect(types).toContain('rule: Many<{\n        days: Value<number>\n      }>')
  expect(types).toContain('timeouts?: One<{')
  expect(types).toContain('one?: One<{')
  expect(generateTypes(providerWith(block), '1.2.3')).toContain(
    '  aws_vpc: {\n    one: {},\n    rule: {},\n    timeouts: {},\n  },',
  )
})

test('a type the provider does not have is an error', () => {
  expect(() => generateTypes({ resource_schemas: {}, data_source_schemas: {} }, '1.2.3')).toThrow(
    'the provider has no aws_appautoscaling_policy',
  )
})
