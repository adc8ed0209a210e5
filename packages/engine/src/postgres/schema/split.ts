import { tokenize } from './lexer.ts'

/**
 * The statements of a plain-text dump without data, in order, without their semicolons and the comments between them.
 *
 * Left out: psql's `\restrict` lines; the settings at the head of the dump, which the restoring session fixes itself (some
 * of them are unknown to older servers); and the changes of role around grants that somebody other than the owner made:
 * the grant is then the owner's. `SET default_table_access_method` stays: what follows depends on it.
 * @throws CW-0642 when the text ends inside a string, name or comment
 */
export function splitDump(dump: string): readonly string[] {
  return splitStatements(dump).filter((sql) => !isSessionSetting(sql))
}

function isSessionSetting(sql: string): boolean {
  return /^(SET (?!default_table_access_method\b)|RESET |SELECT pg_catalog\.set_config\()/.test(sql)
}

/** Splits at the semicolons that end statements: not in strings, names, comments, parentheses or SQL-standard bodies. */
export function splitStatements(text: string): readonly string[] {
  const statements: string[] = []
  let from = 0
  while (from < text.length) {
    const begin = skipToStatement(text, from)
    const end = endOfStatement(text, begin)
    const sql = text.slice(begin, end).trimEnd()
    if (sql !== '') statements.push(sql)
    from = end + 1
  }
  return statements
}

/** Skips space, comments, and lines that are commands to psql. */
function skipToStatement(text: string, from: number): number {
  for (let at = from; ;) {
    let restart: number | null = null
    for (const token of tokenize(text, at)) {
      if (token.kind === 'space') continue
      if (text[token.start] !== '\\') return token.start
      restart = text.indexOf('\n', token.start)
      break
    }
    if (restart === null || restart < 0) return text.length
    at = restart
  }
}

function endOfStatement(text: string, begin: number): number {
  let parentheses = 0
  const body = new BodyDepth()
  for (const token of tokenize(text, begin)) {
    const { kind, start } = token
    if (kind === 'word' || kind === 'quoted')
      body.word(kind === 'word' ? text.slice(start, token.end).toLowerCase() : '"')
    if (kind !== 'sign') continue
    if (text[start] === '(') parentheses += 1
    else if (text[start] === ')') parentheses -= 1
    else if (text[start] === ';' && parentheses === 0 && body.depth === 0) return start
  }
  return text.length
}

/**
 * Follows `BEGIN ATOMIC … END` of SQL-standard routine bodies. CASE is the only other thing in them that has an END; as
 * names, both words come quoted from the server, and `begin` counts only before `atomic` in the head of a routine.
 */
class BodyDepth {
  depth = 0
  #head: string[] = []
  #previous = ''

  word(word: string): void {
    if (this.#head.length < 4) this.#head.push(word)
    if (this.depth > 0) {
      if (word === 'case') this.depth += 1
      else if (word === 'end') this.depth -= 1
    } else if (word === 'atomic' && this.#previous === 'begin' && this.#isRoutine()) this.depth = 1
    this.#previous = word
  }

  #isRoutine(): boolean {
    return /^create (or replace )?(function|procedure)\b/.test(this.#head.join(' '))
  }
}
