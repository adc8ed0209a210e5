import { until, type PostgresServer } from '@causeway/harness'
import type { RunningCauseway } from '../test/e2e/support/causeway.ts'
import type { Crossing } from '../test/e2e/support/crossing.ts'
import { AT_WORK, openWork, openWorkServers, startPeerTarget } from './crossings.ts'
import { sqlOf, type Data } from './data/data.ts'
import { enable, publish, subscribe } from './peers/subscription.ts'
import { processCpuSeconds } from './processes.ts'
import type { Rounds } from './rounds.ts'
import { CAUSEWAY, type BenchContext } from './workload.ts'

const PATIENCE_MS = 900_000
export const NATIVE = 'a subscription'

/** One that keeps a copy of the source, with a slot of its own; it is stopped, and may be started again and again. */
export interface Follower {
  readonly by: string
  readonly target: PostgresServer
  /** Resolves when it reads its slot. */
  readonly start: () => Promise<Following>
}

export interface Following {
  readonly clientCpuSeconds: () => Promise<number>
  readonly notePeak: (rounds: Rounds) => Promise<void>
  /** Resolves when nobody reads the slot any more. */
  readonly stop: () => Promise<void>
}

export interface Followers extends AsyncDisposable {
  readonly crossing: Crossing
  readonly causeway: Follower
  readonly native: Follower
}

/** Causeway, and a native subscription on an equal server, with their copies made and nothing read since. */
export async function openFollowers(context: BenchContext, data: Data, procedures: string): Promise<Followers> {
  await using opening = new AsyncDisposableStack()
  const servers = opening.use(await openWorkServers(context))
  const crossing = opening.use(await openWork(servers, { sql: sqlOf(data) + procedures, lagStable: '1d' }))
  const peer = opening.use(await startPeerTarget(context, crossing))
  context.say('copying')
  await Promise.all([copyByCauseway(crossing), copyByNative(crossing, peer, data)])
  const resources = opening.move()
  return {
    crossing,
    causeway: { by: CAUSEWAY, target: crossing.target, start: async () => await startCauseway(crossing) },
    native: { by: NATIVE, target: peer, start: async () => await startNative(crossing, peer) },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  }
}

async function copyByCauseway(crossing: Crossing): Promise<void> {
  const run = crossing.run(AT_WORK)
  await run.seen('phase-changed', ({ to }) => to === 'replicate')
  await end(run)
}

async function copyByNative({ source, database }: Crossing, peer: PostgresServer, { schema }: Data): Promise<void> {
  await peer.query(database, schema)
  await publish({ source, database, schemas: ['public'] })
  await subscribe({ source, target: peer, database })
  await enable(peer, database, false)
  await peer.query(database, 'VACUUM ANALYZE')
}

async function startCauseway(crossing: Crossing): Promise<Following> {
  const run = crossing.run(AT_WORK)
  await readers(crossing, 1)
  return {
    clientCpuSeconds: () => processCpuSeconds(run.pid),
    notePeak: async (rounds) => await rounds.notePeak(run.pid),
    stop: async () => {
      await end(run)
      await readers(crossing, 0)
    },
  }
}

async function startNative(crossing: Crossing, peer: PostgresServer): Promise<Following> {
  await enable(peer, crossing.database, true)
  await readers(crossing, 1)
  return {
    clientCpuSeconds: async () => 0,
    notePeak: async () => {},
    stop: async () => {
      await enable(peer, crossing.database, false)
      await readers(crossing, 0)
    },
  }
}

async function end(run: RunningCauseway): Promise<void> {
  run.kill('SIGTERM')
  await run.exited
}

async function readers({ source, database }: Crossing, count: number): Promise<void> {
  await using watch = new AsyncDisposableStack()
  const client = await source.connect(database)
  watch.defer(() => client.end())
  const active = 'SELECT FROM pg_replication_slots HAVING count(*) FILTER (WHERE active) = $1'
  await until(async () => (await client.query(active, [count])).rowCount === 1, PATIENCE_MS)
}
