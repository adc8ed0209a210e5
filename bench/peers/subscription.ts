import { join } from 'node:path'
import { until, type PostgresServer } from '@causeway/harness'
import type { Carrier, Found, Route } from './carrier.ts'
import { dumpVersion } from './dump-and-restore.ts'
import { environmentOf, execute } from './programs.ts'

/** Of the subscription, its publication and its slot. */
const NAME = 'bench_native'
const PATIENCE_MS = 900_000

type Ends = Omit<Route, 'directory'>

/** The initial copy of native logical replication into a database that has tables and indexes. */
export async function findInitialCopy(from: number): Promise<Found> {
  const version = await dumpVersion(from)
  if ('missing' in version) return { carriers: [], missing: [`a subscription's initial copy: ${version.missing}`] }
  const carrier: Carrier = {
    name: "a subscription's initial copy",
    atLeast: 2,
    prepare: async (route) => {
      const { source, target, database, directory } = route
      const file = join(directory, 'schema.sql')
      await execute('pg_dump', ['-s', '-f', file], environmentOf(source, database))
      await execute('psql', ['-Xq', '-v', 'ON_ERROR_STOP=1', '-f', file], environmentOf(target, database))
      await publish({ source, database, schemas: ['public', 'oracle'] })
      await target.query('postgres', 'CHECKPOINT')
    },
    carry: async (route) => await subscribe(route),
    leave: async ({ source, target, database }) => {
      await target.query(database, `DROP SUBSCRIPTION ${NAME}`)
      await source.query(database, `DROP PUBLICATION ${NAME}`)
    },
  }
  return { carriers: [carrier], missing: [] }
}

interface Published extends Pick<Ends, 'source' | 'database'> {
  readonly schemas: readonly string[]
}

/** Every table of these schemas. */
export async function publish({ source, database, schemas }: Published): Promise<void> {
  await source.query(
    database,
    `DO $$ BEGIN EXECUTE 'CREATE PUBLICATION ${NAME} FOR TABLE ' || (
       SELECT string_agg(oid::regclass::text, ', ') FROM pg_class
       WHERE relkind = 'r' AND relnamespace::regnamespace::text IN (${schemas.map((name) => `'${name}'`).join(', ')})); END $$`,
  )
}

/** Resolves when every table of the publication has been copied. */
export async function subscribe({ source, target, database }: Ends): Promise<void> {
  const { user, password } = source.superuser
  const address = `host=${source.host} port=${source.port} dbname=${database} user=${user} password=${password}`
  // Binary is what serves it best, and PostgreSQL 13 does not have it.
  const options = Math.min(source.major, target.major) >= 14 ? ' WITH (binary = true)' : ''
  await target.query(database, `CREATE SUBSCRIPTION ${NAME} CONNECTION '${address}' PUBLICATION ${NAME}${options}`)
  await using watch = new AsyncDisposableStack()
  const client = await target.connect(database)
  watch.defer(() => client.end())
  const copied = "SELECT FROM pg_subscription_rel HAVING bool_and(srsubstate = 'r')"
  await until(async () => (await client.query(copied)).rowCount === 1, PATIENCE_MS)
}

/** Whether it shall read its slot. */
export async function enable(target: PostgresServer, database: string, yes: boolean): Promise<void> {
  await target.query(database, `ALTER SUBSCRIPTION ${NAME} ${yes ? 'ENABLE' : 'DISABLE'}`)
}
