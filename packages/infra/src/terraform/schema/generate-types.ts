import type { NestedBlockType, ProviderSchema, SchemaAttribute, SchemaBlock, SchemaType } from './provider-schema.ts'
import { USED_DATA_SOURCES, USED_RESOURCES } from './used-types.ts'

/** The firewall's statements nest in one another for as long as the schema cares to say; nobody writes more levels. */
const DEEPEST_BLOCK = 5

/** Computed in a resource, even where the schema lets them be written. */
const COMPUTED = ['id', 'tags_all']

/** The TypeScript of the types in use: what may be written, what can be read, and which names are blocks in HCL. */
export function generateTypes(schema: ProviderSchema, providerVersion: string): string {
  return [
    `// Generated from hashicorp/aws ${providerVersion} by schema/write.ts. Do not edit.`,
    `import type { Many, One } from '../writer/dynamic.ts'`,
    `import type { Value, ValueMap, Values } from '../writer/ref.ts'`,
    '',
    `export const PROVIDER_VERSION = '${providerVersion}'`,
    '',
    ...typeTable('Resources', schema.resource_schemas, USED_RESOURCES, COMPUTED),
    ...typeTable('DataSources', schema.data_source_schemas, USED_DATA_SOURCES, []),
    '/** The names that are blocks in HCL, as a tree; every other name is an attribute. */',
    'export type BlockNames = { readonly [name: string]: BlockNames }',
    '',
    ...blockTable('RESOURCE_BLOCKS', schema.resource_schemas, USED_RESOURCES),
    ...blockTable('DATA_SOURCE_BLOCKS', schema.data_source_schemas, USED_DATA_SOURCES).slice(0, -1),
    '',
  ].join('\n')
}

type Table = Readonly<Record<string, { readonly block: SchemaBlock }>>

function typeTable(name: string, table: Table, used: readonly string[], hidden: readonly string[]): string[] {
  const entries = used.flatMap((type) => {
    const { block } = entry(table, type)
    return [
      `  ${type}: {`,
      ...wrapped('    arguments: {', argumentLines(block, hidden), '    }'),
      ...wrapped('    attributes: {', attributeLines(block), '    }'),
      '  }',
    ]
  })
  return [`export interface ${name} {`, ...entries, '}', '']
}

function blockTable(name: string, table: Table, used: readonly string[]): string[] {
  const entries = used.flatMap((type) => blockNameLines(type, entry(table, type).block, 0))
  return [`export const ${name}: BlockNames = {`, ...entries, '}', '']
}

function entry(table: Table, type: string): { readonly block: SchemaBlock } {
  const found = table[type]
  if (found === undefined) throw new Error(`the provider has no ${type}`)
  return found
}

function wrapped(opening: string, lines: readonly string[], closing: string): string[] {
  return lines.length === 0 ? [`${opening}${closing.trimStart()}`] : [opening, ...lines, closing]
}

function argumentLines(block: SchemaBlock, hidden: readonly string[], depth = 0): string[] {
  const pad = '  '.repeat(depth + 3)
  const attributes = sorted(block.attributes).filter(
    ([name, a]) => (a.required || a.optional) && !a.deprecated && !(depth === 0 && hidden.includes(name)),
  )
  const blocks = nestedBlocks(block, depth).flatMap(([name, { block, ...nesting }]) => {
    const many = nesting.nesting_mode !== 'single' && nesting.max_items !== 1
    const head = `${pad}${name}${nesting.min_items ? '' : '?'}: ${many ? 'Many' : 'One'}<{`
    return wrapped(head, argumentLines(block, hidden, depth + 1), `${pad}}>`)
  })
  return [...attributes.flatMap(([name, a]) => member(name, !a.required, writable(a), pad)), ...blocks]
}

function attributeLines(block: SchemaBlock): string[] {
  return sorted(block.attributes)
    .filter(([, attribute]) => !attribute.deprecated)
    .flatMap(([name, attribute]) => member(name, false, readable(attribute), '      '))
}

function blockNameLines(name: string, block: SchemaBlock, depth: number): string[] {
  const pad = '  '.repeat(depth + 1)
  const inner = nestedBlocks(block, depth).flatMap(([name, nested]) => blockNameLines(name, nested.block, depth + 1))
  return wrapped(`${pad}${name}: {`, inner, `${pad}},`)
}

function nestedBlocks(block: SchemaBlock, depth: number): [string, NestedBlockType][] {
  return depth < DEEPEST_BLOCK ? sorted(block.block_types) : []
}

/** The type of what an author may write: every part may be a value or a reference to one of the same type. */
function writable(attribute: SchemaAttribute): string {
  return typeName(asType(attribute), {
    scalar: (name) => `Value<${name}>`,
    list: (element) => `Values<${unwrapped(element)}>`,
    map: (element) => `ValueMap<${unwrapped(element)}>`,
  })
}

/** The type of what a reference to the attribute gives. */
function readable(attribute: SchemaAttribute): string {
  return typeName(asType(attribute), {
    scalar: (name) => name,
    list: (element) => `readonly ${element}[]`,
    map: (element) => `Readonly<Record<string, ${element}>>`,
  })
}

interface Wording {
  readonly scalar: (name: string) => string
  readonly list: (element: string) => string
  readonly map: (element: string) => string
}

function typeName(type: SchemaType, wording: Wording): string {
  if (type === 'dynamic') return 'unknown'
  if (typeof type === 'string') return wording.scalar(type === 'bool' ? 'boolean' : type)
  if (type[0] === 'object') {
    const members = sorted(type[1]).map(([name, inner]) => `${name}?: ${typeName(inner, wording)}`)
    return `{\n${members.join('\n')}\n}`
  }
  const element = typeName(type[1], wording)
  return type[0] === 'map' ? wording.map(element) : wording.list(element)
}

/** Objects of plugin-framework resources say the same as an object type, in another form. */
function asType({ type, nested_type: nested }: SchemaAttribute): SchemaType {
  if (nested === undefined) return type ?? 'dynamic'
  const members = Object.entries(nested.attributes).map(([name, attribute]) => [name, asType(attribute)] as const)
  const object: SchemaType = ['object', Object.fromEntries(members)]
  return nested.nesting_mode === 'single' ? object : [nested.nesting_mode, object]
}

/** `Values<string>` says by itself that each of its strings may be a reference. */
function unwrapped(element: string): string {
  return /^Value<(\w+)>$/.exec(element)?.[1] ?? element
}

function member(name: string, optional: boolean, type: string, pad: string): string[] {
  let depth = 0
  return `${name}${optional ? '?' : ''}: ${type}`.split('\n').map((line) => {
    if (line.startsWith('}')) depth -= 1
    const indented = `${pad}${'  '.repeat(depth)}${line}`
    if (line.endsWith('{')) depth += 1
    return indented
  })
}

function sorted<T>(table: Readonly<Record<string, T>> | undefined): [string, T][] {
  return Object.entries(table ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))
}
