import type { Client } from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { MessageName } from '@causeway/core'
import { until, type Login, type PostgresServer } from '@causeway/harness'
import type { RunningCauseway } from '../e2e/support/causeway.ts'
import { openCrossingOn, type Crossing } from '../e2e/support/crossing.ts'
import { drive, EXIT_CODE, type Ending } from '../e2e/support/drive.ts'
import { startHook } from '../e2e/support/hook.ts'
import { leftoversOf } from '../e2e/support/leftovers.ts'
import { openServers, OWNER, type ServerPair } from '../e2e/support/servers.ts'
import { startTiers } from './tiers.ts'

const NOTHING_LOST = { ok: true, lost: 0, duplicated: 0, reordered: 0, failed: 0, unknown: 0 }

/** Of PostgreSQL, for a role without the right to connect. */
const INSUFFICIENT_PRIVILEGE = '42501'

let servers: ServerPair

beforeAll(async () => {
  servers = await openServers({ from: 13, to: 17 })
})

afterAll(async () => servers[Symbol.asyncDispose]())

it('refuses every application role behind the fence, whatever gave it its access', async () => {
  const logins = await applicationRoles()
  const followed = Promise.withResolvers<void>()
  const looked = Promise.withResolvers<void>()
  const undrained = 'fence_roles'
  await using client = await startHook(async (action, authority) => {
    // Keeps the fence up and undecided until it has been looked at.
    if (action === 'hold') await servers.source.query(undrained, PREPARE)
    if (action !== 'follow' || authority !== 'TARGET') return
    followed.resolve()
    await looked.promise
  })
  const yaml = 'environments: { test: { cutover: { pauseBudget: 60s } } }'
  const options = { database: undrained, writesPerSecond: 25, hooks: { batch: client.url }, yaml }
  await using crossing = await openCrossingOn(servers, options)
  for (const server of [crossing.source, crossing.target]) await server.query(crossing.database, DIRECT_ACCESS)
  const run = crossing.run()
  await run.waitingFor('the order to cut over')
  const sessions = await Promise.all(logins.map((login) => crossing.source.connect(crossing.database, login)))

  const ordered = run.order('cutover')
  await until(async () => await isFenced(crossing))
  for (const server of [crossing.source, crossing.target]) await expectRefused(server, crossing.database, logins)
  for (const session of sessions) await expect(until(() => isAlive(session), 0)).rejects.toThrow(/./)
  await crossing.source.query(crossing.database, `ROLLBACK PREPARED 'undrained'`)

  await followed.promise
  await expectRefused(crossing.source, crossing.database, logins)
  for (const login of logins) await (await crossing.target.connect(crossing.database, login)).end()
  looked.resolve()
  expect(await ordered).toMatchObject({ decision: 'COMMIT' })
  await expectGoodEnd(crossing, run, 'commit')
  await expectRefused(crossing.source, crossing.database, logins)
})

it('aborts every cut-over during which a superuser writes to the source; nothing is lost', async () => {
  await using crossing = await openCrossingOn(servers, { database: 'fence_flood', writesPerSecond: 25, sql: ROGUE })
  const run = crossing.run()
  await run.waitingFor('the order to cut over')
  const flood = startFlood(await crossing.source.connect(crossing.database))
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    await flood.isRunning()
    await expect(run.order('cutover')).rejects.toMatchObject({
      code: 'CW-0401',
      message: expect.stringContaining('behind the fence'),
    })
    expect(await run.seen('handover-aborted', ({ number }) => number === attempt)).toMatchObject({ code: 'CW-0401' })
    await (await crossing.source.connect(crossing.database, crossing.application)).end()
    await expectWritesGoOn(crossing)
    await until(() => heard(run, 'waiting-for') > attempt)
  }
  const rows = await flood.stop()

  await until(async () => await isDone(run.order('cutover')))
  expect(await countOf(crossing.target, crossing)).toBe(rows)
  await expectGoodEnd(crossing, run, 'commit')
})

it('notices a superuser who writes to the closed target before the cut-over, and carries nothing of it to the source', async () => {
  await using crossing = await openCrossingOn(servers, { database: 'fence_target', writesPerSecond: 25, sql: ROGUE })
  const run = crossing.run()
  await run.waitingFor('the order to cut over')
  await crossing.target.query(crossing.database, 'INSERT INTO public.rogue VALUES (1)')
  expect(await run.seen('frozen')).toMatchObject({ code: 'CW-1054' })
  await expect(run.order('cutover')).rejects.toMatchObject({ code: 'CW-0305' })

  // Not undone: the comparison finds it.
  await run.order('resume')
  const differs = await run.seen('frozen', ({ code }) => code === 'CW-0501')
  expect(differs.reason).toContain('rogue')
  // Undone, which is one more foreign write.
  await crossing.target.query(crossing.database, 'DELETE FROM public.rogue')
  await until(() => heard(run, 'frozen') === 3)
  await run.order('resume')
  await until(() => heard(run, 'waiting-for') === 2)
  expect(await countOf(crossing.source, crossing)).toBe(0)

  await until(async () => await isDone(run.order('cutover')))
  expect(await crossing.judge('target')).toMatchObject(NOTHING_LOST)
})

it('notices a superuser who writes to the closed target while the weight is shifted', async () => {
  await using tiers = await startTiers({ approve: [50] })
  const options = { database: 'fence_shift', writesPerSecond: 25, sql: ROGUE, yaml: tiers.yaml }
  await using crossing = await openCrossingOn(servers, options)
  const run = crossing.run()
  await run.waitingFor('approval of weight 50')
  await crossing.target.query(crossing.database, 'INSERT INTO public.rogue VALUES (1)')
  expect(await run.seen('frozen')).toMatchObject({ code: 'CW-1054' })
  expect(await countOf(crossing.source, crossing)).toBe(0)
  await run.order('clean-up')
  expect(await run.exited).toMatchObject({ code: EXIT_CODE.rollback })
  expect(await leftoversOf(crossing)).toEqual([])
})

it('aborts the cut-over during which a superuser writes to the closed target, and carries nothing of it to the source', async () => {
  const database = 'fence_pause'
  await using client = await startHook(async (action) => {
    if (action === 'hold') await servers.target.query(database, 'INSERT INTO public.rogue VALUES (1)')
  })
  const options = { database, writesPerSecond: 25, sql: ROGUE, hooks: { batch: client.url } }
  await using crossing = await openCrossingOn(servers, options)
  const run = crossing.run()
  await run.waitingFor('the order to cut over')
  await expect(run.order('cutover')).rejects.toMatchObject({ message: expect.stringContaining('closed to clients') })
  expect(await run.seen('frozen')).toMatchObject({ code: 'CW-1054' })
  await expectWritesGoOn(crossing)
  expect(await countOf(crossing.source, crossing)).toBe(0)
  expect(await crossing.judge('source')).toMatchObject(NOTHING_LOST)
})

const PREPARE = `BEGIN; SELECT txid_current(); PREPARE TRANSACTION 'undrained'`
const ROGUE = `CREATE TABLE public.rogue (n bigint PRIMARY KEY); ALTER TABLE public.rogue OWNER TO ${OWNER}`
const DIRECT_ACCESS = 'GRANT CONNECT ON DATABASE fence_roles TO direct, writers'

/** One that has its access from PUBLIC, one by a grant of its own, one by a group, and one as a member of the owner. */
async function applicationRoles(): Promise<readonly Login[]> {
  const { source, target, application } = servers
  for (const server of [source, target]) await server.query('postgres', 'CREATE ROLE writers NOLOGIN')
  const logins = [application]
  for (const [user, attributes] of [
    ['direct', ''],
    ['grouped', 'IN ROLE writers'],
    ['member', `IN ROLE ${OWNER}`],
  ] as const) {
    const login = await source.createLogin(user, attributes)
    await target.query('postgres', `CREATE ROLE ${user} LOGIN ${attributes} PASSWORD '${login.password}'`)
    logins.push(login)
  }
  return logins
}

async function expectRefused(server: PostgresServer, database: string, logins: readonly Login[]): Promise<void> {
  for (const login of logins) {
    await expect(server.connect(database, login)).rejects.toMatchObject({ code: INSUFFICIENT_PRIVILEGE })
  }
}

async function isAlive(session: Client): Promise<boolean> {
  await session.query('SELECT 1')
  return true
}

async function isFenced({ source, database }: Crossing): Promise<boolean> {
  const rows = await source.query(database, 'SELECT FROM causeway.control WHERE fenced AND handover IS NOT NULL')
  return rows.length === 1
}

interface Flood {
  /** Resolves when it has written since the call. */
  isRunning(): Promise<void>
  /** @returns how many rows it has written */
  stop(): Promise<number>
}

/** One row after the other, each in a transaction of its own, as fast as the server takes them. */
function startFlood(session: Client): Flood {
  let rows = 0
  let isStopping = false
  const write = async () => {
    while (!isStopping) {
      await session.query(`INSERT INTO public.rogue VALUES (${rows + 1})`)
      rows += 1
    }
    await session.end()
  }
  const writing = write()
  return {
    isRunning: async () => {
      const before = rows
      await until(() => rows > before)
    },
    stop: async () => {
      isStopping = true
      await writing
      return rows
    },
  }
}

function heard(run: RunningCauseway, name: MessageName): number {
  return run.messages.filter((said) => said.name === name).length
}

async function expectWritesGoOn({ load }: Crossing): Promise<void> {
  const acked = () => load?.stats().writes.acked ?? 0
  const before = acked()
  await until(() => acked() > before + 20)
}

async function countOf(server: PostgresServer, { database }: Crossing): Promise<number> {
  const [row] = await server.query<{ count: number }>(database, 'SELECT count(*)::int AS count FROM public.rogue')
  return row?.count ?? -1
}

async function isDone(order: Promise<unknown>): Promise<boolean> {
  return await order.then(
    () => true,
    () => false,
  )
}

async function expectGoodEnd(crossing: Crossing, run: RunningCauseway, ending: Ending): Promise<void> {
  await drive(run, ending)
  expect(await run.exited).toMatchObject({ code: EXIT_CODE[ending], error: null })
  expect(await crossing.judge(ending === 'commit' ? 'target' : 'source')).toMatchObject(NOTHING_LOST)
  expect(await leftoversOf(crossing)).toEqual([])
}
