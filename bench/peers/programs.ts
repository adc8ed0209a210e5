import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { PostgresServer } from '@causeway/harness'

const run = promisify(execFile)

/** Programs say a line or more about each table. */
const MOST_OUTPUT_BYTES = 256 * 2 ** 20

/** A program to its end. @throws with what it said, when it fails */
export async function execute(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const options = { env: { ...process.env, ...env }, maxBuffer: MOST_OUTPUT_BYTES }
  const { stdout, stderr } = await run(program, [...args], options)
  return stdout + stderr
}

/** @returns the version it tells, `null` when it is not installed */
export async function versionOf(program: string): Promise<string | null> {
  const said = await execute(program, ['--version']).catch(() => '')
  return /\b(\d+\.[.\d]*)/.exec(said)?.[1] ?? null
}

/** What programs of PostgreSQL read to find a database. */
export function environmentOf(server: PostgresServer, database: string): Readonly<Record<string, string>> {
  return {
    PGHOST: server.host,
    PGPORT: String(server.port),
    PGUSER: server.superuser.user,
    PGPASSWORD: server.superuser.password,
    PGDATABASE: database,
  }
}

export function addressOf({ host, port, superuser }: PostgresServer, database: string): string {
  return `postgresql://${superuser.user}:${superuser.password}@${host}:${port}/${database}`
}
