import type { PostgresServer } from '@causeway/harness'
import { expect, it } from 'vitest'
import { ALONGSIDE } from '../compatibility/alongside.ts'
import type { RunningCauseway } from './support/causeway.ts'
import { arrive } from './support/drive.ts'
import { leftoversOf } from './support/leftovers.ts'
import { printedAlike } from './support/zoo-versions.ts'
import { catalogOf, rowsOf, sequencesBehind, uncoveredTypes, type Rows } from './support/zoo-contents.ts'
import { changeEverything, handOver, openZoo, type Zoo } from './support/zoo.ts'

const WAYS = [
  { from: 13, to: 18 },
  { from: 15, to: 16 },
  { from: 17, to: 18 },
  { from: 13, to: 13 },
  { from: 18, to: 18 },
] as const

it.each(WAYS)(
  'PostgreSQL $from → $to: everything in the zoo goes over, and back, and is the same',
  async ({ from, to }) => {
    await using zoo = await openZoo(from, to)
    expect(await uncoveredTypes(zoo.source, zoo.database)).toEqual([])
    const session = await zoo.source.connect(zoo.database)
    for (const { sql } of ALONGSIDE) await session.query(sql)
    const run = zoo.run()
    await arrive(run, 'the order to cut over')
    const loaded = await expectSameRows(zoo)
    await changeEverything(zoo, 'source')
    await handOver(zoo, 'cutover', '--execute')
    await arrive(run, 'the end of the hold')
    const changed = await expectSame(zoo)
    expect(await sequencesBehind(zoo.target, zoo.source, zoo.database)).toEqual([])

    await changeEverything(zoo, 'target')
    await handOver(zoo, 'rollback')
    await arrive(run, 'what comes next')
    const returned = await expectSame(zoo)
    expect(await sequencesBehind(zoo.source, zoo.target, zoo.database)).toEqual([])
    expectRowsProven(zoo, run, [loaded, changed, returned])
    await expectLeftOut(zoo, run)
    for (const { what, absent } of ALONGSIDE) expect(await zoo.target.query(zoo.database, absent), what).toEqual([])
    await zoo.causeway('clean-up')
    expect((await run.exited).code).toBe(4)
    expect(await leftoversOf(zoo)).toEqual([])
    await session.end().catch(() => {})
  },
)

/** By SQL of our own: the engine's verification is not asked. @returns the rows of both */
async function expectSameRows({ source, target, database }: Zoo): Promise<Rows> {
  const [rows, carried] = await Promise.all([rowsOf(source, database), rowsOf(target, database)])
  expect(Object.keys(carried)).toEqual(Object.keys(rows))
  for (const [name, expected] of Object.entries(rows)) expect(carried[name], name).toEqual(expected)
  return rows
}

/** And by a dump of our own. */
async function expectSame(zoo: Zoo): Promise<Rows> {
  const { source, target, database } = zoo
  const rows = await expectSameRows(zoo)
  const catalog = async (server: PostgresServer) =>
    (await catalogOf(server, database)).map((sql) => printedAlike(sql, source.major, target.major)).sort()
  const [expected, carried] = await Promise.all([catalog(source), catalog(target)])
  expect(carried).toEqual(expected)
  return rows
}

/** That each section did what its row says: a table that nobody fills, changes or verifies proves nothing. */
function expectRowsProven({ sections }: Zoo, run: RunningCauseway, moments: readonly [Rows, Rows, Rows]): void {
  const verified = new Map<string, number>()
  for (const { name, data } of run.messages) {
    if (name !== 'verification-result') continue
    for (const { table, rows } of data.perTable)
      verified.set(bare(table), Math.max(rows, verified.get(bare(table)) ?? 0))
  }
  const filled = (rows: Rows, table: string) => (rows[table]?.length ?? 0) > 0
  const [loaded, changed, returned] = moments
  for (const { what, kind, tables } of sections) {
    const withRows = tables.filter((table) => filled(loaded, table))
    expect(withRows.length > 0, `rows of ${what}`).toBe(kind === 'rows')
    for (const table of kind === 'large objects' ? ['large objects'] : withRows) {
      expect(changed[table], `${table} changes on the source`).not.toEqual(loaded[table])
      // A partition may have lost its last row before.
      if (filled(changed, table)) expect(returned[table], `${table} changes on the target`).not.toEqual(changed[table])
      if (kind !== 'large objects') expect(verified.get(bare(table)) ?? 0, `${table} is verified`).toBeGreaterThan(0)
    }
  }
}

/** Names come quoted by the server's rules and by those for people. */
const bare = (table: string) => table.replaceAll('"', '')

/** That what stays behind was there, was said to stay, and did. */
async function expectLeftOut({ sections, source, target, database }: Zoo, run: RunningCauseway): Promise<void> {
  const said = new Set(run.messages.flatMap(({ name, data }) => (name === 'finding' ? [data.check] : [])))
  for (const { what, check, absent } of sections) {
    if (check !== '') expect(said, what).toContain(check)
    if (absent === '') continue
    expect(await source.query(database, absent), `${what} on the source`).not.toEqual([])
    expect(await target.query(database, absent), `${what} on the target`).toEqual([])
  }
}
