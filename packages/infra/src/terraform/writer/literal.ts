import { alignRows, type Row } from './align.ts'
import { escapeQuoted } from './escape.ts'
import { Commented, Ref } from './ref.ts'

/** Longest list and longest object written on one line, in characters. */
const INLINE_LIST = 110
const INLINE_OBJECT = 90
/** Most members of an object written on one line. */
const INLINE_MEMBERS = 4
const STEP = '  '

export function indent(depth: number): string {
  return STEP.repeat(depth)
}

/** The HCL of a value: strings, numbers, booleans, null, lists, objects and expressions, nested as they are. */
export function renderValue(value: unknown, depth: number): string {
  if (value instanceof Ref) return value.render(depth)
  if (typeof value === 'string') return `"${escapeQuoted(value)}"`
  if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  if (typeof value === 'boolean' || value === null) return String(value)
  if (Array.isArray(value)) return renderList(value, depth)
  if (typeof value === 'object') return renderObject(value, depth)
  throw new TypeError(`a ${typeof value} cannot be written in HCL`)
}

function renderList(items: readonly unknown[], depth: number): string {
  const [only] = items
  // `[{` and `}]` on the lines of the object, as people write a list of one.
  if (items.length === 1 && isObject(only)) return `[${inlineObject(only) ?? renderValue(only, depth)}]`
  const inline = inlineList(items)
  if (inline !== undefined) return inline
  const render = memberRenderer(items, depth + 1)
  return `[\n${items.map((item) => `${indent(depth + 1)}${render(item)},\n`).join('')}${indent(depth)}]`
}

function renderObject(object: object, depth: number): string {
  const members = Object.entries(object).filter(([, value]) => value !== undefined)
  const render = memberRenderer(Object.values(object), depth + 1)
  const rows = members.map(([name, value]): Row => {
    const comment = value instanceof Commented ? value.comment : null
    return { name: objectKey(name), value: render(value), comment }
  })
  return rows.length === 0 ? '{}' : `{\n${alignRows(rows, indent(depth + 1))}${indent(depth)}}`
}

/** Objects side by side are written alike: each on one line, or each over several. */
function memberRenderer(members: readonly unknown[], depth: number): (member: unknown) => string {
  const inline = members.filter(isObject).every((member) => inlineObject(member) !== undefined)
  return (member) => (inline && isObject(member) ? inlineObject(member) : undefined) ?? renderValue(member, depth)
}

/** A list on one line, if it is short and holds at most one object, at its end; else undefined. */
function inlineList(items: readonly unknown[]): string | undefined {
  if (items.some(Array.isArray) || items.slice(0, -1).some(isObject)) return undefined
  const members = items.map((item) => (isObject(item) ? inlineObject(item) : renderValue(item, 0)))
  if (members.includes(undefined)) return undefined
  const text = `[${members.join(', ')}]`
  return text.length <= INLINE_LIST && !text.includes('\n') ? text : undefined
}

/** An object inside another value on one line, if it is short and flat; else undefined. */
function inlineObject(object: object): string | undefined {
  const members = Object.entries(object).filter(([, member]) => member !== undefined)
  const flat = members.every(([, member]) => !isObject(member) && !(member instanceof Commented))
  if (members.length === 0 || members.length > INLINE_MEMBERS || !flat) return undefined
  const text = `{ ${members.map(([name, member]) => `${objectKey(name)} = ${renderValue(member, 0)}`).join(', ')} }`
  return text.length <= INLINE_OBJECT && !text.includes('\n') ? text : undefined
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Ref)
}

/** Words that begin another expression when they stand bare. */
const RESERVED = new Set(['for', 'if', 'in', 'null', 'true', 'false'])

function objectKey(name: string): string {
  return /^[A-Za-z_][\w-]*$/.test(name) && !RESERVED.has(name) ? name : `"${escapeQuoted(name)}"`
}
