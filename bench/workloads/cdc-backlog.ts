import { until, type PostgresServer } from '@causeway/harness'
import type { RunningCauseway } from '../../test/e2e/support/causeway.ts'
import type { Crossing } from '../../test/e2e/support/crossing.ts'
import { AT_WORK, openWork, startPeerTarget } from '../crossings.ts'
import { PGBENCH_TABLES, pgbenchRows, TPC_B } from '../data.ts'
import { costOf, peakRssMegabytes, processCpuSeconds, type Cost } from '../processes.ts'
import { Rounds } from '../rounds.ts'
import { CAUSEWAY, type BenchContext, type Workload } from '../workload.ts'

const NATIVE = 'a subscription'
const SUBSCRIPTION = 'bench_native'
const SCALE = 10
const ROWS_PER_TRANSACTION = 4
const PATIENCE_MS = 900_000

const TABLES = `${PGBENCH_TABLES} CREATE TABLE public.arrived (round int PRIMARY KEY);`
const PUBLISH = `CREATE PUBLICATION ${SUBSCRIPTION} FOR TABLE public.pgbench_branches, public.pgbench_tellers,
  public.pgbench_accounts, public.pgbench_history, public.arrived;`

export const cdcBacklog: Workload = {
  name: 'cdc-backlog',
  summary:
    'A backlog of TPC-B transactions, written while nobody read it, from the moment its slot is in use until the last ' +
    'of them is there: `causeway run` against a native subscription on an equal server.',
  run: async (context) => {
    const { sizes, say } = context
    const sql = TABLES + pgbenchRows(SCALE) + TPC_B + PUBLISH
    await using crossing = await openWork(context, { sql, lagStable: '1d' })
    await using peer = await startPeerTarget(context, crossing)
    say('copying')
    await subscribe(context, crossing, peer)
    const first = crossing.run(AT_WORK)
    await first.seen('phase-changed', ({ to }) => to === 'replicate')
    await stop(first)
    const rounds = new Rounds(sizes.rounds, say)
    const backlog = new Backlog(crossing, sizes.transactions)
    return await rounds.run({
      [CAUSEWAY]: async (round) => {
        await backlog.write(round)
        const run = crossing.run(AT_WORK)
        const clientCpuSeconds = () => processCpuSeconds(run.pid)
        const cost = await backlog.arrival(round, { target: crossing.target, clientCpuSeconds })
        rounds.add({ what: 'peak memory', unit: 'MB', by: CAUSEWAY, value: await peakRssMegabytes(run.pid) })
        await stop(run)
        note(rounds, CAUSEWAY, cost, sizes.transactions)
      },
      [NATIVE]: async (round) => {
        await backlog.write(round)
        await peer.query(crossing.database, `ALTER SUBSCRIPTION ${SUBSCRIPTION} ENABLE`)
        const cost = await backlog.arrival(round, { target: peer, clientCpuSeconds: async () => 0 })
        await peer.query(crossing.database, `ALTER SUBSCRIPTION ${SUBSCRIPTION} DISABLE`)
        await backlog.unread()
        note(rounds, NATIVE, cost, sizes.transactions)
      },
    })
  },
}

function note(rounds: Rounds, by: string, cost: Cost, transactions: number): void {
  rounds.add({ what: 'rate', unit: 'rows/s', by, value: (transactions * ROWS_PER_TRANSACTION) / cost.seconds })
  rounds.note(by, cost)
}

async function stop(run: RunningCauseway): Promise<void> {
  run.kill('SIGTERM')
  await run.exited
}

/** Copies, and stops before anything is written. */
async function subscribe({ from, to }: BenchContext, crossing: Crossing, peer: PostgresServer): Promise<void> {
  const { source, database } = crossing
  await peer.query(database, TABLES)
  const { user, password } = source.superuser
  const address = `host=${source.host} port=${source.port} dbname=${database} user=${user} password=${password}`
  // Binary is what serves it best, and PostgreSQL 13 does not have it.
  const options = Math.min(from, to) >= 14 ? ' WITH (binary = true)' : ''
  await peer.query(
    database,
    `CREATE SUBSCRIPTION ${SUBSCRIPTION} CONNECTION '${address}' PUBLICATION ${SUBSCRIPTION}${options}`,
  )
  const copied = `SELECT bool_and(srsubstate = 'r') AS yes FROM pg_subscription_rel`
  await until(async () => (await peer.query<{ yes: boolean | null }>(database, copied))[0]?.yes === true, PATIENCE_MS)
  await peer.query(database, `ALTER SUBSCRIPTION ${SUBSCRIPTION} DISABLE`)
  await peer.query(database, 'VACUUM ANALYZE')
}

/** Of one round: the same log for every contender. */
class Backlog {
  readonly #crossing: Crossing
  readonly #transactions: number
  #written = 0

  constructor(crossing: Crossing, transactions: number) {
    this.#crossing = crossing
    this.#transactions = transactions
  }

  /** Does nothing when this round's is written already. */
  async write(round: number): Promise<void> {
    if (this.#written === round) return
    this.#written = round
    const { source, database } = this.#crossing
    await source.query(database, `CALL public.tpc_b(${this.#transactions}, ${1 / round})`)
    await source.query(database, `INSERT INTO public.arrived VALUES (${round})`)
    await source.query(database, 'CHECKPOINT')
  }

  /** From the moment that somebody reads it until its end is on `target`. */
  async arrival(
    round: number,
    parties: { readonly target: PostgresServer; readonly clientCpuSeconds: () => Promise<number> },
  ) {
    const { source, database } = this.#crossing
    const client = await parties.target.connect(database)
    try {
      await until(async () => (await this.#readers()) > 0, PATIENCE_MS)
      return await costOf({ source, ...parties }, async () => {
        const arrived = async () =>
          (await client.query('SELECT FROM public.arrived WHERE round = $1', [round])).rowCount === 1
        await until(arrived, PATIENCE_MS)
      })
    } finally {
      await client.end()
    }
  }

  /** Resolves when nobody reads it any more. */
  async unread(): Promise<void> {
    await until(async () => (await this.#readers()) === 0, PATIENCE_MS)
  }

  async #readers(): Promise<number> {
    const { source, database } = this.#crossing
    const [row] = await source.query<{ count: number }>(
      database,
      'SELECT count(*)::int AS count FROM pg_replication_slots WHERE active',
    )
    return row?.count ?? 0
  }
}
