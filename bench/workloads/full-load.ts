import { openWork, openWorkServers } from '../crossings.ts'
import { sqlOf, type Data } from '../data/data.ts'
import { largeToast, mixed, oneDominating, oneTable, smallTables } from '../data/shapes.ts'
import { load, race } from '../race.ts'
import { Rounds } from '../rounds.ts'
import { CAUSEWAY, type BenchContext, type Measurement, type Workload } from '../workload.ts'

const HOW =
  '`causeway run` from its start until everything is copied, built, analysed and the stream may begin, against peers ' +
  'with two jobs each; a subscription begins with all tables and indexes in place.'

export const FULL_LOADS: readonly Workload[] = [
  fullLoad('mixed', 'Half tables of pgbench, half a wide one with four indexes', mixed),
  fullLoad('one-dominating', 'One table with nine tenths of everything', oneDominating),
  fullLoad('large-toast', 'Values from 1 to 500 kB', largeToast),
  {
    name: 'full-load/many-tables',
    summary: `Many tables of 100 rows with two indexes, and the same rows in one table: ${HOW} A psql for each table is left out.`,
    run: manyTables,
  },
]

function fullLoad(shape: string, what: string, data: (megabytes: number) => Data): Workload {
  return {
    name: `full-load/${shape}`,
    summary: `${what}: ${HOW}`,
    run: async (context) => {
      const { sizes, say } = context
      say(`building ${sizes.megabytes} MB`)
      await using servers = await openWorkServers(context)
      await using crossing = await openWork(servers, { sql: sqlOf(data(sizes.megabytes)) })
      // The ratios that are promised are meant for tables of many kinds.
      return await race(context, crossing, { rounds: new Rounds(say), promised: shape === 'mixed' })
    },
  }
}

const ONE = `${CAUSEWAY}, one table`
/** From the start of `causeway run` until it copies. */
const LATER_SECONDS = 10

async function manyTables(context: BenchContext): Promise<readonly Measurement[]> {
  const { sizes, say } = context
  say(`building ${sizes.tables} tables`)
  await using servers = await openWorkServers(context)
  await using crossing = await openWork(servers, { sql: sqlOf(smallTables(sizes.tables)) })
  await using single = await openWork(servers, { sql: sqlOf(oneTable(sizes.tables)), database: 'single' })
  const rounds = new Rounds(say)
  const others = new Map([[ONE, async () => await load(single, rounds, ONE)]])
  const measurements = await race(context, crossing, { rounds, others, manyTables: true })
  const startsOf = (name: string) => measurements.find(({ what, by }) => what === 'start' && by === name)?.values ?? []
  const one = startsOf(ONE)
  const later: Measurement = {
    what: 'start later than with one table',
    unit: 's',
    by: CAUSEWAY,
    values: startsOf(CAUSEWAY).map((seconds, round) => seconds - (one[round] ?? 0)),
    limit: { of: 'p99', most: LATER_SECONDS },
  }
  return [...measurements, later]
}
