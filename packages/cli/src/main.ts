import { CommanderError } from 'commander'
import { CausewayError } from '@causeway/core'
import { Exit } from './exit.ts'
import type { Io } from './io.ts'
import { printError } from './output.ts'
import { program } from './program.ts'

/** Runs one command line. @returns the exit code; nothing is thrown and the process is not ended */
export async function main(args: readonly string[], io: Io): Promise<number> {
  try {
    await program(io).parseAsync([...args], { from: 'user' })
    return 0
  } catch (error) {
    const exit = [error, io.signal.reason].find((reason) => reason instanceof Exit)
    if (exit !== undefined) return exit.exitCode
    // Help and version that were asked for end with 0, help in place of a missing command does not.
    if (error instanceof CommanderError && /^commander\.(help|version)/.test(error.code)) {
      return error.exitCode === 0 ? 0 : 2
    }
    const failure = error instanceof CommanderError ? misused(error) : error
    printError(io, failure, args.includes('--json'), args.includes('--debug'))
    return CausewayError.is(failure) ? failure.exitCode : 1
  }
}

/** What the parser of the command line objects to, in our words. */
function misused({ message }: CommanderError): CausewayError {
  return new CausewayError('CW-0253', message.replace(/^error: /, ''))
}
