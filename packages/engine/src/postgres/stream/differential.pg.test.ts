import { startPostgres, type PostgresServer } from '@causeway/harness'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { TestMigration } from './fixtures/migration.ts'
import { Dice, TEXT_ONLY, transaction, ZOO } from './fixtures/workload.ts'

let old: PostgresServer
let current: PostgresServer
beforeAll(async () => {
  ;[old, current] = await Promise.all([startPostgres({ major: 13 }), startPostgres({ major: 17 })])
})
afterAll(async () => {
  await old[Symbol.asyncDispose]()
  await current[Symbol.asyncDispose]()
})

const SEED = Number(process.env['SEED'] ?? 20_261_121)
const ROUNDS = Number(process.env['ROUNDS'] ?? 8)

it.each([
  { name: '13 to 17, text', major: 13, hasText: true },
  { name: '17 to 17, binary', major: 17, hasText: false },
  { name: '17 to 17, text', major: 17, hasText: true },
])('$name: after random transactions the other side holds the same rows', async ({ major, hasText }) => {
  const source = major === 13 ? old : current
  const schema = hasText ? `${ZOO}; ${TEXT_ONLY}` : ZOO
  await using migration = await TestMigration.create(source, current, schema)
  await migration.createStream('forward')
  await using forward = migration.run('forward')
  const dice = new Dice(SEED)
  for (let round = 0; round < ROUNDS; round += 1) {
    for (let left = 1 + dice.roll(20); left > 0; left -= 1) await transaction(migration.source, dice, hasText)
    await migration.caughtUp(forward)
    const { source: there, target: here } = await migration.contents()
    for (const [table, rows] of Object.entries(there))
      expect(here[table], `${table}, round ${round}, seed ${SEED}`).toEqual(rows)
  }
  expect(forward.stream.status().appliedRows).toBeGreaterThan(2000)
  const [reader] = await source.query<{ binary: boolean }>(
    migration.spec.source.database,
    `SELECT query LIKE '%binary ''true''%' AS binary FROM pg_stat_activity WHERE application_name LIKE '%/forward-read'
     AND datname = current_database()`,
  )
  expect(reader).toEqual({ binary: major === 17 && !hasText })
})
