import type { PostgresServer } from '@causeway/harness'
import type { Crossing } from '../../test/e2e/support/crossing.ts'
import { AT_WORK, openWork } from '../crossings.ts'
import { tables } from '../data.ts'
import { costOf, processCpuSeconds } from '../processes.ts'
import { Rounds } from '../rounds.ts'
import { CAUSEWAY, type Workload } from '../workload.ts'

const NATIVE = 'sum(hashtext(row::text))'

export const verification: Workload = {
  name: 'verification',
  summary:
    'Comparing every row of both sides: `causeway verify`, two tables at a time, against `sum(hashtext(row::text))` ' +
    'of every table, on both sides at the same time.',
  run: async (context) => {
    const { sizes, say } = context
    say(`building and copying ${sizes.megabytes} MB`)
    await using crossing = await openWork(context, { sql: tables(sizes.megabytes) })
    const run = crossing.run(AT_WORK)
    await run.waitingFor('the order to cut over')
    const rounds = new Rounds(sizes.rounds, say)
    const { source, target } = crossing
    return await rounds.run({
      [CAUSEWAY]: async () => {
        const parties = { source, target, clientCpuSeconds: () => processCpuSeconds(run.pid) }
        rounds.note(CAUSEWAY, await costOf(parties, async () => void (await crossing.order('verify'))))
      },
      [NATIVE]: async () => {
        const parties = { source, target, clientCpuSeconds: async () => 0 }
        rounds.note(NATIVE, await costOf(parties, () => compare(crossing)))
      },
    })
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
  const sums: unknown[] = []
  for (const { name } of found) {
    const [row] = await server.query(database, `SELECT count(*), sum(hashtext(r::text)::bigint) FROM ${name} r`)
    sums.push({ name, ...row })
  }
  return sums.toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)))
}
