import { CausewayError } from '@causeway/core'
import { until } from '@causeway/harness'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunningCauseway } from './support/causeway.ts'
import { rowsIn } from './support/changes.ts'
import { openCrossingOn, type Crossing } from './support/crossing.ts'
import { startHook } from './support/hook.ts'
import {
  REFUSED_BY_STREAM,
  REFUSED_BY_WATCH,
  TABLES_OF_REFUSED,
  type RefusedChange,
} from './support/refused-changes.ts'
import { openServers, OWNER, type ServerPair } from './support/servers.ts'

let servers: ServerPair

beforeAll(async () => {
  servers = await openServers({ from: 13, to: 18 })
})

afterAll(async () => servers[Symbol.asyncDispose]())

const ALL_REFUSED = [...REFUSED_BY_STREAM, ...REFUSED_BY_WATCH]
const READY = 'the order to cut over'
const TABLES = `SET ROLE ${OWNER}; ${TABLES_OF_REFUSED}; RESET ROLE`

describe('what cannot be followed', () => {
  it('DDL on a followed table freezes the migration with its name; made on both sides, it goes on without loss', async () => {
    await using crossing = await openCrossingOn(servers, { database: 'by_stream', writesPerSecond: 0, sql: TABLES })
    const run = crossing.run()
    await run.waitingFor(READY)
    for (const change of REFUSED_BY_STREAM) {
      await alter(crossing, 'source', [change.ddl])
      if (change.rows !== undefined) await alter(crossing, 'source', [change.rows])
      await expectFrozen(run, change)
      await mend(crossing, run, change)
    }
    await cutOver(crossing)
    await expectSame(crossing)
  })

  it('DDL that no row gives away is found by itself, and said in one', async () => {
    await using crossing = await openCrossingOn(servers, { database: 'by_watch', writesPerSecond: 0, sql: TABLES })
    const run = crossing.run()
    await run.waitingFor(READY)
    await alter(
      crossing,
      'source',
      REFUSED_BY_WATCH.flatMap(({ ddl, rows = [] }) => [ddl, ...[rows].flat()]),
    )
    for (const change of REFUSED_BY_WATCH) await expectFrozen(run, change)
    for (const { mend: sql } of REFUSED_BY_WATCH) await mendWith(crossing, sql)
    await goOn(crossing, run)
    await cutOver(crossing)
    await expectSame(crossing)
  })

  it('DDL on the target after the cut-over is said before anybody goes back', async () => {
    await using crossing = await openCrossingOn(servers, { database: 'in_hold', writesPerSecond: 0, sql: TABLES })
    const run = crossing.run()
    await run.waitingFor(READY)
    await cutOver(crossing)
    await run.waitingFor('the end of the hold')
    await alter(
      crossing,
      'target',
      ALL_REFUSED.map(({ ddl }) => ddl),
    )
    for (const change of ALL_REFUSED) await expectFrozen(run, change)
  })

  it('a table that comes while clients are being held aborts the cut-over', async () => {
    let times = 0
    await using client = await startHook(async (action) => {
      if (action !== 'hold') return
      times += 1
      if (times === 1) await servers.source.query('at_fence', 'CREATE TABLE late (id int); INSERT INTO late VALUES (1)')
    })
    await using crossing = await openCrossingOn(servers, {
      database: 'at_fence',
      writesPerSecond: 0,
      yaml: 'environments: { test: { cutover: { pauseBudget: 60s } } }',
      hooks: { batch: client.url },
    })
    const run = crossing.run()
    await run.waitingFor(READY)
    await expect(cutOver(crossing)).rejects.toMatchObject({
      code: 'CW-0408',
      message: expect.stringMatching(/the source is the authority as before: a table or column of the source was made/),
    })
    expect(await run.seen('frozen')).toMatchObject({
      code: 'CW-1003',
      reason: expect.stringContaining('"public"."late"'),
    })
    await crossing.source.query(crossing.database, 'DROP TABLE late')
    await goOn(crossing, run)
    await cutOver(crossing)
  })

  it('a transaction left prepared holds the gate, and the fence, with its name', async () => {
    const { source } = servers
    let times = 0
    await using client = await startHook(async (action) => {
      if (action !== 'hold') return
      times += 1
      if (times === 1) await source.query('prepared', prepareTransaction('in the pause'))
    })
    await using crossing = await openCrossingOn(servers, {
      database: 'prepared',
      writesPerSecond: 0,
      sql: TABLES,
      hooks: { batch: client.url },
      yaml: 'environments: { test: { cutover: { pauseBudget: 12s } } }',
    })
    const run = crossing.run()
    await run.waitingFor(READY)
    await source.query(crossing.database, prepareTransaction('order 7'))
    await expect(crossing.order('cutover')).rejects.toMatchObject({
      code: 'CW-0301',
      message: expect.stringContaining(`COMMIT PREPARED or ROLLBACK PREPARED 'order 7'`),
    })
    await source.query(crossing.database, `COMMIT PREPARED 'order 7'`)
    await expect(cutOver(crossing)).rejects.toMatchObject({
      code: 'CW-0402',
      message: expect.stringContaining(
        `the source has open prepared transactions: COMMIT PREPARED or ROLLBACK PREPARED 'in the pause'`,
      ),
    })
    await source.query(crossing.database, `ROLLBACK PREPARED 'in the pause'`)
    await cutOver(crossing)
    await expectSame(crossing)
    const added = await crossing.target.query(crossing.database, 'SELECT count(*)::int AS rows FROM public.added')
    expect(added).toEqual([{ rows: 1 }])
  })
})

function prepareTransaction(name: string): string {
  return `BEGIN; INSERT INTO public.added SELECT count(*) FROM public.added; PREPARE TRANSACTION '${name}'`
}

/** In one transaction: what looks at the schema meanwhile sees all of it or nothing. */
async function alter(crossing: Crossing, side: 'source' | 'target', statements: readonly string[]): Promise<void> {
  await crossing[side].query(crossing.database, `SET ROLE ${OWNER}; ${statements.join('; ')}`)
}

/** Says which table and what to do; the source goes on serving. */
async function expectFrozen(run: RunningCauseway, { what, says }: RefusedChange): Promise<void> {
  const { code, remedy } = await run.seen('frozen', ({ reason }) => says.test(reason))
  expect(['CW-1003', 'CW-1050', 'CW-1052'], what).toContain(code)
  expect(remedy, what).toMatch(/undo the change|correct what refuses the row/)
}

async function mend(crossing: Crossing, run: RunningCauseway, { mend: sql }: RefusedChange): Promise<void> {
  await mendWith(crossing, sql)
  await goOn(crossing, run)
}

async function mendWith({ source, target, database }: Crossing, sql: RefusedChange['mend']): Promise<void> {
  if (sql.source !== undefined) await source.query(database, `SET ROLE ${OWNER}; ${sql.source}`)
  if (sql.target !== undefined) await target.query(database, `SET ROLE ${OWNER}; ${sql.target}`)
}

/** On a machine that runs other tests beside it: streams begin again, and all rows are compared. */
const GOES_ON_WITHIN_MS = 120_000

/** Resolves when it waits again for what it waited for before. */
async function goOn(crossing: Crossing, run: RunningCauseway): Promise<void> {
  const before = timesReady(run)
  await crossing.order('resume')
  await until(() => timesReady(run) > before, GOES_ON_WITHIN_MS)
}

function timesReady({ messages }: RunningCauseway): number {
  return messages.filter(({ name, data }) => name === 'waiting-for' && data.what === READY).length
}

/** A gate refuses it, or the phase does not take it yet. */
const NOT_YET: ReadonlySet<string> = new Set(['CW-0301', 'CW-0302', 'CW-0305'])

/** Again while it is not possible, as after a resumption or an abort. */
async function cutOver(crossing: Crossing): Promise<void> {
  await until(async () => {
    try {
      expect(await crossing.order('cutover')).toMatchObject({ decision: 'COMMIT' })
      return true
    } catch (error) {
      if (CausewayError.is(error) && NOT_YET.has(error.code)) return false
      throw error
    }
  }, GOES_ON_WITHIN_MS)
}

async function expectSame({ source, target, database }: Crossing): Promise<void> {
  expect(await rowsIn(target, database)).toEqual(await rowsIn(source, database))
}
