import type { PostgresServer } from '@causeway/harness'
import { expect, it } from 'vitest'
import type { Crossing } from './support/crossing.ts'
import { arrive } from './support/drive.ts'
import { leftoversOf } from './support/leftovers.ts'
import { printedAlike } from './support/zoo-versions.ts'
import { catalogOf, rowsOf, sequencesBehind } from './support/zoo-contents.ts'
import { changeEverything, openZoo } from './support/zoo.ts'

const WAYS = [
  { from: 13, to: 18 },
  { from: 15, to: 16 },
  { from: 17, to: 18 },
  { from: 13, to: 13 },
] as const

it.each(WAYS)(
  'PostgreSQL $from → $to: everything in the zoo goes over, and back, and is the same',
  async ({ from, to }) => {
    await using zoo = await openZoo(from, to)
    const run = zoo.run()
    await arrive(run, 'the order to cut over')
    await changeEverything(zoo, 'source')
    expect((await zoo.causeway('cutover', '--execute')).answer).toMatchObject({ data: { decision: 'COMMIT' } })
    await arrive(run, 'the end of the hold')
    await expectSame(zoo)
    expect(await sequencesBehind(zoo.target, zoo.source, zoo.database)).toEqual([])

    await changeEverything(zoo, 'target')
    expect((await zoo.causeway('rollback')).answer).toMatchObject({ data: { decision: 'COMMIT' } })
    await arrive(run, 'what comes next')
    await expectSame(zoo)
    expect(await sequencesBehind(zoo.source, zoo.target, zoo.database)).toEqual([])
    await zoo.causeway('clean-up')
    expect((await run.exited).code).toBe(4)
    expect(await leftoversOf(zoo)).toEqual([])
  },
)

/** By SQL and a dump of our own: the engine's verification is not asked. */
async function expectSame({ source, target, database }: Crossing): Promise<void> {
  const [rows, carried] = [await rowsOf(source, database), await rowsOf(target, database)]
  expect(Object.keys(carried)).toEqual(Object.keys(rows))
  for (const [name, expected] of Object.entries(rows)) expect(carried[name], name).toEqual(expected)
  const catalog = async (server: PostgresServer) =>
    (await catalogOf(server, database)).map((sql) => printedAlike(sql, source.major, target.major)).sort()
  expect(await catalog(target)).toEqual(await catalog(source))
}
