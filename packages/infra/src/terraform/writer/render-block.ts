import { alignRows, opensBracket, type Row } from './align.ts'
import type { Attribute, Block, Body } from './body.ts'
import { escapeQuoted } from './escape.ts'
import { indent, renderValue } from './literal.ts'
import { Commented } from './ref.ts'

/** A block as `terraform fmt` leaves it, ending with a line feed. */
export function renderBlock({ type, labels, body }: Block, depth = 0): string {
  const head = [type, ...labels.map((label) => `"${escapeQuoted(label)}"`)].join(' ')
  const inner = renderBody(body, depth + 1)
  return inner === '' ? `${indent(depth)}${head} {}\n` : `${indent(depth)}${head} {\n${inner}${indent(depth)}}\n`
}

/** Groups of attributes and every block stand apart by a blank line. */
function renderBody({ head, attributes, blocks, foot }: Body, depth: number): string {
  return [
    ...renderAttributes(head, depth),
    ...renderAttributes(attributes, depth),
    ...blocks.map((block) => renderBlock(block, depth)),
    ...renderAttributes(foot, depth),
  ].join('\n')
}

/** One text for each run of lines; what opens a bracket stands alone, with a blank line around it. */
function renderAttributes(attributes: readonly Attribute[], depth: number): readonly string[] {
  const groups: Row[][] = []
  let standsAlone = true
  for (const [name, value] of attributes) {
    const comment = value instanceof Commented ? value.comment : null
    const row: Row = { name, value: renderValue(value, depth), comment }
    const alone = opensBracket(row.value)
    const last = groups.at(-1)
    if (alone || standsAlone || last === undefined) groups.push([row])
    else last.push(row)
    standsAlone = alone
  }
  return groups.map((rows) => alignRows(rows, indent(depth)))
}
