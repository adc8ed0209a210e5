import { DatabaseSync } from 'node:sqlite'
import { primaryResult } from './translate-error.ts'

const BUSY = 5

/**
 * An exclusive lock of the operating system on a file of its own, held by an open SQLite transaction. It is gone the
 * moment the process is, however it ends; readers of the journal are not kept out.
 * @returns `null` when another process, or this one, holds it
 */
export function takeWriterLock(path: string): Disposable | null {
  const db = new DatabaseSync(path)
  try {
    db.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE')
  } catch (error) {
    db.close()
    if (primaryResult(error) === BUSY) return null
    throw error
  }
  return { [Symbol.dispose]: () => db.close() }
}
