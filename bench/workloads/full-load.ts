import { execFile } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { PostgresServer } from '@causeway/harness'
import type { RunningCauseway } from '../../test/e2e/support/causeway.ts'
import type { Crossing } from '../../test/e2e/support/crossing.ts'
import { AT_WORK, forgetJournal, openWork, renew, startPeerTarget } from '../crossings.ts'
import { tables } from '../data.ts'
import { costOf, endedChildrenCpuSeconds, peakRssMegabytes, processCpuSeconds } from '../processes.ts'
import { Rounds } from '../rounds.ts'
import { CAUSEWAY, type Workload } from '../workload.ts'

const execute = promisify(execFile)
const JOBS = '2'

export const fullLoad: Workload = {
  name: 'full-load',
  summary:
    'A database with its indexes to an empty server: `causeway run` from its start until everything is copied, built, ' +
    'analysed and the stream may begin, against `pg_dump -Fd -Z0 -j2` and then `pg_restore -j2`.',
  run: async (context) => {
    const { sizes, say } = context
    const peer = await peerFor(context.from)
    if (peer === null) say('no pg_dump of a sufficient major on PATH: Causeway alone')
    say(`building ${sizes.megabytes} MB`)
    await using crossing = await openWork(context, { sql: tables(sizes.megabytes) })
    await using peerTarget = peer === null ? null : await startPeerTarget(context, crossing)
    const rounds = new Rounds(sizes.rounds, say)
    const contenders = { [CAUSEWAY]: () => load(crossing, rounds) }
    if (peer === null || peerTarget === null) return await rounds.run(contenders)
    return await rounds.run({ ...contenders, [peer]: () => dumpAndRestore(crossing, peerTarget, peer, rounds) })
  },
}

async function load(crossing: Crossing, rounds: Rounds): Promise<void> {
  await renew(crossing.target, crossing.database)
  await forgetJournal(crossing)
  let run: RunningCauseway | undefined
  const cost = await costOf({ ...crossing, clientCpuSeconds: () => processCpuSeconds(run?.pid) }, async () => {
    run = crossing.run(AT_WORK)
    await run.seen('phase-changed', ({ to }) => to === 'replicate')
  })
  if (run === undefined) return
  rounds.note(CAUSEWAY, cost)
  rounds.add({ what: 'peak memory', unit: 'MB', by: CAUSEWAY, value: await peakRssMegabytes(run.pid) })
  await crossing.order('clean-up')
  await run.exited
}

async function dumpAndRestore(crossing: Crossing, target: PostgresServer, by: string, rounds: Rounds): Promise<void> {
  await renew(target, crossing.database)
  const directory = join(crossing.folder, 'dump')
  const connect = (server: PostgresServer) => {
    const args = ['-h', server.host, '-p', String(server.port), '-U', server.superuser.user, '-d', crossing.database]
    return { args, options: { env: { ...process.env, PGPASSWORD: server.superuser.password } } }
  }
  const [from, to] = [connect(crossing.source), connect(target)]
  const cost = await costOf(
    { source: crossing.source, target, clientCpuSeconds: endedChildrenCpuSeconds },
    async () => {
      await execute('pg_dump', [...from.args, '-Fd', '-Z0', '-j', JOBS, '-f', directory], from.options)
      await execute('pg_restore', [...to.args, '-j', JOBS, directory], to.options)
    },
  )
  rounds.note(by, cost)
  await rm(directory, { recursive: true })
}

/** @returns the name of the peer, or `null` when it is not here or too old for the source */
async function peerFor(from: number): Promise<string | null> {
  try {
    for (const program of ['pg_restore', 'pg_dump']) {
      const { stdout } = await execute(program, ['--version'])
      const version = /(\d+)[.\d]*/.exec(stdout)
      if (Number(version?.[1]) < from) return null
      if (program === 'pg_dump') return `pg_dump and pg_restore ${version?.[0]}`
    }
  } catch {
    // Not installed.
  }
  return null
}
