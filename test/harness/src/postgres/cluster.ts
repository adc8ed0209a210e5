import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { appendFile, chown, open, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Binaries } from './binaries.ts'
import type { RunAs } from './run-as.ts'

/** Where one server lives. */
export interface Cluster {
  readonly binaries: Binaries
  readonly user: RunAs | null
  /** Holds everything of the server, its socket too; a short path, because socket paths are limited to about 100 bytes. */
  readonly directory: string
  readonly dataDirectory: string
  readonly logFile: string
  /** Of its processes, besides the few they all have. */
  readonly env: Readonly<Record<string, string>>
}

/** A port is taken by somebody else: another one may do. */
export class PortTaken extends Error {
  override readonly name = 'PortTaken'
}

const STARTED_WITHIN_MS = 60_000

/** `password` is its superuser's. @throws with what initdb said */
export async function initialise(cluster: Cluster, password: string): Promise<void> {
  const passwordFile = path.join(cluster.directory, 'password')
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 })
  await writeFile(cluster.logFile, '')
  if (cluster.user !== null) await chown(passwordFile, cluster.user.uid, cluster.user.gid)
  const child = await launch(cluster, cluster.binaries.initdb, [
    `--pgdata=${cluster.dataDirectory}`,
    '--username=postgres',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--no-sync',
  ])
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`initdb failed: ${await readFile(cluster.logFile, 'utf8')}`)
  await rm(passwordFile)
}

export async function configure(cluster: Cluster, settings: Readonly<Record<string, string>>): Promise<void> {
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'\n`)
  await appendFile(path.join(cluster.dataDirectory, 'postgresql.conf'), lines.join(''))
}

/**
 * Starts the server and resolves when it accepts connections; `launched` is told its process at once.
 *
 * @throws PortTaken; otherwise with the server's log
 */
export async function startServer(
  cluster: Cluster,
  port: number,
  launched: (pid: number) => void,
): Promise<ChildProcess> {
  await writeFile(cluster.logFile, '')
  const child = await launch(cluster, cluster.binaries.postgres, ['-D', cluster.dataDirectory, '-p', String(port)])
  launched(child.pid ?? 0)
  const deadline = Date.now() + STARTED_WITHIN_MS
  // The server tells its state only in a line of its pid file; pg_ctl waits in the same way.
  while (!(await isReady(cluster, child))) {
    if (child.exitCode !== null || child.signalCode !== null) throw await startFailure(cluster, port)
    if (Date.now() > deadline) {
      child.kill('SIGQUIT')
      throw await startFailure(cluster, port)
    }
    await delay(10)
  }
  child.unref()
  return child
}

async function isReady(cluster: Cluster, child: ChildProcess): Promise<boolean> {
  const text = await readFile(path.join(cluster.dataDirectory, 'postmaster.pid'), 'utf8').catch(() => '')
  const lines = text.split('\n')
  return lines[0] === String(child.pid) && lines[7]?.trim() === 'ready'
}

async function startFailure(cluster: Cluster, port: number): Promise<Error> {
  const log = await readFile(cluster.logFile, 'utf8')
  if (/could not (bind|create any TCP)/.test(log)) return new PortTaken(`port ${port} is taken`)
  return new Error(`PostgreSQL did not start: ${log.slice(-4000)}`)
}

/** In its own process group, so that Ctrl-C in a terminal does not reach it before us. */
async function launch(cluster: Cluster, program: string, args: readonly string[]): Promise<ChildProcess> {
  const log = await open(cluster.logFile, 'a')
  try {
    return spawn(program, args, {
      ...cluster.user,
      cwd: cluster.directory,
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
      env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', TZ: 'UTC', ...cluster.env },
    })
  } finally {
    await log.close()
  }
}
