import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { startPostgres, type PostgresServer } from '@causeway/harness'
import { openCrossingOn, type Crossing } from '../test/e2e/support/crossing.ts'
import { openServers, OWNER, type ServerPair } from '../test/e2e/support/servers.ts'
import { INSERT_ONLY } from './data/pgbench.ts'
import type { BenchContext } from './workload.ts'

/** The same for every server of a run. It writes to disk as one that must outlive a crash. */
export const SETTINGS = {
  fsync: 'on',
  full_page_writes: 'on',
  shared_buffers: '2GB',
  maintenance_work_mem: '512MB',
  max_wal_size: '16GB',
  checkpoint_timeout: '30min',
  // A server that has been up for a while writes into segments it has used before; a new one would write all of them twice.
  wal_init_zero: 'off',
}

/** Of `causeway run`: the declaration of the tests with what a migration at work would say. */
export const AT_WORK = ['--environment', 'bench']

export interface WorkOptions {
  readonly sql: string
  /** How long `replicate` is not left; default half a second. */
  readonly lagStable?: string
  readonly database?: string
}

/** Two equal servers, but for their major. */
export async function openWorkServers({ from, to }: BenchContext): Promise<ServerPair> {
  return await openServers({ from, to, role: 'superuser', settings: SETTINGS })
}

/** A crossing for one workload, with nobody writing but us. */
export async function openWork(
  servers: ServerPair,
  { sql, lagStable = '500ms', database }: WorkOptions,
): Promise<Crossing> {
  const yaml = `
scope: { insertOnly: [${INSERT_ONLY.join(', ')}] }
fullLoad: { workers: 2, indexWorkers: 2 }
environments:
  bench:
    gates: { lagStable: ${lagStable} }
    replication: { heartbeat: 1s, batchAge: 200ms }
`
  const crossing = await openCrossingOn(servers, {
    writesPerSecond: 0,
    sql,
    yaml,
    ...(database === undefined ? {} : { database }),
  })
  // The first to read a row that nobody has read before marks it as committed, and would pay for all who come later.
  await servers.source.query(crossing.database, 'VACUUM (ANALYZE)')
  await servers.source.query(crossing.database, 'CHECKPOINT')
  return crossing
}

/** A server as the target is, for peers to fill. */
export async function startPeerTarget({ to }: BenchContext, crossing: Crossing): Promise<PostgresServer> {
  const server = await startPostgres({ major: to, settings: SETTINGS })
  await server.query('postgres', `CREATE ROLE ${OWNER}; CREATE ROLE "${crossing.application.user}"`)
  await server.createDatabase(crossing.database, OWNER)
  return server
}

/** Empties a target, and writes out what earlier rounds have left to be written, so that no round pays for another. */
export async function renew(server: PostgresServer, database: string): Promise<void> {
  await server.query('postgres', `DROP DATABASE ${database} WITH (FORCE)`)
  await server.createDatabase(database, OWNER)
  await server.query('postgres', 'CHECKPOINT')
}

/** As if this migration had never run: its journal goes, its databases are the caller's. */
export async function forgetJournal(crossing: Crossing): Promise<void> {
  await rm(join(crossing.folder, '.causeway'), { recursive: true, force: true })
}

/** Rows and indexes of all tables but Causeway's own, counted. */
export async function contentsOf(server: PostgresServer, database: string): Promise<string> {
  const [row] = await server.query(
    database,
    `SELECT sum((xpath('/row/c/text()', query_to_xml(format('SELECT count(*) AS c FROM %s', oid::regclass), true, true, '')))[1]::text::bigint) AS rows,
       sum((SELECT count(*) FROM pg_index WHERE indrelid = pg_class.oid)) AS indexes
     FROM pg_class WHERE relkind = 'r' AND relnamespace IN ('public'::regnamespace, 'oracle'::regnamespace)`,
  )
  return JSON.stringify(row)
}
