import { CausewayError } from '@causeway/core'

/** What SQL text is made of, as far as splitting and classifying needs it. */
export interface Token {
  /** `space` includes comments; `word` is an unquoted identifier or keyword; `sign` any other single character. */
  readonly kind: 'space' | 'word' | 'quoted' | 'string' | 'number' | 'sign'
  readonly start: number
  readonly end: number
}

const SPACE = /\s+/y
// Bytes above 127 belong to identifiers, as in the server's scanner.
const WORD = /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y
const NUMBER = /\d[\w.]*/y
const DOLLAR_QUOTE = /\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y

/**
 * Tokens of SQL as `standard_conforming_strings = on` reads it (the setting of every dump), without gaps.
 *
 * @throws CW-0642 when a string, name or comment does not end
 * @see https://www.postgresql.org/docs/current/sql-syntax-lexical.html
 */
export function* tokenize(sql: string, from = 0): Generator<Token, void> {
  for (let start = from; start < sql.length;) {
    const token = readToken(sql, start)
    yield token
    start = token.end
  }
}

function readToken(sql: string, start: number): Token {
  switch (sql.charAt(start)) {
    case "'":
      return { kind: 'string', start, end: endOfQuoted(sql, start, "'") }
    case '"':
      return { kind: 'quoted', start, end: endOfQuoted(sql, start, '"') }
    case '$':
      return readDollar(sql, start)
    case '-':
      if (sql[start + 1] === '-') return { kind: 'space', start, end: endOfLine(sql, start) }
      break
    case '/':
      if (sql[start + 1] === '*') return { kind: 'space', start, end: endOfComment(sql, start) }
      break
    default: {
      const space = matchEnd(SPACE, sql, start)
      if (space !== null) return { kind: 'space', start, end: space }
      const number = matchEnd(NUMBER, sql, start)
      if (number !== null) return { kind: 'number', start, end: number }
      const word = matchEnd(WORD, sql, start)
      if (word !== null) return readWord(sql, start, word)
    }
  }
  return { kind: 'sign', start, end: start + 1 }
}

function readWord(sql: string, start: number, end: number): Token {
  const escapes = end === start + 1 && (sql[start] === 'E' || sql[start] === 'e') && sql[end] === "'"
  return escapes ? { kind: 'string', start, end: endOfEscaped(sql, end) } : { kind: 'word', start, end }
}

function readDollar(sql: string, start: number): Token {
  const opened = matchEnd(DOLLAR_QUOTE, sql, start)
  if (opened === null) return { kind: 'sign', start, end: start + 1 }
  const tag = sql.slice(start, opened)
  const closed = sql.indexOf(tag, opened)
  if (closed < 0) throw unterminated(start, 'dollar-quoted string')
  return { kind: 'string', start, end: closed + tag.length }
}

function matchEnd(pattern: RegExp, sql: string, start: number): number | null {
  pattern.lastIndex = start
  return pattern.test(sql) ? pattern.lastIndex : null
}

function endOfQuoted(sql: string, start: number, quote: string): number {
  for (let at = start + 1; ; at += 2) {
    at = sql.indexOf(quote, at)
    if (at < 0) throw unterminated(start, 'quoted text')
    if (sql[at + 1] !== quote) return at + 1
  }
}

function endOfEscaped(sql: string, quoteAt: number): number {
  for (let at = quoteAt + 1; at < sql.length; at += 1) {
    if (sql[at] === '\\') at += 1
    else if (sql[at] === "'") {
      if (sql[at + 1] !== "'") return at + 1
      at += 1
    }
  }
  throw unterminated(quoteAt, 'escape string')
}

function endOfLine(sql: string, start: number): number {
  const end = sql.indexOf('\n', start)
  return end < 0 ? sql.length : end + 1
}

/** Block comments nest in PostgreSQL. */
function endOfComment(sql: string, start: number): number {
  let depth = 0
  for (let at = start; at < sql.length; at += 1) {
    const pair = sql.slice(at, at + 2)
    if (pair === '/*') depth += 1
    else if (pair === '*/') depth -= 1
    else continue
    at += 1
    if (depth === 0) return at + 1
  }
  throw unterminated(start, 'comment')
}

function unterminated(offset: number, what: string): CausewayError {
  return new CausewayError('CW-0642', `the schema dump cannot be read: the ${what} at character ${offset} does not end`)
}
