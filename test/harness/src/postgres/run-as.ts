import { execFileSync } from 'node:child_process'
import { readdir, lchown } from 'node:fs/promises'
import path from 'node:path'

/** Another user to run as; PostgreSQL refuses to run as root. */
export interface RunAs {
  readonly uid: number
  readonly gid: number
}

/**
 * `postgres` or else `nobody` when this process is root, `null` when it can run PostgreSQL itself.
 *
 * @throws when root and neither user exists
 */
export function runAs(): RunAs | null {
  if (process.getuid?.() !== 0) return null
  for (const name of ['postgres', 'nobody']) {
    const uid = idOf('-u', name)
    const gid = idOf('-g', name)
    if (uid !== null && gid !== null) return { uid, gid }
  }
  throw new Error('PostgreSQL does not run as root, and there is no user "postgres" or "nobody" to run it as: add one')
}

/** Gives a directory and all below it to the user. */
export async function giveTo(directory: string, user: RunAs | null): Promise<void> {
  if (user === null) return
  await lchown(directory, user.uid, user.gid)
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    await lchown(path.join(entry.parentPath, entry.name), user.uid, user.gid)
  }
}

function idOf(kind: '-u' | '-g', name: string): number | null {
  try {
    return Number(execFileSync('id', [kind, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }))
  } catch {
    return null
  }
}
