import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, open, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Client } from 'pg'
import type { ConnectionSettings } from './connection.ts'
import { freePort } from './postgres/free-port.ts'
import { startReaper, type Reaper } from './postgres/reaper.ts'
import { giveTo, runAs } from './postgres/run-as.ts'
import { newPassword } from './postgres/password.ts'
import type { Login, PostgresServer } from './postgres/server.ts'

export interface PgBouncerOptions {
  readonly source: PostgresServer
  readonly target: PostgresServer
  /** Of both servers, and of PgBouncer. */
  readonly database: string
  /** Who may log in through it, with the same password as on the servers. */
  readonly logins: readonly Login[]
  /** Default `transaction`. */
  readonly poolMode?: 'session' | 'transaction' | 'statement'
  /** Added to `[pgbouncer]`. */
  readonly settings?: Readonly<Record<string, string>>
}

/**
 * PgBouncer before two servers, leading to the source, set up as docs/concepts/operations.md says.
 *
 * Disposal ends it and removes its directory; so does the end of this process, whatever ends it.
 */
export interface PgBouncer extends AsyncDisposable {
  readonly host: string
  readonly port: number
  readonly logFile: string
  /** Of its admin console. */
  readonly admin: Login
  /** Leading to the one server and to the other. */
  readonly configFiles: { readonly source: string; readonly target: string }
  connectionFor(login: Login): ConnectionSettings
  /** One command on its admin console. */
  console<Row = Record<string, unknown>>(command: string): Promise<readonly Row[]>
}

const HOST = '127.0.0.1'
const ANSWERS_WITHIN_MS = 20_000
/** Debian has it where only administrators look. */
const PROGRAMS = ['pgbouncer', '/usr/sbin/pgbouncer']

/** What is not installed, with the command that installs it; empty when nothing is missing. For names of tests. */
export function pgBouncerMissing(): string {
  return programOf() === null ? '(skipped: apt-get install pgbouncer)' : ''
}

function programOf(): string | null {
  return PROGRAMS.find(runs) ?? null
}

function runs(program: string): boolean {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0
}

/** @throws when it is not installed, or with its log when it does not answer */
export async function startPgBouncer(options: PgBouncerOptions): Promise<PgBouncer> {
  const program = programOf()
  if (program === null) throw new Error('PgBouncer is not installed: apt-get install pgbouncer')
  const directory = await mkdtemp(path.join(tmpdir(), 'causeway-pgbouncer-'))
  const reaper = startReaper(directory)
  try {
    const port = await freePort()
    const admin = { user: 'causeway_admin', password: newPassword() }
    const configFiles = await configure(directory, port, admin, options)
    const logFile = path.join(directory, 'pgbouncer.log')
    const child = await launch(program, configFiles.source, logFile, reaper)
    const ask = (command: string) => askConsole({ host: HOST, port, database: 'pgbouncer', ...admin }, command)
    await untilItAnswers(() => ask('SHOW VERSION'), child, logFile)
    return {
      host: HOST,
      port,
      logFile,
      admin,
      configFiles,
      connectionFor: (login) => ({ host: HOST, port, database: options.database, ...login, caFile: null }),
      console: async <Row>(command: string) => (await ask(command)) as readonly Row[],
      [Symbol.asyncDispose]: () => reaper.finish(),
    }
  } catch (error) {
    await reaper.finish()
    throw error
  }
}

async function configure(
  directory: string,
  port: number,
  admin: Login,
  { source, target, database, logins, poolMode = 'transaction', settings = {} }: PgBouncerOptions,
): Promise<PgBouncer['configFiles']> {
  const write = async (name: string, text: string) => {
    const file = path.join(directory, name)
    await writeFile(file, text, { mode: 0o600 })
    return file
  }
  const users = [...logins, admin].map(({ user, password }) => `"${user}" "${password}"\n`)
  const common = {
    listen_addr: HOST,
    listen_port: String(port),
    unix_socket_dir: '',
    auth_type: 'scram-sha-256',
    auth_file: await write('users.txt', users.join('')),
    admin_users: admin.user,
    pool_mode: poolMode,
    ...settings,
  }
  const lines = Object.entries(common).map(([name, value]) => `${name} = ${value}\n`)
  const commonFile = await write('common.ini', `[pgbouncer]\n${lines.join('')}`)
  const leadingTo = async (side: 'source' | 'target', { host, port }: PostgresServer) =>
    await write(
      `${side}.ini`,
      `%include ${commonFile}\n[databases]\n${database} = host=${host} port=${port} dbname=${database}\n`,
    )
  const files = { source: await leadingTo('source', source), target: await leadingTo('target', target) }
  await giveTo(directory, runAs())
  return files
}

async function launch(program: string, configFile: string, logFile: string, reaper: Reaper): Promise<ChildProcess> {
  const log = await open(logFile, 'w')
  try {
    const child = spawn(program, [configFile], {
      ...runAs(),
      stdio: ['ignore', log.fd, log.fd],
      // Ctrl-C in a terminal reaches this process alone, which then stops it.
      detached: true,
    })
    await once(child, 'spawn')
    reaper.watch(child.pid ?? 0)
    child.unref()
    return child
  } finally {
    await log.close()
  }
}

async function askConsole(settings: object, command: string): Promise<readonly unknown[]> {
  const client = new Client(settings)
  client.on('error', () => {})
  try {
    await client.connect()
    return (await client.query(command)).rows
  } finally {
    await client.end()
  }
}

async function untilItAnswers(ask: () => Promise<unknown>, child: ChildProcess, logFile: string): Promise<void> {
  const deadline = performance.now() + ANSWERS_WITHIN_MS
  while (child.exitCode === null && performance.now() < deadline) {
    const answered = await ask().then(
      () => true,
      () => false,
    )
    if (answered) return
    await delay(20)
  }
  throw new Error(`PgBouncer does not answer: ${(await readFile(logFile, 'utf8')).slice(-4000)}`)
}
