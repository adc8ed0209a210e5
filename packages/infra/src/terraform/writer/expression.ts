import { escapeQuoted, escapeTemplate } from './escape.ts'
import { indent, renderValue } from './literal.ts'
import { Commented, Ref, type Value } from './ref.ts'

/**
 * An expression in HCL's own words; what is interpolated is written as a value or a reference.
 * @example hcl<string>`cidrsubnet(${vpc.cidr_block}, 4, ${index})`
 */
export function hcl<T>(strings: TemplateStringsArray, ...values: readonly unknown[]): Ref<T> {
  return new Ref((depth) =>
    strings
      .map(
        (part, i) =>
          part.replaceAll('\n', `\n${indent(depth)}`) + (i < values.length ? renderValue(values[i], depth) : ''),
      )
      .join(''),
  )
}

/** A string with references in it. @example text`vpc-${environment}` becomes `"vpc-${local.environment}"` */
export function text(
  strings: TemplateStringsArray,
  ...values: readonly (Value<string> | Value<number>)[]
): Ref<string> {
  return new Text(strings.flatMap((part, i) => [part, ...partsOf(values[i])]))
}

/** A text in which references stand in place of some words. */
export function substitute(
  content: string,
  references: Readonly<Record<string, Ref<string> | Ref<number>>>,
): Ref<string> {
  const replaced = Object.entries(references).reduce(
    (parts: readonly Part[], [word, reference]) =>
      parts.flatMap((part) => (typeof part === 'string' ? replaceWord(part, word, partsOf(reference)) : [part])),
    [content],
  )
  return new Text(replaced)
}

function replaceWord(part: string, word: string, by: readonly Part[]): readonly Part[] {
  return part.split(word).flatMap((piece, index) => (index === 0 ? [piece] : [...by, piece]))
}

type Part = string | Ref<string | number>

/** Keeps its parts, so that one text inside another is written as one string. */
class Text extends Ref<string> {
  readonly parts: readonly Part[]

  constructor(parts: readonly Part[]) {
    const used = joinStrings(parts)
    const [only] = used
    super((depth) =>
      // "${x}" alone is x; Terraform warns of the longer form.
      used.length === 1 && only instanceof Ref ? only.render(depth) : `"${template(used, escapeQuoted)}"`,
    )
    this.parts = used
  }
}

/** Strings side by side become one, since the end of the one and the start of the other may open a template together. */
function joinStrings(parts: readonly Part[]): readonly Part[] {
  return parts.reduce((joined: readonly Part[], part) => {
    const last = joined.at(-1)
    if (part === '') return joined
    return typeof part === 'string' && typeof last === 'string'
      ? [...joined.slice(0, -1), last + part]
      : [...joined, part]
  }, [])
}

function template(parts: readonly Part[], escape: (text: string) => string): string {
  return parts
    .map((part, index) => {
      if (part instanceof Ref) return `\${${part.render(0)}}`
      // `$` before an interpolation would escape it.
      const opens = parts[index + 1] instanceof Ref && /[$%]$/.test(part)
      return opens ? `${escape(part.slice(0, -1))}\${"${part.slice(-1)}"}` : escape(part)
    })
    .join('')
}

function partsOf(value: Value<string> | Value<number> | undefined): readonly Part[] {
  if (value === undefined) return []
  if (value instanceof Text) return value.parts
  return [value instanceof Ref ? value : String(value)]
}

/**
 * Several lines of text, each ending with a line feed, indented with the code around them. It has to be the whole value
 * of an attribute: nothing may follow the closing word on its line.
 */
export function heredoc(content: Value<string>): Ref<string> {
  const parts = partsOf(content)
  const last = parts.at(-1)
  const whole = typeof last === 'string' && last.endsWith('\n') ? parts : joinStrings([...parts, '\n'])
  const lines = template(whole, escapeTemplate).split('\n').slice(0, -1)
  if (!fitsHeredoc(lines)) return new Text(whole)
  return new Ref((depth) => {
    const body = lines.map((line) => (line === '' ? '' : indent(depth + 1) + line)).join('\n')
    return `<<-EOT\n${body}\n${indent(depth)}EOT`
  })
}

/** A heredoc has no escapes, ends at its word, and loses the indentation that all lines share. */
function fitsHeredoc(lines: readonly string[]): boolean {
  return (
    lines.some((line) => /^\S/.test(line)) &&
    lines.every((line) => !/[\p{Cc}\p{Cs}]|^\p{M}|^\s+$|^\s*EOT\s*$/u.test(line))
  )
}

/** A document that AWS takes as JSON, kept readable as HCL. */
export function jsonencode(value: unknown): Ref<string> {
  return hcl<string>`jsonencode(${value})`
}

/** A member of an object, by its name. */
export function get<T extends object, K extends keyof T & string>(object: Ref<T>, name: K): Ref<T[K]> {
  return new Ref((depth) => `${object.render(depth)}.${name}`)
}

/** The same value, with the reason for it as a comment above. */
export function why<T>(comment: string, value: Value<T>): Ref<T> {
  return new Commented(comment, (depth) => renderValue(value, depth))
}
