import { HOMES, type Home } from './output-homes.ts'

/** Where the module writes something down. */
export interface Place {
  readonly file: string
  /** Such as `aws_vpc.main` or `var.app_port`. */
  readonly address: string
  /** Of the block. */
  readonly text: string
}

/** A block of a module: `resource "aws_vpc" "main" { … }`, from its first line to its closing brace. */
const BLOCK = /^(\w+)((?: "[^"]*")*) \{\n([\s\S]*?)^\}/gm

/** The blocks of a module, in the order of their files. */
export function blocksOf(module: ReadonlyMap<string, string>): readonly Place[] {
  return [...module]
    .filter(([file]) => file.endsWith('.tf'))
    .flatMap(([file, text]) =>
      [...text.matchAll(BLOCK)].map(([, kind = '', labels = '', body = '']) => {
        const names = [...labels.matchAll(/"([^"]*)"/g)].map(([, label = '']) => label)
        const address =
          kind === 'variable' ? `var.${names[0]}` : kind === 'resource' ? names.join('.') : [kind, ...names].join('.')
        return { file, address, text: body }
      }),
    )
}

/** The home of a path of the design; `null` where the table has none. */
export function homeOf(path: string): Home | null {
  const parts = path
    .replace(/^(source|target)\./, '')
    .replaceAll(/\[[^\]]*\]/g, '')
    .split('.')
  for (let length = parts.length; length > 0; length--) {
    const found = HOMES[parts.slice(0, length).join('.')]
    if (found !== undefined) return found
  }
  return null
}

/** Every block that has the argument, of the first alternative any block has. */
export function placesOf({ terraform }: Home, blocks: readonly Place[]): readonly Place[] {
  for (const alternative of terraform) {
    const [type = '', argument] = alternative.split('.')
    const found = blocks.filter(
      ({ address, text }) =>
        [type, `var.${type}`].some((start) => address === start || address.startsWith(`${start}.`)) &&
        (argument === undefined || new RegExp(`^ *(dynamic ")?${argument}"?( *=| *\\{| ")`, 'm').test(text)),
    )
    if (found.length > 0) return found
  }
  return []
}

/** The text of a place with that of the variables and locals it refers to, and of those they refer to. */
export function textWithReferences(place: Place, blocks: readonly Place[]): string {
  const seen = new Set([place])
  for (const { text } of seen) {
    for (const [, kind, name = ''] of text.matchAll(/\b(var|local)\.(\w+)/g)) {
      const defines = new RegExp(`^ *${name} *=`, 'm')
      const found = blocks.filter(({ address, text: body }) =>
        kind === 'var' ? address === `var.${name}` : address === 'locals' && defines.test(body),
      )
      for (const block of found) seen.add(block)
    }
  }
  return [...seen].map(({ text }) => text).join('\n')
}
