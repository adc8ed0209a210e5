import { dirname, join, resolve } from 'node:path'
import { Option, type Command } from 'commander'
import type { InfraTool, Origin, ToolName } from '@causeway/infra'
import type { Io } from '../../io.ts'
import { command, withDeclaration, type CommonOptions } from '../command-options.ts'

/** Every `causeway infra` command takes these. */
export interface InfraOptions extends CommonOptions {
  readonly out?: string
  readonly tool: ToolName
}

export function infraSubcommand(name: string, summary: string, examples: readonly string[]): Command {
  return withDeclaration(command(name, summary, examples))
    .option('-o, --out <folder>', 'where the code is (default: infra, beside the declaration)')
    .addOption(
      new Option('--tool <name>', 'what deploys it').choices(['terraform', 'tofu', 'cdk']).default('terraform'),
    )
}

export function outFolder(io: Io, { file, out }: InfraOptions): string {
  return out === undefined ? join(dirname(resolve(io.cwd, file)), 'infra') : resolve(io.cwd, out)
}

/** OpenTofu reads what is written for Terraform. */
export function codeFor(tool: ToolName): Origin['tool'] {
  return tool === 'cdk' ? 'cdk' : 'terraform'
}

/** The tool in the folder; what it prints goes to stderr, where progress belongs. */
export async function toolIn(io: Io, options: InfraOptions, environment: string): Promise<InfraTool> {
  const { cdkTool, terraformTool } = await import('@causeway/infra')
  const bench = { folder: outFolder(io, options), env: io.env, screen: io.stderr, signal: io.signal }
  return options.tool === 'cdk' ? cdkTool(bench) : terraformTool(options.tool, environment, bench)
}

/** The same options again, for a command to type next. */
export function repeated({ file, environment, out, tool }: InfraOptions): string {
  return [
    file === 'migration.yaml' ? '' : ` --file ${file}`,
    environment === undefined ? '' : ` --environment ${environment}`,
    out === undefined ? '' : ` --out ${out}`,
    tool === 'terraform' ? '' : ` --tool ${tool}`,
  ].join('')
}
