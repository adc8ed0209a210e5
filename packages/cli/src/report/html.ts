/** Text that is safe as HTML. Only `html` and `raw` make it. */
export interface Html {
  readonly text: string
}

type Part = Html | string | number | readonly Part[]

/** HTML from a template; every value in it is escaped unless it is `Html` already. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return {
    text: strings.map((string, index) => string + (index < parts.length ? render(parts[index] ?? '') : '')).join(''),
  }
}

/** Text of our own that must not be escaped: styles, drawings. */
export function raw(text: string): Html {
  return { text }
}

function render(part: Part): string {
  if (typeof part === 'string') return escape(part)
  if (typeof part === 'number') return String(part)
  if ('text' in part) return part.text
  return part.map(render).join('')
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
}
