import { peakRssMegabytes } from '../../bench/processes.ts'
import { MOST_MEGABYTES } from '../../bench/workload.ts'
import { CausewayError } from '@causeway/core'
import { until, type PostgresServer } from '@causeway/harness'
import { expect, it } from 'vitest'
import { blockSlot } from './support/blocking.ts'
import type { RunningCauseway } from './support/causeway.ts'
import {
  COPIED,
  holdOnTarget,
  indexesIn,
  makeChanges,
  ONE_AT_A_TIME,
  rowsIn,
  TABLES_OF_CHANGES,
} from './support/changes.ts'
import { CHANGES_ROWS } from './support/changes-rows.ts'
import { openCrossing, type Crossing } from './support/crossing.ts'
import { leftoversOf } from './support/leftovers.ts'
import { LEFT_BY, LEFT_BY_THEM, OpenTransactions } from './support/open-transactions.ts'
import { sequencesBehind } from './support/zoo-contents.ts'

const WAYS = [
  { from: 13, to: 18 },
  { from: 15, to: 16 },
  { from: 17, to: 18 },
  { from: 13, to: 13 },
] as const

/** The application's own: a publication of everything, and a slot that somebody else reads. */
const FOREIGN = [
  'CREATE PUBLICATION theirs FOR ALL TABLES',
  `SELECT pg_create_logical_replication_slot('theirs', 'pgoutput')`,
]

/** 100,000 statements, each in a subtransaction, every third of them rolled back. */
const LARGE_TRANSACTION = `
  DO $$ BEGIN FOR i IN 1 .. 100000 LOOP BEGIN
    INSERT INTO subtransactions.t (n, v) VALUES (i, 'large'); IF i % 3 = 1 THEN RAISE EXCEPTION 'no'; END IF;
    EXCEPTION WHEN raise_exception THEN NULL; END; END LOOP; END $$`

it('lists each kind of change once', () => {
  const what = CHANGES_ROWS.map((row) => row.what)
  expect(new Set(what).size).toBe(what.length)
})

it.each(WAYS)(
  'PostgreSQL $from → $to: what changes while tables are copied, while the stream runs and after the cut-over is the same on both sides',
  async ({ from, to }) => {
    await using crossing = await openCrossing({
      from,
      to,
      writesPerSecond: 0,
      sql: TABLES_OF_CHANGES,
      yaml: ONE_AT_A_TIME,
      settings: { max_prepared_transactions: '60' },
    })
    const { source, target, database } = crossing
    for (const sql of FOREIGN) await source.query(database, sql)
    await using open = new OpenTransactions(crossing)
    const run = await copyAmongChanges(crossing, open)
    await arrive(run, 'the order to cut over')
    await source.query(database, 'CREATE INDEX CONCURRENTLY of_ready ON plain.t (n DESC, id)')
    await source.query(database, 'REINDEX TABLE CONCURRENTLY plain.t')
    await source.query(database, 'CREATE INDEX of_parts ON parts.t (v DESC NULLS LAST)')
    await until(async () => (await indexesIn(target, database)).some(({ name }) => name === 'parts.of_parts'))
    await makeChanges(crossing, 'source')
    if (from === 13 && to === 18) await source.query(database, LARGE_TRANSACTION)
    await handOver(crossing, 'cutover')
    await arrive(run, 'the end of the hold')
    await expectSame(crossing, 'target')
    expect(await leftBy(target, database)).toEqual(LEFT_BY_THEM)

    await makeChanges(crossing, 'target')
    await writeAsSubscriber(target, database)
    await handOver(crossing, 'rollback')
    expect(await peakRssMegabytes(run.pid)).toBeLessThan(MOST_MEGABYTES)
    await arrive(run, 'what comes next')
    await expectSame(crossing, 'source')
    await crossing.order('clean-up')
    expect((await run.exited).code).toBe(4)
    expect(await leftoversOf(crossing)).toEqual(['source: slot theirs'])
    expect(await source.query(database, 'SELECT pubname FROM pg_publication')).toEqual([{ pubname: 'theirs' }])
  },
)

/** Changes between slot and snapshot, between snapshot and copy, between the copy of a table and the end of the load, and after it. */
async function copyAmongChanges(crossing: Crossing, open: OpenTransactions): Promise<RunningCauseway> {
  const { source, database } = crossing
  await open.reach('before prepare')
  await using slot = await blockSlot(crossing)
  const run = crossing.run()
  await slot.reached()
  await using captured = await holdOnTarget(crossing, 'causeway.progress', 'SHARE')
  await using first = await holdOnTarget(crossing, COPIED.first, 'ACCESS SHARE')
  await using last = await holdOnTarget(crossing, COPIED.last, 'ACCESS SHARE')
  await slot.end()
  await captured.reached()
  await open.reach('before the snapshot')
  await makeChanges(crossing, 'source')
  await captured.end()
  await first.reached()
  // Ends once no older transaction is open, and no snapshot.
  const index = source.query(database, 'CREATE INDEX CONCURRENTLY of_copy ON plain.t (note, id) WHERE n > 5')
  await open.reach('before the copy')
  await makeChanges(crossing, 'source')
  await first.end()
  await last.reached()
  await open.reach('after the copy')
  await makeChanges(crossing, 'source')
  await last.end()
  await run.seen('phase-changed', ({ to: phase }) => phase === 'replicate')
  await expectSnapshots(crossing)
  await open.reach('while streaming')
  await makeChanges(crossing, 'source')
  await writeAsSubscriber(source, database)
  await index
  return run
}

/** The changes came between the snapshot and the copy of most tables; those that were emptied or rewritten needed another. */
async function expectSnapshots({ target, database }: Crossing): Promise<void> {
  const rows = await target.query<{ name: string; snapshot: string }>(
    database,
    'SELECT table_name AS name, snapshot FROM causeway.copied',
  )
  const of = new Map(rows.map(({ name, snapshot }) => [name, snapshot]))
  expect(of.get('"keys"."t"')).toBe(of.get('"first"."copied"'))
  expect(of.get('"open"."t"')).toBe(of.get('"first"."copied"'))
  expect(of.get('"truncated"."t"')).not.toBe(of.get('"first"."copied"'))
}

/** As the apply worker of a subscription does that feeds this database: the origin of its rows is another server. */
async function writeAsSubscriber(server: PostgresServer, database: string): Promise<void> {
  const client = await server.connect(database)
  await client.query(`SELECT pg_replication_origin_create('upstream'), pg_replication_origin_session_setup('upstream')`)
  await client.query(`INSERT INTO plain.t (n, note) VALUES (1, 'from upstream')`)
  await client.query(`SELECT pg_replication_origin_session_reset()`)
  await client.query(`SELECT pg_replication_origin_drop('upstream')`)
  await client.end()
}

/** On a machine that runs other tests beside it, until a large transaction is on the other side. */
const ARRIVES_WITHIN_MS = 120_000

/** Again while a gate refuses it: an index that has just come is still to be made on the other side. */
async function handOver(crossing: Crossing, order: 'cutover' | 'rollback'): Promise<void> {
  const refused = new Set<string>()
  const ordered = until(async () => {
    try {
      expect(await crossing.order(order)).toMatchObject({ decision: 'COMMIT' })
      return true
    } catch (error) {
      if (!CausewayError.is(error) || (error.code !== 'CW-0301' && error.code !== 'CW-0302')) throw error
      refused.add(error.message)
      return false
    }
  }, ARRIVES_WITHIN_MS)
  await ordered.catch((cause: unknown) => {
    throw new Error(`no ${order}; refused were ${[...refused].join('\n')}`, { cause })
  })
}

/** By SQL of our own: the engine's verification is not asked. */
async function expectSame({ source, target, database }: Crossing, authority: 'source' | 'target'): Promise<void> {
  const carried = await rowsIn(target, database)
  const rows = await rowsIn(source, database)
  expect(Object.keys(carried)).toEqual(Object.keys(rows))
  for (const [name, expected] of Object.entries(rows)) expect(carried[name], name).toEqual(expected)
  expect(await indexesIn(target, database)).toEqual(await indexesIn(source, database))
  const sides = authority === 'source' ? ([source, target] as const) : ([target, source] as const)
  expect(await sequencesBehind(...sides, database)).toEqual([])
}

async function leftBy(server: PostgresServer, database: string): Promise<readonly unknown[]> {
  return await server.query(database, LEFT_BY, [LEFT_BY_THEM.map(({ who }) => who)])
}

/** Waits for what the controller says it waits for; one that froze waits for nothing. */
async function arrive(run: RunningCauseway, what: string): Promise<void> {
  for await (const { name, data } of run.each()) {
    if (name === 'frozen') throw new Error(`frozen: ${data.reason}`)
    if (name === 'waiting-for' && data.what === what) return
  }
  throw new Error(`causeway ended before ${what}`)
}
