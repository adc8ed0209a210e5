import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Client, escapeIdentifier, escapeLiteral } from 'pg'
import { binariesOf, type Major } from './binaries.ts'
import { configure, PortTaken, startServer, type Cluster } from './cluster.ts'
import { freePort } from './free-port.ts'
import { startReaper, type Reaper } from './reaper.ts'
import { giveTo, runAs } from './run-as.ts'
import { createCluster } from './template.ts'
import { newPassword } from './password.ts'
import { writeCertificates } from './certificates.ts'

export interface Login {
  readonly user: string
  readonly password: string
}

/** `fast` ends sessions and writes everything out, `immediate` is a crash. */
export type StopMode = 'fast' | 'immediate'

export interface StartPostgresOptions {
  readonly major: Major
  /** Added to `postgresql.conf`, after the harness's own. */
  readonly settings?: Readonly<Record<string, string>>
  /** TCP connections must use TLS, and `caFile` proves the server; default false. */
  readonly tls?: boolean
  /** A directory of locales made by `localedef`, in place of those of the system. */
  readonly localeDirectory?: string
}

/**
 * A PostgreSQL server of its own: new cluster, temporary directory, loopback port, socket in `socketDirectory`.
 *
 * Every connection authenticates by scram-sha-256. Disposal ends it and removes its directory; so does the end of this
 * process, whatever ends it.
 */
export interface PostgresServer extends AsyncDisposable {
  readonly major: Major
  readonly host: string
  readonly port: number
  readonly socketDirectory: string
  readonly dataDirectory: string
  readonly logFile: string
  readonly superuser: Login
  /** The authority of the server's certificate; `null` without TLS. */
  readonly caFile: string | null
  /** Of the postmaster; `null` while stopped. */
  readonly pid: number | null

  /** `options` as in `CREATE DATABASE`, e.g. `TEMPLATE template0 ENCODING 'LATIN1'`. @returns the name */
  createDatabase(name: string, owner?: string, options?: string): Promise<string>

  /** A role that may log in, with a random password. `attributes` as in `CREATE ROLE`, e.g. `REPLICATION`. */
  createLogin(user: string, attributes?: string): Promise<Login>

  /** Runs SQL as superuser on a connection of its own; rows of the last statement. */
  query<Row = Record<string, unknown>>(
    database: string,
    sql: string,
    params?: readonly unknown[],
  ): Promise<readonly Row[]>

  /** A connection, by default as superuser over TCP; the caller ends it. `host` may be `socketDirectory`. */
  connect(database: string, login?: Login, host?: string): Promise<Client>

  start(): Promise<void>
  stop(mode: StopMode): Promise<void>
  /** On the same port with the same data. */
  restart(mode?: StopMode): Promise<void>
}

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  wal_level: 'logical',
  max_replication_slots: '20',
  max_wal_senders: '20',
  max_prepared_transactions: '10',
  max_connections: '200',
  // The data only has to outlive the server process, never the machine.
  fsync: 'off',
  full_page_writes: 'off',
  jit: 'off',
}

/** @throws when the platform has no embedded PostgreSQL, or with the server's log when it does not start */
export async function startPostgres(options: StartPostgresOptions): Promise<PostgresServer> {
  const directory = await mkdtemp(path.join(tmpdir(), `causeway-pg${options.major}-`))
  const reaper = startReaper(directory)
  try {
    const user = runAs()
    const binaries = await binariesOf(options.major, directory, user)
    const tls = options.tls === true ? await writeCertificates(directory) : null
    await giveTo(directory, user)
    const cluster: Cluster = {
      binaries,
      user,
      directory,
      dataDirectory: path.join(directory, 'data'),
      logFile: path.join(directory, 'postgres.log'),
      env: options.localeDirectory === undefined ? {} : { LOCPATH: options.localeDirectory },
    }
    const password = await createCluster(cluster, options.major)
    await configure(cluster, {
      ...SETTINGS,
      unix_socket_directories: directory,
      ...tls?.settings,
      ...options.settings,
    })
    if (tls !== null) await requireTls(cluster)
    const server = new EmbeddedServer(cluster, options.major, { user: 'postgres', password }, tls?.ca ?? null, reaper)
    await server.startOnAnyPort()
    return server
  } catch (error) {
    await reaper.finish()
    throw error
  }
}

async function requireTls(cluster: Cluster): Promise<void> {
  const lines = [
    'local all all',
    'local replication all',
    'hostssl all all 127.0.0.1/32',
    'hostssl replication all 127.0.0.1/32',
    'hostssl all all ::1/128',
    'hostssl replication all ::1/128',
  ]
  await writeFile(
    path.join(cluster.dataDirectory, 'pg_hba.conf'),
    lines.map((line) => `${line} scram-sha-256\n`).join(''),
  )
}

/** Of a cluster that is there already. */
export class EmbeddedServer implements PostgresServer {
  readonly host = '127.0.0.1'
  readonly major: Major
  readonly superuser: Login
  readonly #cluster: Cluster
  readonly #ca: { readonly file: string; readonly pem: string } | null
  readonly #reaper: Reaper
  #port = 0
  #process: ChildProcess | null = null

  constructor(
    cluster: Cluster,
    major: Major,
    superuser: Login,
    ca: { readonly file: string; readonly pem: string } | null,
    reaper: Reaper,
  ) {
    this.#cluster = cluster
    this.major = major
    this.superuser = superuser
    this.#ca = ca
    this.#reaper = reaper
  }

  get port(): number {
    return this.#port
  }
  get socketDirectory(): string {
    return this.#cluster.directory
  }
  get dataDirectory(): string {
    return this.#cluster.dataDirectory
  }
  get logFile(): string {
    return this.#cluster.logFile
  }
  get caFile(): string | null {
    return this.#ca?.file ?? null
  }
  get pid(): number | null {
    return this.#process?.pid ?? null
  }

  async startOnAnyPort(): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      this.#port = await freePort()
      try {
        return await this.start()
      } catch (error) {
        if (!(error instanceof PortTaken) || attempt === 10) throw error
      }
    }
  }

  async start(): Promise<void> {
    if (this.#process !== null) return
    const child = await startServer(this.#cluster, this.#port, (pid) => this.#reaper.watch(pid))
    this.#process = child
    child.once('exit', () => {
      this.#reaper.watch(0)
      this.#process = null
    })
  }

  async stop(mode: StopMode): Promise<void> {
    const child = this.#process
    if (child === null) return
    const gone = once(child, 'exit')
    child.ref()
    child.kill(mode === 'fast' ? 'SIGINT' : 'SIGQUIT')
    await gone
  }

  async restart(mode: StopMode = 'fast'): Promise<void> {
    await this.stop(mode)
    await this.start()
  }

  async createDatabase(name: string, owner?: string, options = ''): Promise<string> {
    const suffix = owner === undefined ? '' : ` OWNER ${escapeIdentifier(owner)}`
    await this.query('postgres', `CREATE DATABASE ${escapeIdentifier(name)}${suffix} ${options}`)
    return name
  }

  async createLogin(user: string, attributes = ''): Promise<Login> {
    const password = newPassword()
    const role = escapeIdentifier(user)
    await this.query('postgres', `CREATE ROLE ${role} LOGIN ${attributes} PASSWORD ${escapeLiteral(password)}`)
    return { user, password }
  }

  async query<Row = Record<string, unknown>>(
    database: string,
    sql: string,
    params: readonly unknown[] = [],
  ): Promise<readonly Row[]> {
    const client = await this.connect(database)
    try {
      // Without parameters a text may hold several statements; then there is one result for each.
      const results = [await client.query(sql, params.length === 0 ? undefined : [...params])].flat()
      return (results.at(-1)?.rows ?? []) as readonly Row[]
    } finally {
      await client.end()
    }
  }

  async connect(database: string, login: Login = this.superuser, host: string = this.host): Promise<Client> {
    const ssl = this.#ca === null || host.startsWith('/') ? false : { ca: this.#ca.pem }
    const client = new Client({ host, port: this.port, database, ...login, ssl })
    // Tests stop servers under their connections; the next query tells.
    client.on('error', () => {})
    await client.connect()
    return client
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop('immediate')
    await this.#reaper.finish()
  }
}
