import { temporaryDirectory, type PostgresServer } from '@causeway/harness'
import type { RunningCauseway } from '../test/e2e/support/causeway.ts'
import type { Crossing } from '../test/e2e/support/crossing.ts'
import { AT_WORK, contentsOf, forgetJournal, renew, startPeerTarget } from './crossings.ts'
import type { Carrier } from './peers/carrier.ts'
import { findCarriers } from './peers/find.ts'
import { costOf, endedChildrenCpuSeconds, processCpuSeconds, type Cost } from './processes.ts'
import type { Contender, Rounds } from './rounds.ts'
import { CAUSEWAY, type BenchContext, type Measurement } from './workload.ts'

export interface RaceOptions {
  readonly rounds: Rounds
  /** Whether the promises of the peers are meant for these data. */
  readonly promised?: boolean
  readonly manyTables?: boolean
  readonly others?: ReadonlyMap<string, Contender>
}

/** Carries a database with Causeway, and with every peer that can be found, in turns. */
export async function race(
  context: BenchContext,
  crossing: Crossing,
  { rounds, promised = false, manyTables = false, others = new Map() }: RaceOptions,
): Promise<readonly Measurement[]> {
  const { carriers } = await findCarriers(context.from)
  await using peerTarget = await startPeerTarget(context, crossing)
  const contenders = new Map<string, Contender>([[CAUSEWAY, async () => await load(crossing, rounds)], ...others])
  for (const carrier of carriers) {
    if (!context.peers.test(carrier.name) || (manyTables && carrier.perTable === true)) continue
    contenders.set(carrier.name, async () => {
      const cost = await carry(crossing, peerTarget, carrier)
      rounds.note(carrier.name, cost, promised ? carrier.atLeast : undefined)
    })
  }
  return await rounds.run(context.sizes.rounds, contenders)
}

/** By Causeway, to an empty database. */
export async function load(crossing: Crossing, rounds: Rounds, by: string = CAUSEWAY): Promise<void> {
  await renew(crossing.target, crossing.database)
  await forgetJournal(crossing)
  let run: RunningCauseway | undefined
  const beganAt = performance.now()
  let startSeconds = 0
  const cost = await costOf({ ...crossing, clientCpuSeconds: () => processCpuSeconds(run?.pid) }, async () => {
    run = crossing.run(AT_WORK)
    // A table that is copied within one report was never seen copying.
    await run.seen('table-progress', ({ state }) => state !== 'waiting')
    startSeconds = (performance.now() - beganAt) / 1000
    await run.seen('phase-changed', ({ to }) => to === 'replicate')
  })
  if (run === undefined) return
  rounds.note(by, cost)
  rounds.add({ what: 'start', unit: 's', by, value: startSeconds })
  await rounds.notePeak(run.pid, by)
  await crossing.order('clean-up')
  await run.exited
  await proveCarried(crossing, crossing.target, by)
}

async function carry(crossing: Crossing, target: PostgresServer, carrier: Carrier): Promise<Cost> {
  const { source, database } = crossing
  await renew(target, database)
  await using folder = await temporaryDirectory()
  const route = { source, target, database, directory: folder.path }
  await carrier.prepare?.(route)
  const parties = { source, target, clientCpuSeconds: endedChildrenCpuSeconds }
  const cost = await costOf(parties, () => carrier.carry(route))
  await carrier.leave?.(route)
  await proveCarried(crossing, target, carrier.name)
  return cost
}

/** A contender that leaves something out would be quick. */
async function proveCarried({ source, database }: Crossing, target: PostgresServer, by: string): Promise<void> {
  const [expected, arrived] = [await contentsOf(source, database), await contentsOf(target, database)]
  if (arrived !== expected) throw new Error(`${by} carried ${arrived} of ${expected}`)
}
