import { join } from 'node:path'
import type { Carrier, Found, Route } from './carrier.ts'
import { dumpVersion, JOBS } from './dump-and-restore.ts'
import { addressOf, environmentOf, execute } from './programs.ts'

/** What people write themselves: the tables, a pipe of two psql for each, two at a time, and the indexes afterwards. */
export async function findPsqlPipes(from: number): Promise<Found> {
  const version = await dumpVersion(from)
  if ('missing' in version) return { carriers: [], missing: [`psql pipes: ${version.missing}`] }
  const carrier: Carrier = {
    name: `psql ${version.version} COPY pipes, binary`,
    perTable: true,
    carry: async (route) => {
      await restore(route, 'pre-data')
      const queue = await tables(route)
      const worker = async () => {
        for (let table = queue.shift(); table !== undefined; table = queue.shift()) await pipe(route, table)
      }
      await Promise.all(Array.from({ length: Number(JOBS) }, worker))
      await restore(route, 'post-data')
    },
  }
  return { carriers: [carrier], missing: [] }
}

/** Largest first. */
async function tables({ source, database }: Route): Promise<string[]> {
  const found = await source.query<{ name: string }>(
    database,
    `SELECT format('%I.%I', nspname, relname) AS name FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
     WHERE relkind = 'r' AND nspname NOT IN ('pg_catalog', 'information_schema') ORDER BY pg_table_size(pg_class.oid) DESC`,
  )
  return found.map(({ name }) => name)
}

async function pipe({ source, target, database }: Route, table: string): Promise<void> {
  const script = `psql -X "$SOURCE" -c "COPY $TABLE TO STDOUT (FORMAT binary)" | psql -Xq "$TARGET" -c "COPY $TABLE FROM STDIN (FORMAT binary)"`
  await execute('bash', ['-o', 'pipefail', '-c', script], {
    SOURCE: addressOf(source, database),
    TARGET: addressOf(target, database),
    TABLE: table,
  })
}

async function restore({ source, target, database, directory }: Route, section: string): Promise<void> {
  const file = join(directory, section)
  await execute('pg_dump', ['-Fc', `--section=${section}`, '-f', file], environmentOf(source, database))
  await execute('pg_restore', ['-j', JOBS, '-d', database, file], environmentOf(target, database))
}
