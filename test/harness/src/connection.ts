import { readFile } from 'node:fs/promises'
import type { PoolConfig } from 'pg'
import type { Login, PostgresServer } from './postgres/server.ts'

/** How to reach one database; goes to child processes as JSON on their standard input, never in arguments. */
export interface ConnectionSettings {
  readonly host: string
  readonly port: number
  readonly database: string
  readonly user: string
  readonly password: string
  /** Proves the server when there is one; without, the connection is plain. */
  readonly caFile: string | null
}

/** Over TCP, as superuser by default. */
export function connectionTo(
  server: PostgresServer,
  database: string,
  login: Login = server.superuser,
): ConnectionSettings {
  return { host: server.host, port: server.port, caFile: server.caFile, database, ...login }
}

export async function clientConfig(settings: ConnectionSettings): Promise<PoolConfig> {
  const { caFile, ...rest } = settings
  return { ...rest, ssl: caFile === null ? false : { ca: await readFile(caFile, 'utf8') } }
}
