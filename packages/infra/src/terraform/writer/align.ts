/** One `name = value` of a body or an object; the value is rendered, and may run over several lines. */
export interface Row {
  readonly name: string
  readonly value: string
  readonly comment: string | null
}

/**
 * Rows with their `=` aligned as `terraform fmt` does: over neighbouring lines that hold a whole expression. A comment
 * or an expression that opens a bracket ends the run; a heredoc does not, because it is one token.
 */
export function alignRows(rows: readonly Row[], pad: string): string {
  let text = ''
  let run: Row[] = []
  const flush = () => {
    const width = Math.max(0, ...run.map(({ name }) => columns(name)))
    for (const { name, value } of run) text += `${pad}${name}${' '.repeat(width - columns(name))} = ${value}\n`
    run = []
  }
  for (const row of rows) {
    if (row.comment !== null) {
      flush()
      text += commentLines(row.comment, pad)
    }
    if (opensBracket(row.value)) {
      flush()
      text += `${pad}${row.name} = ${row.value}\n`
    } else run.push(row)
  }
  flush()
  return text
}

export function commentLines(comment: string, pad: string): string {
  return comment
    .split('\n')
    .map((line) => `${pad}#${line === '' ? '' : ` ${line}`}\n`)
    .join('')
}

export function opensBracket(value: string): boolean {
  return value.includes('\n') && !value.startsWith('<<')
}

/** Characters as a person sees them, which is how `terraform fmt` counts columns. */
function columns(text: string): number {
  return [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)].length
}
