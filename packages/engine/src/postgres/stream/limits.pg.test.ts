import { fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { startFaultProxy, startPostgres, type PostgresServer } from '@causeway/harness'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { TestMigration } from './fixtures/migration.ts'

let old: PostgresServer
let current: PostgresServer
beforeAll(async () => {
  ;[old, current] = await Promise.all([startPostgres({ major: 13 }), startPostgres({ major: 17 })])
})
afterAll(async () => {
  await old[Symbol.asyncDispose]()
  await current[Symbol.asyncDispose]()
})

const addressOf = ({ host, port }: PostgresServer) => ({ host, port })

const MOST_MEMORY_BYTES = 300_000_000
const REPLICATION = { heartbeatMs: 200, batchBytes: 16 * 1024 * 1024, batchAgeMs: 50 }
const TABLES = `
  CREATE TABLE public.rows (id int PRIMARY KEY, n int, note text);
  CREATE TABLE public.large (id int PRIMARY KEY, n int, doc text);
  ALTER TABLE public.large ALTER doc SET STORAGE EXTERNAL`

/** Streams in a process of its own until the condition holds on the target; the most memory it took. */
async function memoryToStream(migration: TestMigration, isDone: string): Promise<number> {
  const process = fork(
    path.join(import.meta.dirname, 'fixtures/stream-process.ts'),
    [JSON.stringify(migration.spec), String(migration.lease.epoch)],
    { execArgv: [] },
  )
  try {
    const done = async () => (await migration.target.query<{ done: boolean }>(`SELECT ${isDone} AS done`)).rows[0]?.done
    await expect.poll(done, { timeout: 50_000, interval: 100 }).toBe(true)
    process.send('how much?')
    const [answer] = (await once(process, 'message')) as [{ maxRssBytes: number }]
    return answer.maxRssBytes
  } finally {
    process.kill()
    await once(process, 'exit')
  }
}

it('a transaction of 200,000 rows and one that changes them all take bounded memory, and arrive whole', async () => {
  await using migration = await TestMigration.create(old, current, TABLES, { replication: REPLICATION })
  await migration.createStream('forward')
  await migration.source.query(`INSERT INTO public.rows SELECT n, 0, md5(n::text) FROM generate_series(1, 200000) n`)
  await migration.source.query('UPDATE public.rows SET n = n + 1')
  const bytes = await memoryToStream(migration, '(SELECT count(*) FILTER (WHERE n = 1) = 200000 FROM public.rows)')
  expect(bytes).toBeLessThan(MOST_MEMORY_BYTES)
})

it('a value of 100 MB passes in bounded memory, again and again', async () => {
  await using migration = await TestMigration.create(old, current, TABLES, { replication: REPLICATION })
  await migration.createStream('forward')
  await migration.source.query(
    `INSERT INTO public.large SELECT n, 0, repeat('causeway..', 10000000) FROM generate_series(1, 3) n`,
  )
  await migration.source.query('UPDATE public.large SET n = 1')
  const bytes = await memoryToStream(
    migration,
    '(SELECT sum(octet_length(doc)) = 300000000 AND min(n) = 1 FROM public.large)',
  )
  expect(bytes).toBeLessThan(MOST_MEMORY_BYTES)
})

it.each(['source', 'target'] as const)(
  'a %s that answers no more is noticed, and left for a new connection',
  async (side) => {
    await using proxy = await startFaultProxy(addressOf(side === 'source' ? old : current))
    await using migration = await TestMigration.create(old, current, TABLES, {}, { [side]: proxy })
    await migration.createStream('forward')
    await using forward = migration.run('forward')
    await migration.source.query('INSERT INTO public.rows VALUES (1, 1)')
    await expect.poll(async () => (await migration.contents()).target['public.rows']).toHaveLength(1)
    // The commit of the row may be seen before its answer; without a heartbeat the lag is not known.
    await expect.poll(() => forward.stream.status().lagMs).not.toBeNull()
    proxy.pause()
    await migration.source.query('INSERT INTO public.rows VALUES (2, 2)')
    await expect.poll(() => forward.stream.status().state, { timeout: 20_000 }).toBe('backing-off')
    expect(forward.stream.status().lagMs).toBeGreaterThan(3000)
    proxy.resume()
    await expect
      .poll(async () => (await migration.contents()).target['public.rows'], { timeout: 20_000 })
      .toHaveLength(2)
  },
)

it('a network that is cut again and again brings every row, once', async () => {
  await using proxy = await startFaultProxy(addressOf(current))
  await using migration = await TestMigration.create(old, current, TABLES, {}, { target: proxy })
  await migration.createStream('forward')
  await using forward = migration.run('forward')
  for (let round = 1; round <= 12; round += 1) {
    await migration.source.query(
      `INSERT INTO public.rows SELECT n, 0, repeat('x', 100) FROM generate_series(${round * 1000}, ${round * 1000 + 300}) n; UPDATE public.rows SET n = n + 1 WHERE id % 5 = 0`,
    )
    // In the middle of a statement, a copy or a commit.
    proxy.cutAfterBytes(round * 9000)
  }
  await expect
    .poll(async () => (await migration.contents()).target, { timeout: 20_000, interval: 200 })
    .toEqual((await migration.contents()).source)
  expect(forward.stream.status().state).toBe('streaming')
})

it('a commit whose answer is lost counts: its rows are told, its marker arrives', async () => {
  await using proxy = await startFaultProxy(addressOf(current))
  await using migration = await TestMigration.create(old, current, TABLES, {}, { target: proxy })
  await migration.createStream('forward')
  await using forward = migration.run('forward')
  await migration.caughtUp(forward)
  const { appliedTransactions } = forward.stream.status()
  // Long enough to cut the answer off on its way.
  proxy.latency(400)
  await migration.source.query(
    `BEGIN; INSERT INTO public.rows VALUES (1, 1);
     INSERT INTO causeway.marker SELECT migration, 'with it', 'barrier' FROM causeway.control; COMMIT`,
  )
  const arrived = forward.stream.awaitMarker({ id: 'with it', purpose: 'barrier' }, AbortSignal.timeout(10_000))
  await expect
    .poll(async () => (await migration.target.query('SELECT FROM public.rows')).rowCount, {
      interval: 10,
      timeout: 20_000,
    })
    .toBe(1)
  proxy.latency(0)
  proxy.cut()
  expect(await arrived).toMatchObject({ clientTransactions: 1 })
  expect(forward.notes.noted).toContainEqual({ table: '"public"."rows"', keys: [['1']] })
  expect(forward.stream.status().appliedTransactions).toBeGreaterThan(appliedTransactions)
  expect((await migration.contents()).target['public.rows']).toHaveLength(1)
})
