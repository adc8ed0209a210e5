import { CausewayError, ERRORS } from '@causeway/core'
import { Exit } from './exit.ts'
import type { Io } from './io.ts'

/** What `--json` prints for every command: one line, one envelope. */
interface Envelope {
  readonly schemaVersion: 1
  readonly data: unknown
  readonly warnings: readonly string[]
  readonly nextSteps: readonly string[]
  /** Only where the command failed. */
  readonly error?: ReturnType<typeof described>
}

export interface Result {
  readonly data: unknown
  /** For people; the same facts. */
  readonly text: string
  readonly warnings?: readonly string[]
  /** Commands to type next. */
  readonly nextSteps?: readonly string[]
  /** Why the command fails although it has a result, such as blockers among findings. */
  readonly failure?: CausewayError | null
}

/** The result goes to stdout, as text or as the envelope. @throws Exit when the result has a failure */
export function printResult(io: Io, json: boolean, result: Result): void {
  const { data, text, warnings = [], nextSteps = [], failure = null } = result
  if (json) {
    const error = failure === null ? {} : { error: described(failure) }
    printEnvelope(io, { schemaVersion: 1, data, warnings, nextSteps, ...error })
  } else {
    io.stdout.write(text.endsWith('\n') ? text : `${text}\n`)
    for (const warning of warnings) io.stdout.write(`warning: ${warning}\n`)
    if (nextSteps.length > 0) io.stdout.write(`\nnext: ${nextSteps.join('\n      ')}\n`)
    if (failure !== null) io.stderr.write(errorText(failure))
  }
  if (failure !== null) throw new Exit(failure.exitCode, failure.message)
}

/** Code, what happened, what to do: on stderr, or with `--json` as the envelope on stdout. */
export function printError(io: Io, thrown: unknown, json: boolean, debug: boolean): void {
  const known = CausewayError.is(thrown)
  const error = known ? thrown : internal(thrown)
  if (json) printEnvelope(io, { schemaVersion: 1, data: null, warnings: [], nextSteps: [], error: described(error) })
  else io.stderr.write(errorText(error))
  if (debug || !known) io.stderr.write(`${traceOf(thrown)}\n`)
}

function printEnvelope(io: Io, envelope: Envelope): void {
  io.stdout.write(`${JSON.stringify(envelope)}\n`)
}

function described({ code, message, data }: CausewayError) {
  const { title, remedy } = ERRORS[code]
  return { code, title, message, remedy, data }
}

function errorText({ code, message }: CausewayError): string {
  const { title, remedy } = ERRORS[code]
  return `\n${code} ${title}: ${message}\n  to do: ${remedy}\n  more:  causeway explain ${code}\n`
}

function internal(thrown: unknown): CausewayError {
  return new CausewayError('CW-0101', thrown instanceof Error ? thrown.message : String(thrown), { cause: thrown })
}

function traceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const cause = error.cause === undefined ? '' : `\ncaused by: ${traceOf(error.cause)}`
  return `${error.stack ?? error.message}${cause}`
}
