import { Command, Option } from 'commander'

/** Every command that needs the declaration takes these. */
export interface CommonOptions {
  readonly file: string
  readonly environment?: string
  readonly json: boolean
}

/** A command with the common options, and help that ends with its examples. */
export function command(name: string, summary: string, examples: readonly string[]): Command {
  return commandGroup(name, summary, examples)
    .option('--json', 'print the result as one line of JSON; progress too, a line each', false)
    .option('--debug', 'print the stack of an error', false)
    .option('--no-input', 'accepted for scripts: no command ever asks a question')
}

/** A command that only has others below it; an option of its own would be taken from theirs. */
export function commandGroup(name: string, summary: string, examples: readonly string[]): Command {
  return new Command(name).description(summary).addHelpText('after', examplesText(examples))
}

/** What every help text ends with. */
export function examplesText(examples: readonly string[]): string {
  return `\nExamples:\n${examples.map((example) => `  $ ${example}`).join('\n')}`
}

export function withDeclaration(made: Command): Command {
  return made
    .addOption(new Option('-f, --file <path>', 'the declaration').default('migration.yaml').env('CAUSEWAY_FILE'))
    .addOption(new Option('-e, --environment <name>', 'the environment of the declaration').env('CAUSEWAY_ENVIRONMENT'))
}
