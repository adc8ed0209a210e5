import { CausewayError, silentLogger } from '@causeway/core'
import { resolvedDatabase, startPostgres, testSpec, until, type PostgresServer } from '@causeway/harness'
import type { ResolvedSpec } from '@causeway/spec'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect } from '../connect.ts'
import { BuildQueue, type BuildStatement, type BuildStep } from './build-queue.ts'
import { build } from './build.ts'
import { leaseOf, setEpoch } from './fixtures/migration.ts'

const signal = AbortSignal.timeout(120_000)

let target: PostgresServer
let spec: ResolvedSpec
beforeAll(async () => {
  target = await startPostgres({ major: 17 })
  const mover = await target.createLogin('mover')
  await target.createDatabase('shop', 'mover')
  const database = resolvedDatabase(target, { database: 'shop', ...mover })
  spec = testSpec({ source: database, target: database })
  await using client = await connect(database, { side: 'target', application: 'test', signal })
  await setEpoch(client, spec, 1)
  await client.query('CREATE SCHEMA app')
})
afterAll(async () => await target[Symbol.asyncDispose]())

const step = (sql: string, { optional = false, ...rest }: Partial<BuildStep & BuildStatement> = {}): BuildStep => ({
  statements: [{ sql, hash: sql, optional }],
  table: null,
  waitsFor: [],
  bytes: 0,
  ...rest,
})
const run = async (...steps: readonly BuildStep[]) => {
  const queue = new BuildQueue(steps)
  await build({ context: { spec, logger: silentLogger }, lease: leaseOf(1), queue, workers: 2 }, signal)
}
const one = async (sql: string) => (await target.query('shop', sql))[0]
const codeOf = async (work: Promise<unknown>) => {
  const error: unknown = await work.catch((error: unknown) => error)
  return CausewayError.is(error) ? [error.code, error.message] : [error]
}

test('a step whose session is ended is run again, and is there once', async () => {
  await run(
    step(`CREATE FUNCTION app.pause(id int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS $$
      BEGIN PERFORM pg_advisory_xact_lock_shared(42); RETURN id; END $$;
      CREATE TABLE app.slow AS SELECT 1 AS id`),
  )
  const holder = await target.connect('shop')
  await holder.query('SELECT pg_advisory_lock(42)')
  const running = run(step('CREATE INDEX ON app.slow (app.pause(id))'), step('CREATE INDEX ON app.slow (id)'))
  const waiting = `FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`
  await until(async () => (await target.query('shop', `SELECT ${waiting}`)).length > 0)
  await target.query('shop', `SELECT pg_terminate_backend(pid) ${waiting}`)
  await holder.end()
  await running
  expect(await one(`SELECT count(*)::int AS indexes FROM pg_index WHERE indrelid = 'app.slow'::regclass`)).toEqual({
    indexes: 2,
  })
})

test('data that breaks a constraint is told by the names of table and constraint, never by values', async () => {
  await run(step(`CREATE TABLE app.twice AS SELECT 'secret' AS word FROM generate_series(1, 2)`))
  const [code, message] = await codeOf(run(step('CREATE UNIQUE INDEX once ON app.twice (word)')))
  expect(code).toBe('CW-0771')
  expect(message).toMatch(/twice.*once.*CREATE UNIQUE INDEX once ON app\.twice/)
  expect(message).not.toContain('secret')
})

test('a step that is refused stops the build, with its first line and nothing noted', async () => {
  const refused = step('CREATE INDEX ON app.nowhere\n  (id)')
  expect(await codeOf(run(refused))).toEqual([
    'CW-0741',
    'target: relation "app.nowhere" does not exist [SQLSTATE 42P01]; refused was: CREATE INDEX ON app.nowhere',
  ])
  await run(step('CREATE TABLE app.nowhere (id int)'))
  await run(refused)
  expect(await one(`SELECT count(*)::int AS indexes FROM pg_index WHERE indrelid = 'app.nowhere'::regclass`)).toEqual({
    indexes: 1,
  })
})

test('an optional step that a plain role may not take is left out', async () => {
  await run(
    step(`CREATE FUNCTION app.fire() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'`),
    step('CREATE EVENT TRIGGER fire ON sql_drop EXECUTE FUNCTION app.fire()', { optional: true, waitsFor: [0] }),
    step('CREATE TABLE app.after ()', { waitsFor: [1] }),
  )
  expect(await one(`SELECT to_regclass('app.after') IS NOT NULL AS made`)).toEqual({ made: true })
})

test('what is built is there after a crash of the target', async () => {
  await run(step('CREATE TABLE app.durable ()'))
  await target.restart('immediate')
  expect(await one(`SELECT to_regclass('app.durable') IS NOT NULL AS made`)).toEqual({ made: true })
  expect(
    await one(`SELECT count(*)::int AS noted FROM causeway.built WHERE statement_hash = 'CREATE TABLE app.durable ()'`),
  ).toEqual({ noted: 1 })
})

test('steps that a crash has undone end the build, to be planned again', async () => {
  const queue = new BuildQueue([
    step('CREATE TABLE app.undone ()'),
    step('CREATE INDEX ON app.undone ((1))', { table: 'late' }),
  ])
  const building = codeOf(
    build({ context: { spec, logger: silentLogger }, lease: leaseOf(1), queue, workers: 1 }, signal),
  )
  await until(async () => (await one(`SELECT to_regclass('app.undone') IS NOT NULL AS made`))?.['made'] === true)
  await target.query(
    'shop',
    `DROP TABLE app.undone; DELETE FROM causeway.built WHERE statement_hash = 'CREATE TABLE app.undone ()';
     SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'mover'`,
  )
  queue.landed('late')
  expect(await building).toEqual([
    'CW-0711',
    'target: the server has lost its last commits in a crash; they are made again',
  ])
})

test('sessions that end at the same moment do not deadlock', async () => {
  for (let round = 0; round < 20; round += 1) await run()
  expect(await one(`SELECT deadlocks::int FROM pg_stat_database WHERE datname = 'shop'`)).toEqual({ deadlocks: 0 })
})
