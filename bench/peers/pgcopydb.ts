import { join } from 'node:path'
import type { Carrier, Found } from './carrier.ts'
import { dumpVersion, JOBS } from './dump-and-restore.ts'
import { addressOf, execute, versionOf } from './programs.ts'

/** The best that it can be told: binary, and no `ANALYZE`, which Causeway does. */
const AT_ITS_BEST = ['--use-copy-binary', '--skip-vacuum']

/** The one of `PGCOPYDB`, else the one on PATH. */
export async function findPgcopydb(from: number): Promise<Found> {
  const program = process.env['PGCOPYDB'] ?? 'pgcopydb'
  const version = await versionOf(program)
  if (version === null)
    return { carriers: [], missing: [`pgcopydb: ${program} does not run; PGCOPYDB=/path names another`] }
  const dump = await dumpVersion(from)
  if ('missing' in dump) return { carriers: [], missing: [`pgcopydb: it needs pg_dump: ${dump.missing}`] }
  const help = await execute(program, ['clone', '--help'])
  const carrier = (name: string, atLeast: number, options: readonly string[]): Carrier => {
    return {
      name,
      atLeast,
      carry: async ({ source, target, database, directory }) => {
        const jobs = ['--table-jobs', JOBS, '--index-jobs', JOBS]
        await execute(program, ['clone', '--dir', join(directory, 'pgcopydb'), ...jobs, ...options], {
          PGCOPYDB_SOURCE_PGURI: addressOf(source, database),
          PGCOPYDB_TARGET_PGURI: addressOf(target, database),
        })
      },
    }
  }
  const installed = carrier(`pgcopydb ${version}`, 1.3, [])
  const unknown = AT_ITS_BEST.filter((option) => !help.includes(option))
  if (unknown.length > 0) {
    const missing = [`pgcopydb at its best: ${version} does not know ${unknown.join(' and ')}`]
    return { carriers: [installed], missing }
  }
  return {
    carriers: [installed, carrier(`pgcopydb ${version} at its best`, 1.1, AT_ITS_BEST)],
    missing: [],
  }
}
