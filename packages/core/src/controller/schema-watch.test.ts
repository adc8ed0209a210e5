import { expect, it } from 'vitest'
import type { Clock } from '../clock.ts'
import type { MigrationState } from '../phases/state.ts'
import type { MigrationEngine } from '../ports/migration-engine.ts'
import { World } from './fixtures/world.ts'
import { MigrationRecord } from './record.ts'
import type { Run } from './run.ts'
import { watchSchema } from './schema-watch.ts'
import { Services } from './services.ts'

const SIDE = { identity: { systemIdentifier: '1', timeline: 1, database: 'a', version: '' }, fingerprint: 'old' }
const READY: Partial<MigrationState> = {
  phase: 'ready',
  verification: { mismatches: 0, finishedAt: '2026-01-01T00:00:00Z' },
  recorded: { source: SIDE, target: SIDE },
}

/** Two schemas, and what is found to differ between them. */
class Schemas {
  source = 'old'
  target = 'old'
  differences: readonly string[] = []
  indexes: readonly string[] = []
}

async function open(schemas: Schemas) {
  const parts = new World(READY).parts()
  const engine: Partial<MigrationEngine> = {
    ...parts.engine,
    schemaFingerprint: (side) => Promise.resolve(schemas[side]),
    schemaDifferences: () => Promise.resolve(schemas.differences),
    carryIndexes: () => {
      if (schemas.indexes.length > 0) schemas.target = schemas.source
      return Promise.resolve(schemas.indexes)
    },
  }
  const failed = Promise.withResolvers<unknown>()
  const waiting: (() => void)[] = []
  const clock: Clock = {
    ...parts.clock,
    sleep: () => new Promise((resolve) => waiting.push(resolve)),
  }
  const record = await MigrationRecord.open(parts.store, { emit: () => {} }, clock)
  const services = new Services((_, error) => failed.resolve(error))
  const run = { ...parts, clock, record, services, engine } as unknown as Run
  const lookAgain = () => waiting.splice(0).forEach((wake) => wake())
  return { run, record, lookAgain, failed: failed.promise }
}

const { signal } = new AbortController()

it('takes over, when it begins, what was made on both sides; all rows are to be compared again', async () => {
  const schemas = new Schemas()
  Object.assign(schemas, { source: 'new', target: 'new too' })
  const { run, record } = await open(schemas)
  await watchSchema(run, signal)
  expect(record.state).toMatchObject({
    verification: null,
    recorded: { source: { fingerprint: 'new' }, target: { fingerprint: 'new too' } },
  })
})

it('names what differs', async () => {
  const schemas = new Schemas()
  Object.assign(schemas, { source: 'new', differences: ['table "a"."b" is missing on the target'] })
  const { run } = await open(schemas)
  await expect(watchSchema(run, signal)).rejects.toMatchObject({
    code: 'CW-1003',
    message: 'the schema of the source was changed while the migration runs: table "a"."b" is missing on the target',
  })
})

it('goes on when only an index came, and compares nothing again', async () => {
  const schemas = new Schemas()
  const { run, record, lookAgain } = await open(schemas)
  await watchSchema(run, signal)
  Object.assign(schemas, { source: 'with index', indexes: ['a.i'] })
  await until(lookAgain, () => record.state.recorded?.target.fingerprint === 'with index')
  expect(record.state.verification).toEqual(READY.verification)
})

it('stops for a change of both sides that nobody was asked about', async () => {
  const schemas = new Schemas()
  const { run, lookAgain, failed } = await open(schemas)
  await watchSchema(run, signal)
  Object.assign(schemas, { source: 'new', target: 'new' })
  const waking = setInterval(lookAgain, 1)
  expect(await failed).toMatchObject({ code: 'CW-1003', message: expect.stringContaining('on both sides alike') })
  clearInterval(waking)
})

async function until(wake: () => void, condition: () => boolean): Promise<void> {
  while (!condition()) {
    wake()
    await new Promise((resolve) => setImmediate(resolve))
  }
}
