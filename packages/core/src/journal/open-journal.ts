import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { systemClock, type Clock } from '../clock.ts'
import { CausewayError } from '../errors/causeway-error.ts'
import { INITIAL_STATE } from '../phases/state.ts'
import type { StateReader, StateStore } from '../ports/state-store.ts'
import { CHAIN_START } from './chain.ts'
import { migrateJournal, requireSafeVersion } from './migrations.ts'
import { SqliteReader } from './sqlite-reader.ts'
import { SqliteStore } from './sqlite-store.ts'
import { toJson } from './to-json.ts'
import { translateSqliteError } from './translate-error.ts'
import { takeWriterLock } from './writer-lock.ts'

/** A reader never waits for the writer in WAL mode; the rare exceptions (recovery, checkpoint at close) are short. */
const BUSY_MS = 2_000

/**
 * Opens the journal of a state directory to write, and makes both when they are not there.
 *
 * @param holder who writes, for the message that a second writer gets: user, host, process
 * @throws CW-0340 another process writes, CW-1020 cannot be opened, CW-1021 damaged, CW-1022 cannot be written, CW-1026 newer
 */
export function openJournal(stateDir: string, holder: string, clock: Clock = systemClock): StateStore {
  const path = journalPath(stateDir)
  return inOurWords(path, () => {
    mkdirSync(stateDir, { recursive: true, mode: 0o700 })
    const lock = takeWriterLock(join(stateDir, 'journal.lock'))
    if (lock === null) throw inUse(path)
    try {
      const db = new DatabaseSync(path)
      try {
        prepare(db, holder, clock)
        return new SqliteStore(db, path, clock, lock)
      } catch (error) {
        db.close()
        throw error
      }
    } catch (error) {
      lock[Symbol.dispose]()
      throw error
    }
  })
}

/**
 * Opens the journal to look at it, beside a writer or without one; changes nothing.
 * @returns `null` when there is none yet
 * @throws CW-1020 cannot be opened, CW-1021 damaged, CW-1026 newer
 */
export function readJournal(stateDir: string): StateReader | null {
  const path = journalPath(stateDir)
  if (!existsSync(path)) return null
  return inOurWords(path, () => {
    // Not `readOnly`: after a crash the first to open the file replays its log, whoever it is.
    const db = new DatabaseSync(path)
    try {
      db.exec(`PRAGMA busy_timeout = ${BUSY_MS}; PRAGMA query_only = ON`)
      if (!hasSchema(db)) {
        db.close()
        return null
      }
      requireSafeVersion(db)
      return new SqliteReader(db, path)
    } catch (error) {
      db.close()
      throw error
    }
  })
}

function journalPath(stateDir: string): string {
  return join(stateDir, 'journal.db')
}

function prepare(db: DatabaseSync, holder: string, clock: Clock): void {
  db.exec(`PRAGMA busy_timeout = ${BUSY_MS}`)
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON')
  const found = db.prepare('PRAGMA quick_check(1)').get()?.['quick_check']
  if (found !== 'ok') throw new CausewayError('CW-1021', `the journal is damaged: ${String(found)}`)
  migrateJournal(db, () => clock.now())
  db.prepare('INSERT OR IGNORE INTO state VALUES (1, 0, ?, ?, ?)').run(
    toJson(INITIAL_STATE),
    CHAIN_START.lastSeq,
    CHAIN_START.lastHash,
  )
  db.prepare('INSERT OR REPLACE INTO writer VALUES (1, ?, ?)').run(holder, clock.now().toISOString())
}

/** A file just made by a writer that has not got further yet is no journal. */
function hasSchema(db: DatabaseSync): boolean {
  return db.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'gates_by_gate'`).get() !== undefined
}

function inUse(path: string): CausewayError {
  const by = currentWriter(path)
  return new CausewayError('CW-0340', `the journal ${path} is in use${by === null ? '' : ` by ${by}`}`, {
    data: { path },
  })
}

function currentWriter(path: string): string | null {
  if (!existsSync(path)) return null
  const db = new DatabaseSync(path)
  try {
    if (!hasSchema(db)) return null
    const row = db.prepare('SELECT holder, since FROM writer').get()
    return row === undefined ? null : `${String(row['holder'])} since ${String(row['since'])}`
  } finally {
    db.close()
  }
}

function inOurWords<T>(path: string, body: () => T): T {
  try {
    return body()
  } catch (error) {
    const translated = translateSqliteError(error, path)
    if (translated !== error || CausewayError.is(error)) throw translated
    const text = error instanceof Error ? error.message : String(error)
    throw new CausewayError('CW-1020', `journal ${path}: ${text}`, { cause: error, data: { path } })
  }
}
