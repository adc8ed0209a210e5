import type { Node } from './node.ts'

const SHOWN = 80
const LISTED = 20

/** A value as a problem names it. Credentials inside a URL or a connection string are masked. */
export function show(node: Node): string {
  if (node.kind === 'section') return 'a section'
  if (node.kind === 'list') return node.items.length > LISTED ? 'a long list' : `[${node.items.map(show).join(', ')}]`
  if (node.value === null) return 'empty'
  return typeof node.value === 'string' ? showText(node.value) : String(node.value)
}

/** The same, saying what kind of value it is: `the text "13"`. */
export function showWithKind(node: Node): string {
  if (node.kind === 'list') return `the list ${show(node)}`
  if (node.kind === 'section' || node.value === null || typeof node.value === 'boolean') return show(node)
  return `the ${typeof node.value === 'string' ? 'text' : 'number'} ${show(node)}`
}

/** In double quotes, cut to a readable length, nothing in it can move a terminal's cursor. */
export function showText(text: string): string {
  const masked = text.replace(/\S*:\S*@/, '***@').replaceAll(/(password\s*=\s*)('[^']*'|\S+)/gi, '$1***')
  const shown = masked.length > SHOWN ? `${masked.slice(0, SHOWN)}…` : masked
  return JSON.stringify(shown).replaceAll(/\p{Cc}/gu, (character) => `\\u00${character.charCodeAt(0).toString(16)}`)
}
