import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, open, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { freePort } from '../postgres/free-port.ts'
import { startReaper, type Reaper } from '../postgres/reaper.ts'

/** moto's server: the account 123456789012 in memory, empty. It ends with this process, whatever ends it. */
export interface Moto extends AsyncDisposable {
  readonly url: string
  readonly port: number
  readonly pid: number
}

const ANSWERS_WITHIN_MS = 60_000
const STOPPED_WITHIN_MS = 5000

/** The command that starts moto's server here; `null` when it is not installed. */
export function motoCommand(): readonly [string, ...string[]] | null {
  const commands: readonly (readonly [string, ...string[]])[] = [['moto_server'], ['python3', '-m', 'moto.server']]
  return commands.find(([program, ...args]) => spawnSync(program, [...args, '--help']).status === 0) ?? null
}

/** @throws when moto is not installed, or with its output when it does not answer */
export async function startMoto(): Promise<Moto> {
  const command = motoCommand()
  if (command === null) throw new Error("moto's server is not installed: pip install 'moto[server]==5.2.1'")
  const directory = await mkdtemp(path.join(tmpdir(), 'causeway-moto-'))
  const reaper = startReaper(directory)
  const log = path.join(directory, 'moto.log')
  try {
    const port = await freePort()
    const child = await spawnMoto(command, port, log)
    reaper.watch(child.pid ?? 0)
    const url = `http://127.0.0.1:${port}`
    await untilItAnswers(url, child, log)
    return { url, port, pid: child.pid ?? 0, [Symbol.asyncDispose]: () => stop(child, reaper) }
  } catch (error) {
    await reaper.finish()
    throw error
  }
}

async function spawnMoto(
  [program, ...args]: readonly [string, ...string[]],
  port: number,
  log: string,
): Promise<ChildProcess> {
  const output = await open(log, 'w')
  try {
    const child = spawn(program, [...args, '-H', '127.0.0.1', '-p', String(port)], {
      stdio: ['ignore', output.fd, output.fd],
      // Ctrl-C in a terminal reaches this process alone, which then stops moto.
      detached: true,
      // The policies DMS and ECS roles attach are AWS's own; moto has them only when told to load them.
      env: { ...process.env, MOTO_IAM_LOAD_MANAGED_POLICIES: 'true' },
    })
    await once(child, 'spawn')
    return child
  } finally {
    await output.close()
  }
}

async function untilItAnswers(url: string, child: ChildProcess, log: string): Promise<void> {
  const deadline = performance.now() + ANSWERS_WITHIN_MS
  while (child.exitCode === null && performance.now() < deadline) {
    const answered = await fetch(`${url}/moto-api/`).then(
      (response) => response.ok,
      () => false,
    )
    if (answered) return
    await delay(50)
  }
  throw new Error(`moto does not answer: ${(await readFile(log, 'utf8')).slice(-4000)}`)
}

async function stop(child: ChildProcess, reaper: Reaper): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const gone = once(child, 'exit')
    const late = setTimeout(() => child.kill('SIGKILL'), STOPPED_WITHIN_MS)
    child.kill('SIGTERM')
    await gone
    clearTimeout(late)
  }
  reaper.watch(0)
  await reaper.finish()
}
