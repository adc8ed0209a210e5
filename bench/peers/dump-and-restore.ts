import { join } from 'node:path'
import type { Carrier, Found } from './carrier.ts'
import { environmentOf, execute, versionOf } from './programs.ts'

export const JOBS = '2'

export async function findDumpAndRestore(from: number): Promise<Found> {
  const version = await dumpVersion(from)
  if ('missing' in version) return { carriers: [], missing: [`pg_dump and pg_restore: ${version.missing}`] }
  const carrier: Carrier = {
    name: `pg_dump and pg_restore ${version.version}`,
    atLeast: 1.5,
    carry: async ({ source, target, database, directory }) => {
      const dump = join(directory, 'dump')
      await execute('pg_dump', ['-Fd', '-Z0', '-j', JOBS, '-f', dump], environmentOf(source, database))
      await execute('pg_restore', ['-j', JOBS, '-d', database, dump], environmentOf(target, database))
    },
  }
  return { carriers: [carrier], missing: [] }
}

/** Of the pg_dump on PATH, which refuses servers that are newer than itself. */
export async function dumpVersion(from: number): Promise<{ readonly version: string } | { readonly missing: string }> {
  for (const program of ['pg_dump', 'pg_restore', 'psql']) {
    const version = await versionOf(program)
    if (version === null) return { missing: `no ${program} on PATH` }
    if (Number.parseInt(version, 10) < from)
      return { missing: `${program} ${version} is older than the source, ${from}` }
  }
  return { version: (await versionOf('pg_dump')) ?? '' }
}
