import { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import { migrateJournal, type JournalMigration } from './migrations.ts'

const now = () => new Date('2026-01-01T00:00:00.000Z')
const first: JournalMigration = { minSafeVersion: 1, sql: 'CREATE TABLE a (x)' }
const second: JournalMigration = { minSafeVersion: 2, sql: 'ALTER TABLE a ADD COLUMN y; CREATE TABLE b (x)' }

function versions(db: DatabaseSync): unknown {
  return db.prepare('SELECT version, min_safe_version FROM schema_version ORDER BY version').all()
}

it('applies what is missing, once, in order', () => {
  const db = new DatabaseSync(':memory:')
  migrateJournal(db, now, [first])
  migrateJournal(db, now, [first, second])
  migrateJournal(db, now, [first, second])
  expect(versions(db)).toMatchObject([
    { version: 1, min_safe_version: 1 },
    { version: 2, min_safe_version: 2 },
  ])
  expect(() => db.prepare('SELECT y FROM a')).not.toThrow()
  // The program that knew only the first may not write any more.
  expect(() => migrateJournal(db, now, [first])).toThrow(expect.objectContaining({ code: 'CW-1026' }))
})

it('leaves nothing of a migration that fails half way', () => {
  const db = new DatabaseSync(':memory:')
  const broken: JournalMigration = { minSafeVersion: 2, sql: 'CREATE TABLE b (x); CREATE TABLE a (x)' }
  expect(() => migrateJournal(db, now, [first, broken])).toThrow(/already exists/)
  expect(versions(db)).toMatchObject([{ version: 1 }])
  expect(() => db.prepare('SELECT * FROM b')).toThrow(/no such table/)
})
