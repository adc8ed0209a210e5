import { CausewayError, ERRORS } from '@causeway/core'
import type { Io } from './io.ts'

/** What `--json` prints for every command: one line, one envelope. */
export interface Envelope {
  readonly schemaVersion: 1
  readonly data: unknown
  readonly warnings: readonly string[]
  readonly nextSteps: readonly string[]
}

export interface Result {
  readonly data: unknown
  /** For people; the same facts. */
  readonly text: string
  readonly warnings?: readonly string[]
  /** Commands to type next. */
  readonly nextSteps?: readonly string[]
}

/** The result goes to stdout, as text or as the envelope. */
export function printResult(io: Io, json: boolean, { data, text, warnings = [], nextSteps = [] }: Result): void {
  if (json) {
    const envelope: Envelope = { schemaVersion: 1, data, warnings, nextSteps }
    io.stdout.write(`${JSON.stringify(envelope)}\n`)
    return
  }
  io.stdout.write(text.endsWith('\n') ? text : `${text}\n`)
  for (const warning of warnings) io.stdout.write(`warning: ${warning}\n`)
  if (nextSteps.length > 0) io.stdout.write(`\nnext: ${nextSteps.join('\n      ')}\n`)
}

/** The error goes to stderr: code, what happened, what to do. With `--json` also as an object on stdout. */
export function printError(io: Io, error: unknown, json: boolean, debug: boolean): void {
  const known = CausewayError.is(error)
  const code = known ? error.code : 'CW-0101'
  const text = error instanceof Error ? error.message : String(error)
  const { title, remedy } = ERRORS[code]
  if (json) {
    const data = known ? error.data : {}
    io.stdout.write(`${JSON.stringify({ schemaVersion: 1, error: { code, title, message: text, remedy, data } })}\n`)
  } else {
    io.stderr.write(`\n${code} ${title}: ${text}\n  to do: ${remedy}\n  more:  causeway explain ${code}\n`)
  }
  if (debug || !known) io.stderr.write(`${traceOf(error)}\n`)
}

function traceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const cause = error.cause === undefined ? '' : `\ncaused by: ${traceOf(error.cause)}`
  return `${error.stack ?? error.message}${cause}`
}
