import { readFileSync } from 'node:fs'
import { Command, Help } from 'commander'
import { examplesText } from './commands/command-options.ts'
import { demoCommand } from './commands/demo.ts'
import { doctorCommand } from './commands/doctor.ts'
import { explainCommand } from './commands/explain.ts'
import { infraCommand } from './commands/infra/infra.ts'
import { initCommand } from './commands/init.ts'
import { cutoverCommand, simpleOrderCommands, trafficCommand } from './commands/orders.ts'
import { planCommand } from './commands/plan.ts'
import { reportCommand } from './commands/report.ts'
import { runCommand } from './commands/run.ts'
import { statusCommand } from './commands/status.ts'
import { tablesCommand } from './commands/tables.ts'
import type { Io } from './io.ts'

const EXAMPLES = ['causeway demo', 'causeway init && causeway doctor', 'causeway run', 'causeway status --watch']

const NOTES = `
The result goes to stdout, progress and the log to stderr. No command asks a question, and none uses colour.
CAUSEWAY_LOG sets the level of the log: silent, error, warn, info or debug.

Exit codes: 0 done, 1 internal, 2 usage or declaration, 3 blocked by a gate or waiting for approval, 4 aborted or rolled
back, 5 mismatch, 6 source, 7 target, 8 lease lost, 9 timed out, 10 frozen, 128 + n stopped by signal n.`

/**
 * The command line. Commands hold no decision about a migration: they read options, ask the core, and print. What only
 * one of them needs (the engine, the AWS side, the picture, the demo) it imports when it runs: loading it takes longer
 * than `status`.
 */
export function program(io: Io): Command {
  const root = new Command('causeway')
    .description(
      'Carries a running system from one place to another without stopping it: verified, with a way back at every step.',
    )
    .version(ownVersion())
    .addHelpText('after', `${examplesText(EXAMPLES)}\n${NOTES}`)
  const commands = [
    initCommand(io),
    doctorCommand(io),
    planCommand(io),
    runCommand(io),
    statusCommand(io),
    tablesCommand(io),
    trafficCommand(io),
    cutoverCommand(io),
    ...simpleOrderCommands(io),
    reportCommand(io),
    infraCommand(io),
    explainCommand(io),
    demoCommand(io),
  ]
  for (const command of commands) root.addCommand(command)
  for (const command of everyCommand(root)) {
    command
      .exitOverride()
      .configureOutput({
        writeOut: (text) => void io.stdout.write(text),
        writeErr: (text) => void io.stderr.write(text),
        // What the parser objects to is printed by `main`, with a code and as JSON where that is asked for.
        outputError: () => {},
      })
      .configureHelp({
        // That a flag is off by default needs no words.
        optionDescription: (option) =>
          option.isBoolean() ? option.description : Help.prototype.optionDescription(option),
      })
  }
  return root
}

/** The command and all below it. */
export function everyCommand(root: Command): readonly Command[] {
  return [root, ...root.commands.flatMap(everyCommand)]
}

function ownVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string
  }
  return version
}
