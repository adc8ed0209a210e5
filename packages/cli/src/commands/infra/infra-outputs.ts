import type { Command } from 'commander'
import { table } from '../../hosts/units.ts'
import type { Io } from '../../io.ts'
import { printResult } from '../../output.ts'
import { infraSubcommand, toolIn, type InfraOptions } from './infra-options.ts'
import { loadNamedDesigns } from './load-designs.ts'

interface OutputsOptions extends InfraOptions {
  readonly sensitive: boolean
}

export function infraOutputsCommand(io: Io): Command {
  return infraSubcommand('outputs', 'what the deployed system is called and where it answers, flat', [
    'causeway infra outputs --environment dev',
    'causeway infra outputs --environment dev --json | jq -r .data.alb_dns_name',
  ])
    .option('--sensitive', 'show sensitive values too', false)
    .action(async (options: OutputsOptions) => {
      const { design } = await loadNamedDesigns(io, options)
      const tool = await toolIn(io, options, design.environment)
      const outputs = await tool.outputs(options.sensitive)
      const rows = Object.entries(outputs).map(([key, value]) => [key, shown(value)])
      printResult(io, options.json, {
        data: outputs,
        text: rows.length === 0 ? 'there are no outputs: nothing is deployed' : table(rows),
      })
    })
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
