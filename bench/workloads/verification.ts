import type { PostgresServer } from '@causeway/harness'
import type { Crossing } from '../../test/e2e/support/crossing.ts'
import { AT_WORK, openWork, openWorkServers } from '../crossings.ts'
import { sqlOf, together } from '../data/data.ts'
import { wide, wideRows } from '../data/wide.ts'
import { costOf, processCpuSeconds } from '../processes.ts'
import { Rounds } from '../rounds.ts'
import { CAUSEWAY, type Workload } from '../workload.ts'

const NATIVE = 'sum(hashtext(row::text))'
const AT_LEAST = 2
/** As many as `causeway verify` compares at the same time. */
const WORKERS = 2

export const verification: Workload = {
  name: 'verification',
  summary:
    'Comparing every row of two wide tables: `causeway verify` against `sum(hashtext(row::text))`, both with two ' +
    'tables at a time and both sides at the same time.',
  run: async (context) => {
    const { sizes, say } = context
    say(`building and copying ${sizes.megabytes} MB`)
    const rows = wideRows(sizes.megabytes / 2)
    await using servers = await openWorkServers(context)
    await using crossing = await openWork(servers, { sql: sqlOf(together(wide(rows), wide(rows, 'public.wide_too'))) })
    const run = crossing.run(AT_WORK)
    await run.waitingFor('the order to cut over')
    const rounds = new Rounds(say)
    const { source, target } = crossing
    return await rounds.run(
      sizes.rounds,
      new Map([
        [
          CAUSEWAY,
          async () => {
            const parties = { source, target, clientCpuSeconds: () => processCpuSeconds(run.pid) }
            rounds.note(CAUSEWAY, await costOf(parties, async () => void (await crossing.order('verify'))))
            await rounds.notePeak(run.pid)
          },
        ],
        [
          NATIVE,
          async () => {
            const parties = { source, target, clientCpuSeconds: async () => 0 }
            rounds.note(NATIVE, await costOf(parties, () => compare(crossing)), AT_LEAST)
          },
        ],
      ]),
    )
  },
}

async function compare({ source, target, database }: Crossing): Promise<void> {
  const [here, there] = await Promise.all([hashes(source, database), hashes(target, database)])
  if (JSON.stringify(here) !== JSON.stringify(there)) throw new Error('the two sides differ')
}

async function hashes(server: PostgresServer, database: string): Promise<readonly unknown[]> {
  const found = await server.query<{ name: string }>(
    database,
    `SELECT oid::regclass::text AS name FROM pg_class
     WHERE relkind = 'r' AND relnamespace IN ('public'::regnamespace, 'oracle'::regnamespace) ORDER BY pg_relation_size(oid) DESC, name`,
  )
  const queue = found.map(({ name }) => name)
  const sums: unknown[] = []
  const worker = async () => {
    for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
      const [row] = await server.query(database, `SELECT count(*), sum(hashtext(r::text)::bigint) FROM ${name} r`)
      sums.push({ name, ...row })
    }
  }
  await Promise.all(Array.from({ length: WORKERS }, worker))
  return sums.toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)))
}
