import { Command } from 'commander'
import { demoCommand } from './commands/demo.ts'
import { doctorCommand } from './commands/doctor.ts'
import { explainCommand } from './commands/explain.ts'
import { initCommand } from './commands/init.ts'
import { cutoverCommand, simpleOrderCommands, trafficCommand } from './commands/orders.ts'
import { planCommand } from './commands/plan.ts'
import { reportCommand } from './commands/report.ts'
import { runCommand } from './commands/run.ts'
import { statusCommand, tablesCommand } from './commands/status.ts'
import type { Io } from './io.ts'

const EXIT_CODES = `
Exit codes: 0 done, 1 internal, 2 usage or declaration, 3 blocked by a gate or waiting for approval, 4 aborted or rolled
back, 5 mismatch, 6 source, 7 target, 8 lease lost, 9 timed out, 10 frozen.`

/** The command line. Commands hold no decision about a migration: they read options, ask the core, and print. */
export function program(io: Io): Command {
  const root = new Command('causeway')
    .description(
      'Carries a running system from one place to another without stopping it: verified, with a way back at every step.',
    )
    .version('0.1.0')
    .addHelpText('after', EXIT_CODES)
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
    explainCommand(io),
    demoCommand(io),
  ]
  for (const command of commands) root.addCommand(command)
  for (const command of everyCommand(root)) {
    command.exitOverride().configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
    })
  }
  return root
}

function everyCommand(root: Command): readonly Command[] {
  return [root, ...root.commands.flatMap(everyCommand)]
}
