import type { Command } from 'commander'
import { message, type Phase } from '@causeway/core'
import { Exit } from '../exit.ts'
import type { Io } from '../io.ts'
import { loadMovable } from '../load-spec.ts'
import { stderrLogger } from '../logger.ts'
import { printResult } from '../output.ts'
import { writeReport } from '../report/write-report.ts'
import { command, withDeclaration, type CommonOptions } from './command-options.ts'

interface RunOptions extends CommonOptions {
  readonly takeOver: boolean
  readonly exitWhenBlocked: boolean
}

/** Exit code of a migration that has ended where it began: rolled back or cleaned up. */
const GIVEN_UP = 4

export function runCommand(io: Io): Command {
  return withDeclaration(
    command('run', 'carry the migration on from where it is, until it has ended', [
      'causeway run',
      'causeway run --environment production --json | tee migration.jsonl',
      'causeway run --exit-when-blocked      # for a pipeline: leave with 3 instead of waiting',
      'causeway run --take-over              # the controller that holds the lease is known to be gone',
    ]),
  )
    .option('--take-over', 'take the lease from a controller that is alive; its sessions are ended', false)
    .option('--exit-when-blocked', 'leave with the code of what blocks instead of waiting for a person', false)
    .action(async (options: RunOptions) => {
      const { phase, report } = await carryOn(io, options)
      printResult(io, options.json, { data: { phase, report }, text: `ended in phase ${phase}\nreport: ${report}` })
      if (phase !== 'committed') throw new Exit(GIVEN_UP, `ended in phase ${phase}`)
    })
}

/** The host is closed before the result is printed: a live picture and a line after it do not mix. */
async function carryOn(io: Io, options: RunOptions): Promise<{ readonly phase: Phase; readonly report: string }> {
  const { json, takeOver, exitWhenBlocked } = options
  const spec = await loadMovable(io, options)
  const logger = stderrLogger(io)
  const { messageHost } = await import('../hosts/message-host.ts')
  const { startMigration } = await import('../compose.ts')
  using host = messageHost(io, json)
  await using migration = await startMigration({ spec, logger, messages: host, takeOver, exitWhenBlocked }, io.signal)
  const { phase } = await migration.ended
  const { html } = await writeReport(spec)
  host.emit(message('report-written', { path: html }, new Date()))
  return { phase, report: html }
}
