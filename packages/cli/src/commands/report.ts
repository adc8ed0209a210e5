import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { Io } from '../io.ts'
import { loadSpec } from '../load-spec.ts'
import { printResult } from '../output.ts'
import { writeReport } from '../report/write-report.ts'
import { command, withDeclaration, type CommonOptions } from './command-options.ts'

interface ReportOptions extends CommonOptions {
  readonly out?: string
}

export function reportCommand(io: Io): Command {
  return withDeclaration(
    command('report', 'write the evidence of the migration as HTML and JSON', [
      'causeway report',
      'causeway report --out evidence/',
    ]),
  )
    .option('-o, --out <folder>', 'where to write (default: the state directory)')
    .action(async (options: ReportOptions) => {
      const spec = await loadSpec(io, options)
      const folder = options.out === undefined ? undefined : resolve(io.cwd, options.out)
      const { html, json, data } = await writeReport(spec, folder)
      printResult(io, options.json, { data: { html, json, outcome: data.outcome }, text: `${html}\n${json}` })
    })
}
