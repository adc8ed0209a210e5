import type { BlockNames } from '../generated/aws.ts'
import { Dynamic, type Each } from './dynamic.ts'
import { reference } from './ref.ts'

/** A block of HCL: `type "label" { … }`. */
export interface Block {
  readonly type: string
  readonly labels: readonly string[]
  readonly body: Body
}

export interface Body {
  /** Above all else, with a blank line after it: `for_each`, `count`. */
  readonly head: readonly Attribute[]
  readonly attributes: readonly Attribute[]
  readonly blocks: readonly Block[]
  /** Below all else: `depends_on`. */
  readonly foot: readonly Attribute[]
}

export type Attribute = readonly [name: string, value: unknown]

/** A block where no schema says which names are blocks: `terraform`, `run`, `required_providers`. */
export class Nested {
  readonly labels: readonly string[]
  readonly content: object

  constructor(content: object, labels: readonly string[]) {
    this.content = content
    this.labels = labels
  }
}

export function nested(content: object, ...labels: readonly string[]): Nested {
  return new Nested(content, labels)
}

const META: BlockNames = { lifecycle: { precondition: {}, postcondition: {} } }
const HEAD = new Set(['for_each', 'count', 'provider'])

/** What an author wrote, sorted into attributes and blocks; each kind keeps the author's order. */
export function toBody(content: object, names: BlockNames): Body {
  const all = { ...names, ...META }
  const entries = Object.entries(content).filter(([, value]) => value !== undefined)
  const isBlock = ([name, value]: Attribute) => name in all || holdsNested(value)
  const attributes = entries.filter((entry) => !isBlock(entry))
  const blocks = entries.filter(isBlock)
  return {
    head: attributes.filter(([name]) => HEAD.has(name)),
    attributes: attributes.filter(([name]) => !HEAD.has(name) && name !== 'depends_on'),
    blocks: blocks.flatMap(([name, value]) => toBlocks(name, value, all[name] ?? {})),
    foot: attributes.filter(([name]) => name === 'depends_on'),
  }
}

function holdsNested(value: unknown): boolean {
  return value instanceof Nested || (Array.isArray(value) && value.some((item) => item instanceof Nested))
}

function toBlocks(type: string, value: unknown, names: BlockNames): readonly Block[] {
  if (Array.isArray(value)) return value.flatMap((item) => toBlocks(type, item, names))
  if (value instanceof Nested) return [{ type, labels: value.labels, body: toBody(value.content, {}) }]
  if (value instanceof Dynamic) return [dynamicBlock(type, value, names)]
  return [{ type, labels: [], body: toBody(value as object, names) }]
}

function dynamicBlock(type: string, { forEach, content }: Dynamic<unknown>, names: BlockNames): Block {
  const each: Each<never> = { key: reference(`${type}.key`), value: reference(`${type}.value`) }
  const inner: Block = { type: 'content', labels: [], body: toBody(content(each) as object, names) }
  const body: Body = { head: [], attributes: [['for_each', forEach]], blocks: [inner], foot: [] }
  return { type: 'dynamic', labels: [type], body }
}
