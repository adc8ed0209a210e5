import { resolve } from 'node:path'
import { InvalidArgumentError, Option, type Command } from 'commander'
import type { DemoOptions } from '../demo/run-demo.ts'
import type { Io } from '../io.ts'
import { command } from './command-options.ts'

interface DemoFlags {
  readonly rows: number
  readonly rate: number
  readonly from: DemoOptions['from']
  readonly to: DemoOptions['to']
  readonly rollback: boolean
  readonly out: string
  readonly json: boolean
}

const MAJORS = ['13', '14', '15', '16', '17', '18'] as const

/** The whole crossing on servers of its own; leaves with 0 only if nothing was lost. */
export function demoCommand(io: Io): Command {
  return command(
    'demo',
    'watch a running system move between two PostgreSQL servers started here, while clients write',
    ['causeway demo', 'causeway demo --rollback', 'causeway demo --rows 1000000 --rate 500 --from 15 --to 18'],
  )
    .option('--rows <n>', 'rows to seed', wholeNumber(1_000, 50_000_000), 200_000)
    .option('--rate <n>', 'writes a second', wholeNumber(1, 5_000), 200)
    .addOption(new Option('--from <major>', 'PostgreSQL of the source').choices(MAJORS).default('13'))
    .addOption(new Option('--to <major>', 'PostgreSQL of the target').choices(MAJORS).default('17'))
    .option('--rollback', 'go back after the cut-over instead of committing', false)
    .option('--out <folder>', 'where the report goes', 'causeway-report')
    .action(async (flags: DemoFlags) => {
      const { runDemo } = await import('../demo/run-demo.ts')
      await runDemo(io, { ...flags, out: resolve(io.cwd, flags.out) })
    })
}

function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (Number.isInteger(value) && value >= least && value <= most) return value
    throw new InvalidArgumentError(`a whole number from ${least} to ${most}, not ${JSON.stringify(text)}`)
  }
}
