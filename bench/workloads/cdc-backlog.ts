import { until } from '@causeway/harness'
import type { Crossing } from '../../test/e2e/support/crossing.ts'
import { together, type Data } from '../data/data.ts'
import { pgbench, TPC_B, TPC_B_ROWS } from '../data/pgbench.ts'
import { rowsFor, wide, wideWork, type WideChange } from '../data/wide.ts'
import { openFollowers, type Follower } from '../followers.ts'
import { costOf } from '../processes.ts'
import { Rounds } from '../rounds.ts'
import type { Sizes, Workload } from '../workload.ts'

/** A transaction on the wide table is so many times the work. */
const WIDE_SHARE = 5
const PATIENCE_MS = 900_000

/** How many transactions of what kind are in the log. */
interface Kind {
  readonly transactions: number
  readonly rowsPerTransaction: number
  readonly data: Data
  /** `public.work(transactions, round)`. */
  readonly procedure: string
}

const ARRIVED: Data = { schema: 'CREATE TABLE public.arrived (round int PRIMARY KEY);', rows: '' }

export const CDC_BACKLOGS: readonly Workload[] = [
  backlog('tpc-b', 'Transactions of TPC-B', 2, ({ transactions, scale }) => {
    return { transactions, rowsPerTransaction: TPC_B_ROWS, data: pgbench(scale), procedure: TPC_B }
  }),
  backlog('insert', 'Ten rows into the wide table each', 1.3, wideKind({ inserts: 10, updates: 0, deletes: 0 })),
  backlog('update', 'Five rows of the wide table each', 1.3, wideKind({ inserts: 0, updates: 5, deletes: 0 })),
  backlog('delete', 'Five rows of the wide table each', 1.3, wideKind({ inserts: 0, updates: 0, deletes: 5 })),
  backlog(
    'mixed-wide',
    'Four rows of the wide table inserted, four updated and one deleted each',
    1.3,
    wideKind({ inserts: 4, updates: 4, deletes: 1 }),
  ),
]

function wideKind(change: WideChange): (sizes: Sizes) => Kind {
  return ({ transactions, rounds }) => {
    const count = Math.ceil(transactions / WIDE_SHARE)
    const rows = rowsFor(change, count, rounds)
    const rowsPerTransaction = change.inserts + change.updates + change.deletes
    return { transactions: count, rowsPerTransaction, data: wide(rows.last), procedure: wideWork(change, rows) }
  }
}

/** @param atLeast what is promised against a subscription */
function backlog(name: string, what: string, atLeast: number, kindOf: (sizes: Sizes) => Kind): Workload {
  return {
    name: `cdc-backlog/${name}`,
    summary:
      `${what}, written while nobody read the log, from the moment a slot that was there before is in use until the ` +
      'last of them has arrived: `causeway run` against a native subscription on an equal server.',
    run: async (context) => {
      const kind = kindOf(context.sizes)
      await using followers = await openFollowers(context, together(kind.data, ARRIVED), kind.procedure)
      const { crossing, causeway, native } = followers
      const rounds = new Rounds(context.say)
      let written = 0
      const contender = (follower: Follower, promise?: number) => async (round: number) => {
        if (written !== round) await write(crossing, kind, round)
        written = round
        await follow(follower, { crossing, kind, rounds, round, promise })
      }
      return await rounds.run(
        context.sizes.rounds,
        new Map([
          [causeway.by, contender(causeway)],
          [native.by, contender(native, atLeast)],
        ]),
      )
    },
  }
}

async function write({ source, database }: Crossing, { transactions }: Kind, round: number): Promise<void> {
  await source.query(database, `CALL public.work(${transactions}, ${round})`)
  await source.query(database, `INSERT INTO public.arrived VALUES (${round})`)
  await source.query(database, 'CHECKPOINT')
}

interface Turn {
  readonly crossing: Crossing
  readonly kind: Kind
  readonly rounds: Rounds
  readonly round: number
  readonly promise: number | undefined
}

async function follow({ by, target, start }: Follower, turn: Turn): Promise<void> {
  const { crossing, kind, rounds, round, promise } = turn
  await target.query('postgres', 'CHECKPOINT')
  await using watch = new AsyncDisposableStack()
  const client = await target.connect(crossing.database)
  watch.defer(() => client.end())
  const arrived = async () => {
    return (await client.query('SELECT FROM public.arrived WHERE round = $1', [round])).rowCount === 1
  }
  const following = await start()
  const parties = { source: crossing.source, target, clientCpuSeconds: following.clientCpuSeconds }
  const cost = await costOf(parties, () => until(arrived, PATIENCE_MS))
  rounds.note(by, cost, promise)
  const rows = kind.transactions * kind.rowsPerTransaction
  rounds.add({ what: 'rate', unit: 'rows/s', by, value: rows / cost.seconds })
  await following.notePeak(rounds)
  await following.stop()
}
