const NAMED: Readonly<Record<string, string>> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }
// oxlint-disable-next-line no-control-regex -- control characters are what has to be escaped
const SPECIAL = /["\\\u0000-\u001f\u007f\u0085\u2028\u2029\ufeff]/g

/**
 * The text between the quotes of an HCL string that gives exactly `text` (as NFC, which Terraform makes of every
 * string). Source: HCL native syntax specification, "Template Expressions".
 */
export function escapeQuoted(text: string): string {
  return escapeTemplate(text.toWellFormed()).replace(SPECIAL, (character) => NAMED[character] ?? codePoint(character))
}

/** The text of a heredoc, where only the openings of templates mean something. */
export function escapeTemplate(text: string): string {
  return text.replace(/([$%])\{/g, '$1$1{')
}

function codePoint(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
