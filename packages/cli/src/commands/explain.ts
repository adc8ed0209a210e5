import type { Command } from 'commander'
import { CausewayError, ERRORS, type ErrorCode, type ErrorInfo } from '@causeway/core'
import type { Io } from '../io.ts'
import { printResult } from '../output.ts'
import { command } from './command-options.ts'

/** What a code means and what to do about it; without a code, all of them. */
export function explainCommand(io: Io): Command {
  return command('explain', 'what an error code means and what to do; without a code, all codes', [
    'causeway explain CW-0802',
    'causeway explain | grep -i slot',
  ])
    .argument('[code]', 'e.g. CW-0802')
    .action((code: string | undefined, { json }: { json: boolean }) => {
      if (code === undefined) {
        const data = ALL.map(explanation)
        return printResult(io, json, { data, text: data.map(({ code: one, title }) => `${one}  ${title}`).join('\n') })
      }
      const data = explanation(known(code))
      printResult(io, json, { data, text: page(data) })
    })
}

interface Explanation extends ErrorInfo {
  readonly code: ErrorCode
  readonly exitCode: number
}

const ALL = (Object.keys(ERRORS) as ErrorCode[]).toSorted()

function explanation(code: ErrorCode): Explanation {
  return { code, exitCode: Number(code.slice(3, 5)), ...ERRORS[code] }
}

function page({ code, title, exitCode, disposition, remedy }: Explanation): string {
  return `${code} ${title}\nexit code    ${exitCode}\ndisposition  ${disposition}\nto do        ${remedy}`
}

function known(code: string): ErrorCode {
  const found = ALL.find((one) => one === code.toUpperCase())
  if (found !== undefined) return found
  throw new CausewayError('CW-0255', `there is no code ${code}; they look like CW-0802`)
}
