import { quoteQualified } from '../quote.ts'
import { tokenize, type Token } from './lexer.ts'

export interface QualifiedName {
  readonly schema: string
  readonly name: string
  /** Quoted and schema-qualified, as in the catalog. */
  readonly sql: string
}

/** Reads one statement of a dump word by word, without space and comments; what does not fit is not taken. */
export class StatementReader {
  readonly sql: string
  readonly #source: Iterator<Token, void>
  readonly #tokens: Token[] = []
  #at = 0

  constructor(sql: string) {
    this.sql = sql
    this.#source = tokenize(sql)
  }

  /** Takes all words, or none; in upper case, as pg_dump writes keywords. */
  take(...words: readonly string[]): boolean {
    if (!words.every((word, index) => this.#text(this.#at + index) === word)) return false
    this.#at += words.length
    return true
  }

  /** Takes a name; `null` when none comes. */
  name(): string | null {
    const token = this.#peek(this.#at)
    if (token?.kind !== 'word' && token?.kind !== 'quoted') return null
    const text = this.#text(this.#at)
    this.#at += 1
    return token.kind === 'word' ? text : text.slice(1, -1).replaceAll('""', '"')
  }

  /** Takes `schema.name`; `null` when none comes. Dumps qualify every relation. */
  qualified(): QualifiedName | null {
    const schema = this.name()
    const name = schema !== null && this.take('.') ? this.name() : null
    return schema === null || name === null ? null : { schema, name, sql: quoteQualified(schema, name) }
  }

  /** Takes `( … )` and returns it as written; `null` when no parenthesis comes. */
  group(): string | null {
    const start = this.#position()
    if (!this.take('(') || !this.skipPast(')')) return null
    return this.sql.slice(start, this.#peek(this.#at - 1)?.end)
  }

  /** Skips to just after a word or sign outside parentheses; `false` when it does not come. */
  skipPast(word: string): boolean {
    for (let depth = 0; this.#peek(this.#at) !== null;) {
      const text = this.#text(this.#at)
      this.#at += 1
      if (text === word && depth === 0) return true
      if (text === '(') depth += 1
      if (text === ')') depth -= 1
    }
    return false
  }

  /** What has not been taken yet, as written. */
  rest(): string {
    return this.sql.slice(this.#position())
  }

  #position(): number {
    return this.#peek(this.#at)?.start ?? this.sql.length
  }

  #text(index: number): string {
    const token = this.#peek(index)
    return token === null ? '' : this.sql.slice(token.start, token.end)
  }

  #peek(index: number): Token | null {
    while (this.#tokens.length <= index) {
      const { value } = this.#source.next()
      if (value === undefined) return null
      if (value.kind !== 'space') this.#tokens.push(value)
    }
    return this.#tokens[index] ?? null
  }
}
