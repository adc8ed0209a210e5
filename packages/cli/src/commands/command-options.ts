import { Command, Option } from 'commander'

/** Every command that needs the declaration takes these. */
export interface CommonOptions {
  readonly file: string
  readonly environment?: string
  readonly json: boolean
}

/** A command with the common options, its examples, and help that ends with them. */
export function command(name: string, summary: string, examples: readonly string[]): Command {
  return new Command(name)
    .description(summary)
    .option('--json', 'print the result as one JSON object', false)
    .option('--debug', 'print the stack of an error', false)
    .addHelpText('after', `\nExamples:\n${examples.map((example) => `  $ ${example}`).join('\n')}`)
}

export function withDeclaration(made: Command): Command {
  return made
    .addOption(new Option('-f, --file <path>', 'the declaration').default('migration.yaml').env('CAUSEWAY_FILE'))
    .addOption(new Option('-e, --environment <name>', 'the environment of the declaration').env('CAUSEWAY_ENVIRONMENT'))
}
