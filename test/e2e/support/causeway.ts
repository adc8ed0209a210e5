import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Message, MessageName, MessageOf } from '@causeway/core'

const BIN = join(import.meta.dirname, '../../../packages/cli/src/bin.ts')

export interface Finished {
  /** `null` when a signal ended it. */
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  /** What `--json` printed last: an envelope, or `{error}`. */
  readonly answer: { readonly data?: unknown; readonly error?: { readonly code: string; readonly message: string } }
}

/** One command in a process of its own, to its end. */
export async function runCauseway(args: readonly string[], env: Readonly<Record<string, string>>): Promise<Finished> {
  const child = spawn(process.execPath, [BIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } })
  const output = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text))
  const [code] = (await once(child, 'close')) as [number | null]
  const last = output.stdout.trimEnd().split('\n').at(-1) ?? ''
  return { code, ...output, answer: last.startsWith('{') ? (JSON.parse(last) as Finished['answer']) : {} }
}

/** A controller in a process of its own. */
export interface RunningCauseway extends AsyncDisposable {
  readonly pid: number
  readonly messages: readonly Message[]
  /** Resolves with the first message of this kind, past or to come. @throws when the process ends before */
  seen<N extends MessageName>(name: N, matches?: (data: MessageOf<N>['data']) => boolean): Promise<MessageOf<N>['data']>
  /** Resolves when it waits for this order. */
  waitingFor(what: string): Promise<void>
  kill(signal?: NodeJS.Signals): void
  readonly exited: Promise<{ readonly code: number | null; readonly stderr: string; readonly error: { readonly code: string; readonly message: string } | null }>
}

export function startCauseway(args: readonly string[], env: Readonly<Record<string, string>>): RunningCauseway {
  const child = spawn(process.execPath, [BIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } })
  const messages: Message[] = []
  const listeners = new Set<() => void>()
  let stderr = ''
  let error: { code: string; message: string } | null = null
  let ended = false
  const changed = () => {
    for (const listener of listeners) listener()
  }
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  createInterface(child.stdout).on('line', (line) => {
    const value = JSON.parse(line) as Message | { readonly error: { code: string; message: string } }
    if ('error' in value) error = value.error
    else messages.push(value)
    changed()
  })
  const exited = once(child, 'close').then(([code]) => {
    ended = true
    changed()
    return { code: code as number | null, stderr, error }
  })

  const seen: RunningCauseway['seen'] = async (name, matches = () => true) =>
    new Promise((resolve, reject) => {
      const look = () => {
        const found = messages.find((said) => said.name === name && matches(said.data as Parameters<typeof matches>[0]))
        if (found === undefined && !ended) return
        listeners.delete(look)
        if (found !== undefined) resolve(found.data as Parameters<typeof matches>[0])
        else reject(new Error(`causeway ended before it said ${name}: ${JSON.stringify(error)} ${stderr}\n${messages.slice(-5).map((said) => JSON.stringify(said)).join('\n')}`))
      }
      listeners.add(look)
      look()
    })

  return {
    pid: child.pid ?? 0,
    messages,
    seen,
    waitingFor: async (what) => void (await seen('waiting-for', (data) => data.what === what)),
    kill: (signal = 'SIGKILL') => void child.kill(signal),
    exited,
    [Symbol.asyncDispose]: async () => {
      if (!ended) child.kill('SIGKILL')
      await exited
    },
  }
}
