import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { startPostgres, type PostgresServer } from '@causeway/harness'
import { openCrossing, type Crossing } from '../test/e2e/support/crossing.ts'
import { OWNER } from '../test/e2e/support/servers.ts'
import { INSERT_ONLY } from './data.ts'
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
}

/** A crossing for one workload, with nobody writing but us. */
export async function openWork(
  { from, to }: BenchContext,
  { sql, lagStable = '500ms' }: WorkOptions,
): Promise<Crossing> {
  const yaml = `
scope: { insertOnly: [${INSERT_ONLY.join(', ')}] }
fullLoad: { workers: 2, indexWorkers: 2 }
environments:
  bench:
    gates: { lagStable: ${lagStable} }
    replication: { heartbeat: 1s, batchAge: 200ms }
`
  return await openCrossing({ from, to, role: 'superuser', settings: SETTINGS, writesPerSecond: 0, sql, yaml })
}

/** A server as the target is, for a peer to fill. */
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
