import type { DatabaseSync } from 'node:sqlite'
import { CausewayError } from '../errors/causeway-error.ts'

export interface JournalMigration {
  /** Programs that know only versions below this one cannot use the journal any more. */
  readonly minSafeVersion: number
  readonly sql: string
}

/** In order; the first makes version 1. A migration that has been released never changes. */
export const JOURNAL_MIGRATIONS: readonly JournalMigration[] = [
  {
    minSafeVersion: 1,
    sql: `
      CREATE TABLE state (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        version INTEGER NOT NULL,
        state TEXT NOT NULL,
        last_seq INTEGER NOT NULL,
        last_hash TEXT NOT NULL
      ) STRICT;
      CREATE TABLE writer (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        holder TEXT NOT NULL,
        since TEXT NOT NULL
      ) STRICT;
      CREATE TABLE events (
        seq INTEGER PRIMARY KEY,
        time TEXT NOT NULL,
        code TEXT NOT NULL,
        data TEXT NOT NULL,
        prev_hash TEXT NOT NULL,
        hash TEXT NOT NULL
      ) STRICT;
      CREATE TABLE steps (
        run TEXT NOT NULL,
        seq INTEGER NOT NULL,
        name TEXT NOT NULL,
        status TEXT NOT NULL CHECK (status IN ('started', 'done', 'failed')),
        payload TEXT NOT NULL,
        result TEXT NOT NULL,
        started_at TEXT NOT NULL,
        finished_at TEXT,
        PRIMARY KEY (run, seq)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE gates (
        id INTEGER PRIMARY KEY,
        gate TEXT NOT NULL,
        outcome TEXT NOT NULL CHECK (outcome IN ('pass', 'fail', 'inconclusive')),
        result TEXT NOT NULL,
        evidence TEXT NOT NULL,
        evaluated_at TEXT NOT NULL
      ) STRICT;
      CREATE INDEX gates_by_gate ON gates (gate, id);
    `,
  },
]

/**
 * Brings the journal to the newest version, each step and its record in one transaction.
 * @throws CW-1026 when a newer program wrote it and says that this one must not
 */
export function migrateJournal(
  db: DatabaseSync,
  now: () => Date,
  migrations: readonly JournalMigration[] = JOURNAL_MIGRATIONS,
): void {
  db.exec(`CREATE TABLE IF NOT EXISTS schema_version (
    version INTEGER PRIMARY KEY, min_safe_version INTEGER NOT NULL, applied_at TEXT NOT NULL) STRICT`)
  const applied = requireSafeVersion(db, migrations.length)
  for (const [index, { minSafeVersion, sql }] of migrations.entries()) {
    const version = index + 1
    if (version <= applied) continue
    db.exec('BEGIN IMMEDIATE')
    try {
      db.exec(sql)
      db.prepare('INSERT INTO schema_version VALUES (?, ?, ?)').run(version, minSafeVersion, now().toISOString())
      db.exec('COMMIT')
    } catch (error) {
      if (db.isTransaction) db.exec('ROLLBACK')
      throw error
    }
  }
}

/** @returns the version applied. @throws CW-1026 */
export function requireSafeVersion(db: DatabaseSync, known: number = JOURNAL_MIGRATIONS.length): number {
  const row = db.prepare('SELECT max(version) AS version, max(min_safe_version) AS safe FROM schema_version').get()
  const safe = Number(row?.['safe'] ?? 0)
  if (safe > known) {
    throw new CausewayError(
      'CW-1026',
      `the journal needs a program that knows its version ${safe}; this one knows up to ${known}`,
    )
  }
  return Number(row?.['version'] ?? 0)
}
