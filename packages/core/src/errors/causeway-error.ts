import { ERRORS, type Disposition, type ErrorCode } from './registry.ts'

const MARK = Symbol.for('causeway.CausewayError')

/**
 * The one error class. `code` and `data` are contract; the text is for people: what went wrong in the user's words,
 * the value, what is allowed, what to change. `data` never holds a secret or a row value.
 */
export class CausewayError extends Error {
  readonly code: ErrorCode
  readonly data: Readonly<Record<string, unknown>>

  constructor(
    code: ErrorCode,
    message: string,
    options: ErrorOptions & { readonly data?: Readonly<Record<string, unknown>> } = {},
  ) {
    super(message, options)
    this.name = 'CausewayError'
    this.code = code
    this.data = options.data ?? {}
    Object.defineProperty(this, MARK, { value: true })
  }

  get disposition(): Disposition {
    return ERRORS[this.code].disposition
  }

  get exitCode(): number {
    return Number(this.code.slice(3, 5))
  }

  /** Works across duplicate installs and worker threads, where `instanceof` does not. */
  static is(thrown: unknown): thrown is CausewayError {
    return typeof thrown === 'object' && thrown !== null && MARK in thrown
  }
}
