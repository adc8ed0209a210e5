import { CommanderError } from 'commander'
import { CausewayError } from '@causeway/core'
import type { Io } from './io.ts'
import { printError } from './output.ts'
import { program } from './program.ts'
import { Stopped } from './signals.ts'

/** Runs one command line. @returns the exit code; nothing is thrown and the process is not ended */
export async function main(args: readonly string[], io: Io): Promise<number> {
  const commands = program(io)
  try {
    await commands.parseAsync([...args], { from: 'user' })
    return 0
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    if (error instanceof Stopped) return error.exitCode
    if (io.signal.aborted && io.signal.reason instanceof Stopped) return io.signal.reason.exitCode
    printError(io, error, args.includes('--json'), args.includes('--debug'))
    return CausewayError.is(error) ? error.exitCode : 1
  }
}
