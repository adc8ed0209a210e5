import { silentLogger } from '@causeway/core'
import { startPostgres, until, type PostgresServer } from '@causeway/harness'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { parseLsn } from '../position.ts'
import { gatherWhole } from '../wire/frames.ts'
import { openSession } from '../wire/session.ts'
import { BACKLOG_BYTES, readBacklog } from './backlog.ts'
import { TestMigration } from './fixtures/migration.ts'
import { streamEnds } from './stream-ends.ts'

let old: PostgresServer
let current: PostgresServer
beforeAll(async () => {
  ;[old, current] = await Promise.all([startPostgres({ major: 13 }), startPostgres({ major: 17 })])
})
afterAll(async () => {
  await old[Symbol.asyncDispose]()
  await current[Symbol.asyncDispose]()
})

const LEDGER = 'CREATE TABLE public.ledger (id int PRIMARY KEY, n int NOT NULL DEFAULT 0, note text)'
const { signal } = new AbortController()

/** Some 10 MB of log each. */
async function write(migration: TestMigration, transactions: number): Promise<void> {
  for (let first = 0; first < transactions; first += 1) {
    await migration.source.query(
      `INSERT INTO public.ledger SELECT n, 0, repeat('x', 450) FROM generate_series($1::int + 1, $1::int + 18000) n`,
      [first * 18_000],
    )
    await migration.source.query('UPDATE public.ledger SET n = n + 1 WHERE id % 1000 = $1', [first])
    await migration.source.query('DELETE FROM public.ledger WHERE id % 999 = $1', [first])
  }
}

async function slotsOf(migration: TestMigration) {
  const { rows } = await migration.source.query<{ temporary: boolean; confirmed: string }>(
    `SELECT temporary, confirmed_flush_lsn::text AS confirmed FROM pg_replication_slots
     WHERE database = current_database() ORDER BY temporary`,
  )
  return rows
}

it.each([
  { name: '13 to 17', from: () => old, to: () => current },
  { name: '17 to 17', from: () => current, to: () => current },
])(
  'is read through a copy of the slot, which confirms as it goes, and streamed behind it: $name',
  async ({ from, to }) => {
    await using migration = await TestMigration.create(from(), to(), LEDGER)
    await migration.createStream('forward')
    await write(migration, 9)
    const before = parseLsn((await slotsOf(migration))[0]?.confirmed ?? '')

    await migration.target.query('BEGIN; LOCK TABLE public.ledger IN SHARE MODE')
    await using forward = migration.run('forward')
    await until(async () => (await slotsOf(migration)).length === 2)
    expect(await slotsOf(migration)).toMatchObject([{ temporary: false }, { temporary: true }])
    await migration.target.query('COMMIT')

    await until(async () => (await slotsOf(migration)).length === 1)
    // Before it is streamed: told between two steps.
    expect(parseLsn((await slotsOf(migration))[0]?.confirmed ?? '') - before).toBeGreaterThan(BACKLOG_BYTES)
    await migration.source.query('UPDATE public.ledger SET n = -1 WHERE id = 1')
    await migration.caughtUp(forward)
    const { source, target } = await migration.contents()
    expect(target).toEqual(source)
  },
)

it('goes on after its session was ended in the middle, with nothing lost and nothing done twice', async () => {
  await using migration = await TestMigration.create(old, current, LEDGER)
  await migration.createStream('forward')
  await write(migration, 9)
  await using forward = migration.run('forward')
  await until(async () => (await migration.target.query('SELECT FROM public.ledger LIMIT 1')).rowCount === 1)
  await migration.target.query('BEGIN; LOCK TABLE public.ledger IN SHARE MODE')
  await old.query(
    'postgres',
    `SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE temporary AND active_pid IS NOT NULL`,
  )
  await migration.target.query('COMMIT')
  await migration.caughtUp(forward)
  const { source, target } = await migration.contents()
  expect(target).toEqual(source)
})

it('that holds rows of a table as it is no more freezes with its name', async () => {
  await using migration = await TestMigration.create(old, current, LEDGER)
  await migration.createStream('forward')
  await write(migration, 3)
  for (const side of [migration.source, migration.target])
    await side.query('ALTER TABLE public.ledger DROP COLUMN note')
  await using forward = migration.run('forward')
  await expect(forward.done).rejects.toMatchObject({ code: 'CW-1052', message: expect.stringMatching(/ledger/) })
})

it.each([0, 1])('is streamed when there are only %i slots left for copies, and keeps none', async (left) => {
  await using migration = await TestMigration.create(old, current, LEDGER)
  await migration.createStream('forward')
  await write(migration, 5)
  const taken: string[] = []
  const takeAll = async (): Promise<void> => {
    for (;;) {
      await old.query('postgres', `SELECT pg_create_physical_replication_slot('taken_${taken.length}')`)
      taken.push(`taken_${taken.length}`)
    }
  }
  const giveBack = async (names: readonly string[]): Promise<void> => {
    for (const name of names) await old.query('postgres', `SELECT pg_drop_replication_slot('${name}')`)
  }
  try {
    await expect(takeAll()).rejects.toThrow(/all replication slots are in use/)
    await giveBack(taken.splice(0, left))
    await using forward = migration.run('forward')
    await migration.caughtUp(forward)
    const { source, target } = await migration.contents()
    expect(target).toEqual(source)
    expect(await slotsOf(migration)).toMatchObject([{ temporary: false }])
  } finally {
    await giveBack(taken)
  }
})

it('is given up, and its copy with it, when a transaction takes too long to decode', async () => {
  await using migration = await TestMigration.create(old, current, LEDGER)
  await migration.createStream('forward')
  await migration.source.query('INSERT INTO public.ledger SELECT n FROM generate_series(1, 1000000) n')
  const ends = streamEnds({ spec: migration.spec, logger: silentLogger }, 'forward', migration.lease.epoch)
  const open = async () => openSession(migration.spec.source, { side: 'source', application: 'test', signal })
  await using session = await open()
  const capturing = {
    slot: ends.slot,
    publications: [ends.publications.all],
    binary: false,
    onMessage: () => {},
    gatherRow: gatherWhole,
  }
  const options = { open, onReading: () => {}, settle: async () => {}, decodeWithinMs: 1 }
  const reason = await readBacklog(session, capturing, options)
  expect(reason).toMatch(/a transaction takes long to decode|canceling statement/)
  expect(await slotsOf(migration)).toMatchObject([{ temporary: false }])
})
