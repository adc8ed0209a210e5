import type { Command } from 'commander'
import { startMigration } from '../compose.ts'
import { messageHost } from '../hosts/message-host.ts'
import type { Io } from '../io.ts'
import { loadSpec } from '../load-spec.ts'
import { stderrLogger } from '../logger.ts'
import { writeReport } from '../report/write-report.ts'
import { command, withDeclaration, type CommonOptions } from './command-options.ts'

interface RunOptions extends CommonOptions {
  readonly takeOver: boolean
  readonly exitWhenBlocked: boolean
}

export function runCommand(io: Io): Command {
  return withDeclaration(
    command('run', 'carry the migration on from where it is, until it waits for a person or has ended', [
      'causeway run',
      'causeway run --environment production --json | tee migration.jsonl',
      'causeway run --exit-when-blocked      # for a pipeline: exit 3 instead of waiting',
    ]),
  )
    .option('--take-over', 'take the lease from a controller that is alive; its sessions are ended', false)
    .option('--exit-when-blocked', 'leave with the code of what blocks instead of waiting for a person', false)
    .action(async (options: RunOptions) => {
      const spec = await loadSpec(io, options)
      using host = messageHost(io, options.json)
      const logger = stderrLogger(io)
      const { takeOver, exitWhenBlocked } = options
      await using migration = await startMigration(
        { spec, logger, messages: host, takeOver, exitWhenBlocked },
        io.signal,
      )
      const state = await migration.ended
      if (state.phase === 'committed' || state.phase === 'rolled-back') {
        const paths = await writeReport(spec)
        host.say(`report: ${paths.html}`)
      }
    })
}
