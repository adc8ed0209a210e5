import type { Command } from 'commander'
import { CausewayError, ERRORS, type ErrorCode, type ErrorInfo } from '@causeway/core'
import type { Io } from '../io.ts'
import { printResult } from '../output.ts'
import { command } from './command-options.ts'

/** What a code means and what to do about it. */
export function explainCommand(io: Io): Command {
  return command('explain', 'what an error code means and what to do', ['causeway explain CW-0802'])
    .argument('<code>', 'e.g. CW-0802')
    .action((code: string, options: { json: boolean }) => {
      const known = code.toUpperCase()
      if (!isCode(known))
        throw new CausewayError(
          'CW-0255',
          `there is no code ${code}; they look like CW-0802, all are in docs/reference/errors.md`,
        )
      const info: ErrorInfo = ERRORS[known]
      const exitCode = Number(known.slice(3, 5))
      printResult(io, options.json, {
        data: { code: known, exitCode, ...info },
        text: `${known} ${info.title}\nexit code    ${exitCode}\ndisposition  ${info.disposition}\nto do        ${info.remedy}`,
      })
    })
}

function isCode(text: string): text is ErrorCode {
  return text in ERRORS
}
