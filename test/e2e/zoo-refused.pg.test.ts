import type { Finding } from '@causeway/core'
import type { PostgresServer } from '@causeway/harness'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PRIVILEGED } from '../compatibility/privileged.ts'
import { REFUSED } from '../compatibility/refused.ts'
import { openCrossingOn, type Crossing } from './support/crossing.ts'
import { openServers, OWNER, type ServerPair } from './support/servers.ts'
import { arrive } from './support/drive.ts'
import { handOver } from './support/zoo.ts'
import { catalogOf, rowsOf } from './support/zoo-contents.ts'
import { printedAlike } from './support/zoo-versions.ts'

let servers: ServerPair

beforeAll(async () => {
  servers = await openServers({ from: 13, to: 18 })
})

afterAll(async () => servers[Symbol.asyncDispose]())

/** What a run says before it ends without having begun. */
async function refusalOf(zoo: Crossing): Promise<readonly Finding[]> {
  const run = zoo.run()
  const { code, error } = await run.exited
  expect(error).toMatchObject({ code: 'CW-0310' })
  expect(code).not.toBe(0)
  const made = `SELECT nspname FROM pg_namespace WHERE nspname IN ('causeway', 'oracle', 'special')`
  expect(await zoo.target.query(zoo.database, made)).toEqual([])
  return run.messages.flatMap(({ name, data }) => (name === 'finding' ? [data] : []))
}

describe('what cannot be carried is refused before anything is done', () => {
  let found: readonly Finding[] = []

  beforeAll(async () => {
    const all = (part: 'sql' | 'sqlAsSuperuser' | 'sqlOnTarget') =>
      REFUSED.map((row) => (row[part] === undefined ? '' : `${row[part]};`)).join('\n')
    const fill = async (database: string) => {
      await servers.source.query(database, `SET ROLE ${OWNER}; ${all('sql')} RESET ROLE; ${all('sqlAsSuperuser')}`)
      await servers.target.query(database, all('sqlOnTarget'))
    }
    await using zoo = await openCrossingOn(servers, { database: 'refused', writesPerSecond: 0, fill })
    found = await refusalOf(zoo)
  })

  const blockers = () => found.filter(({ severity }) => severity === 'blocker')

  it.each(REFUSED)('$what', ({ check, side, says }) => {
    const named = blockers().filter((finding) => finding.check === check && finding.message.includes(says))
    expect(named).toMatchObject([{ side }])
    expect(named[0]?.remedy).not.toBe('')
  })

  it('and nothing else is', () => {
    const others = blockers().filter(
      ({ check, message }) => !REFUSED.some((row) => row.check === check && message.includes(row.says)),
    )
    expect(others).toEqual([])
  })
})

const SPECIAL = `CREATE SCHEMA special; ${PRIVILEGED.map(({ sql }) => sql).join(';\n')}`

describe('what only a superuser may create', () => {
  let found: readonly Finding[] = []

  beforeAll(async () => {
    const fill = async (database: string) => {
      await servers.source.query(database, SPECIAL)
    }
    await using zoo = await openCrossingOn(servers, { database: 'plain', writesPerSecond: 0, fill })
    found = await refusalOf(zoo)
  })

  it.each(PRIVILEGED)('is refused or reported to others: $what', ({ says }) => {
    expect(found.filter(({ message, side }) => side === 'target' && message.includes(says))).toHaveLength(1)
  })

  it('is carried by one', async () => {
    const { source, target } = servers
    const byOne: ServerPair = {
      ...servers,
      role: 'superuser',
      logins: { source: source.superuser, target: target.superuser },
    }
    const options = { database: 'special', writesPerSecond: 0, sql: SPECIAL }
    await using zoo = await openCrossingOn(byOne, options)
    const expectSame = async () => {
      const rows = await rowsOf(source, 'special')
      expect(await rowsOf(target, 'special')).toEqual(rows)
      const catalog = async (server: PostgresServer) =>
        (await catalogOf(server, 'special', { whole: true })).map((sql) => printedAlike(sql, 13, 18)).sort()
      expect(await catalog(target)).toEqual(await catalog(source))
      return rows
    }
    const run = zoo.run()
    await arrive(run, 'the order to cut over')
    const loaded = await expectSame()
    await source.query('special', CHANGES)
    await handOver(zoo, 'cutover', '--execute')
    await arrive(run, 'the end of the hold')
    const changed = await expectSame()
    await target.query('special', CHANGES)
    await handOver(zoo, 'rollback')
    await arrive(run, 'what comes next')
    const returned = await expectSame()
    const result = run.messages.find(({ name }) => name === 'verification-result')
    for (const table of ['special.coded', 'special.stepped', 'special.other_heap']) {
      expect(result).toMatchObject({ data: { perTable: expect.arrayContaining([expect.objectContaining({ table })]) } })
      expect(loaded[table]?.length).toBeGreaterThan(0)
      expect(changed[table]).not.toEqual(loaded[table])
      expect(returned[table]).not.toEqual(changed[table])
    }
    await zoo.causeway('clean-up')
    await run.exited
  })
})

/** May run again, on the other side. */
const CHANGES = `
  INSERT INTO special.coded SELECT id + (SELECT max(id) FROM special.coded), c, cs FROM special.coded; DELETE FROM special.coded WHERE id = (SELECT max(id) FROM special.coded);
  UPDATE special.coded SET id = id + 100, c = 'x' WHERE id = (SELECT min(id) FROM special.coded);
  UPDATE special.stepped SET s = special.steps(id, upper(s) + 9, '(]'); DELETE FROM special.stepped WHERE id = (SELECT min(id) FROM special.stepped);
  UPDATE special.other_heap SET note = note || '!'; DELETE FROM special.other_heap WHERE id = (SELECT min(id) FROM special.other_heap)`
