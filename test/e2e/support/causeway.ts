import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { ControlClient, type Message, type MessageName, type MessageOf } from '@causeway/core'

const BIN = join(import.meta.dirname, '../../../packages/cli/src/bin.js')

interface Failure {
  readonly code: string
  readonly message: string
}

export interface Finished {
  /** `null` when a signal ended it. */
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  /** What `--json` printed last: an envelope, or `{error}`. */
  readonly answer: { readonly data?: unknown; readonly error?: Failure }
}

/** One command in a process of its own, to its end. */
export async function runCauseway(args: readonly string[], env: Readonly<Record<string, string>>): Promise<Finished> {
  const child = spawnCauseway(args, env)
  const output = { stdout: '', stderr: '' }
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (output.stdout += text))
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (output.stderr += text))
  const [code] = (await once(child, 'close')) as [number | null]
  const last = output.stdout.trimEnd().split('\n').at(-1) ?? ''
  return { code, ...output, answer: last.startsWith('{') ? (JSON.parse(last) as Finished['answer']) : {} }
}

export interface Exited {
  /** `null` when a signal ended it. */
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stderr: string
  readonly error: Failure | null
}

/** A controller in a process of its own. Disposal kills it and whatever it started. */
export interface RunningCauseway extends AsyncDisposable {
  readonly pid: number
  readonly messages: readonly Message[]
  /** Every message, past and to come, until the process ends. */
  each(): AsyncIterable<Message>
  /** Resolves with the first message of this kind, past or to come. @throws when the process ends before */
  seen<N extends MessageName>(name: N, matches?: (data: MessageOf<N>['data']) => boolean): Promise<MessageOf<N>['data']>
  /** Resolves when it waits for this order. */
  waitingFor(what: string): Promise<void>
  /** What the command of this name tells this controller, without a process of its own. */
  order(name: string): Promise<unknown>
  kill(signal?: NodeJS.Signals): void
  readonly exited: Promise<Exited>
  /** Whether the process, or one that it started, is still there. */
  hasProcesses(): boolean
}

export function startCauseway(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  stateDir: string,
): RunningCauseway {
  return new CausewayProcess(spawnCauseway(args, env), stateDir)
}

/** A test that ran out of time disposes of nothing: what it started ends with its process. */
const ENDS_WITH_US = process.platform === 'linux' ? ['setpriv', '--pdeathsig', 'KILL'] : []

/** Leads a process group of its own, so that what it leaves behind can be found. */
function spawnCauseway(args: readonly string[], env: Readonly<Record<string, string>>): ChildProcess {
  const [command = process.execPath, ...rest] = [...ENDS_WITH_US, process.execPath, BIN, ...args]
  return spawn(command, rest, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env }, detached: true })
}

/** What the command of this name tells the controller of a state directory, without a process of its own. */
export async function giveOrder(stateDir: string, name: string): Promise<unknown> {
  return await new ControlClient(stateDir).command(name, {}, new AbortController().signal)
}

class CausewayProcess implements RunningCauseway {
  readonly pid: number
  readonly messages: Message[] = []
  readonly exited: Promise<Exited>
  readonly #child: ChildProcess
  readonly #stateDir: string
  #changed = Promise.withResolvers<void>()
  #error: Failure | null = null
  #stderr = ''
  #ended = false

  constructor(child: ChildProcess, stateDir: string) {
    this.#child = child
    this.#stateDir = stateDir
    this.pid = child.pid ?? 0
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.#stderr += text))
    if (child.stdout !== null) createInterface(child.stdout).on('line', (line) => this.#hear(line))
    this.exited = once(child, 'close').then(([code, signal]) => {
      this.#ended = true
      this.#tell()
      return { code, signal, stderr: this.#stderr, error: this.#error }
    })
  }

  async *each(): AsyncIterable<Message> {
    for (let heard = 0; ;) {
      const message = this.messages[heard]
      if (message !== undefined) {
        heard += 1
        yield message
      } else if (this.#ended) {
        return
      } else {
        await this.#changed.promise
      }
    }
  }

  async seen<N extends MessageName>(
    name: N,
    matches: (data: MessageOf<N>['data']) => boolean = () => true,
  ): Promise<MessageOf<N>['data']> {
    for await (const said of this.each()) {
      if (said.name === name && matches(said.data as MessageOf<N>['data'])) return said.data as MessageOf<N>['data']
    }
    throw new Error(`causeway ended before it said ${name}: ${this.describe()}`)
  }

  async waitingFor(what: string): Promise<void> {
    await this.seen('waiting-for', (data) => data.what === what)
  }

  async order(name: string): Promise<unknown> {
    return await giveOrder(this.#stateDir, name)
  }

  kill(signal: NodeJS.Signals = 'SIGKILL'): void {
    this.#child.kill(signal)
  }

  hasProcesses(): boolean {
    try {
      return process.kill(-this.pid, 0)
    } catch {
      return false
    }
  }

  /** The last that was heard, for the message of a test that fails. */
  describe(): string {
    const last = this.messages.filter(({ name }) => name !== 'stream-status').slice(-8)
    return [JSON.stringify(this.#error), this.#stderr, ...last.map((said) => JSON.stringify(said))].join('\n')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.hasProcesses()) process.kill(-this.pid, 'SIGKILL')
    await this.exited
  }

  #hear(line: string): void {
    const value = JSON.parse(line) as Message | { readonly error: Failure } | { readonly data: unknown }
    if ('name' in value) this.messages.push(value)
    else if ('error' in value) this.#error = value.error
    this.#tell()
  }

  #tell(): void {
    this.#changed.resolve()
    this.#changed = Promise.withResolvers()
  }
}
