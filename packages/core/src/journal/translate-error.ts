import { CausewayError } from '../errors/causeway-error.ts'
import type { ErrorCode } from '../errors/registry.ts'

/** SQLite's primary result codes that mean something to an operator (https://sqlite.org/rescode.html). */
const BY_RESULT: Readonly<Record<number, ErrorCode>> = {
  5: 'CW-0340', // BUSY
  8: 'CW-1022', // READONLY
  10: 'CW-1022', // IOERR
  11: 'CW-1021', // CORRUPT
  13: 'CW-1022', // FULL
  14: 'CW-1020', // CANTOPEN
  26: 'CW-1021', // NOTADB
}

/** What `node:sqlite` throws, or JSON that does not parse, in our words; anything else is returned as it is. */
export function translateSqliteError(error: unknown, path: string): unknown {
  if (error instanceof SyntaxError) {
    return new CausewayError('CW-1021', `journal ${path}: a value is not JSON`, { cause: error, data: { path } })
  }
  const result = primaryResult(error)
  if (result === null) return error
  const text = error instanceof Error ? error.message : String(error)
  const code = BY_RESULT[result] ?? 'CW-0101'
  return new CausewayError(code, `journal ${path}: ${text}`, { cause: error, data: { path, sqlite: result } })
}

/** The lower byte of an extended result code, or `null` for an error that is not SQLite's. */
export function primaryResult(error: unknown): number | null {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return null
  return error.errcode % 256
}
