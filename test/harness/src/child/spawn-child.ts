import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'

/** A program of the harness in a process of its own. It ends when its standard input ends, so it never outlives us. */
export interface Child extends AsyncDisposable {
  /** Base URL of its HTTP listener. */
  readonly url: string
  readonly pid: number
  /** Asks it to finish its work; kills it when it has not within a few seconds. Idempotent. */
  stop(): Promise<void>
  /** SIGKILL, for tests of crashes. */
  kill(): Promise<void>
}

const STOPPED_WITHIN_MS = 5000

/**
 * Starts `script` with its configuration as a line of JSON on standard input.
 *
 * The first line of its output says where it listens; `onLine` gets the others, each a JSON value.
 *
 * @throws with what it wrote on standard error when it ends before it listens
 */
export async function spawnChild(script: string, config: unknown, onLine: (value: unknown) => void): Promise<Child> {
  // Its own process group: Ctrl-C in a terminal reaches this process, which then stops its children in order.
  const child = spawn(process.execPath, [script], { stdio: ['pipe', 'pipe', 'pipe'], detached: true })
  const exited = new Promise<void>((resolve) => child.once('close', () => resolve()))
  let errors = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors = `${errors}${text}`.slice(-4000)))
  child.stdin.on('error', () => {})
  child.stdin.write(`${JSON.stringify(config)}\n`)
  const first = Promise.withResolvers<unknown>()
  // At once, not when the promise is looked at: the second line may be in the same chunk as the first.
  let onValue = (value: unknown): void => {
    onValue = onLine
    first.resolve(value)
  }
  createInterface(child.stdout).on('line', (line) => onValue(JSON.parse(line)))
  void exited.then(() => first.reject(new Error(`${script} ended before it listened: ${errors}`)))
  const listening = await first.promise
  if (!isListening(listening)) throw new Error(`${script} did not say where it listens`)
  const stop = async (): Promise<void> => {
    child.stdin.end()
    const patience = new AbortController()
    const late = delay(STOPPED_WITHIN_MS, undefined, { signal: patience.signal }).then(
      () => child.kill('SIGKILL'),
      () => false,
    )
    await exited
    patience.abort()
    await late
  }
  return { url: listening.url, pid: child.pid ?? 0, stop, kill: () => kill(child), [Symbol.asyncDispose]: stop }
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'close')
  child.kill('SIGKILL')
  await gone
}

function isListening(value: unknown): value is { readonly url: string } {
  return typeof value === 'object' && value !== null && 'url' in value && typeof value.url === 'string'
}
