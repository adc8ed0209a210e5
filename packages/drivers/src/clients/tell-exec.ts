import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { excerpt, type ClientOf, type Instruction } from './instruction.ts'

/** Only the end of what a command writes is kept. */
const TAIL_CHARACTERS = 4096
/** What a command left running may keep its stderr open; it is read no longer than this after the end. */
const STDERR_MS = 100

/**
 * Runs the command without a shell, with an environment of `PATH` and `CAUSEWAY_*` alone.
 *
 * When `signal` aborts, its whole process group is killed and waited for.
 * @returns `null` for exit code 0, else the code and the last line of stderr
 * @throws the reason of `signal`, or why the command could not be started
 */
export async function tellExec(
  client: ClientOf<'exec'>,
  instruction: Instruction,
  signal: AbortSignal,
): Promise<string | null> {
  signal.throwIfAborted()
  const [program = '', ...args] = client.command
  // Its own process group, so that what the command starts is killed with it.
  const child = spawn(program, args, {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      CAUSEWAY_ACTION: instruction.action,
      CAUSEWAY_AUTHORITY: instruction.action === 'follow' ? instruction.authority : '',
      CAUSEWAY_CLIENT: client.name,
    },
  })
  let tail = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    tail = (tail + text).slice(-TAIL_CHARACTERS)
  })
  const kill = () => killGroup(child)
  signal.addEventListener('abort', kill, { once: true })
  const closed = once(child, 'close')
  child.once('exit', () => setTimeout(() => child.stderr.destroy(), STDERR_MS).unref())
  try {
    const [code, killedBy] = (await closed) as [number | null, NodeJS.Signals | null]
    signal.throwIfAborted()
    if (code === 0) return null
    const ending = code === null ? `was ended by ${killedBy}` : `ended with exit code ${code}`
    const lastLine = excerpt(tail.trimEnd().split('\n').at(-1) ?? '')
    return lastLine === '' ? ending : `${ending}: ${lastLine}`
  } finally {
    signal.removeEventListener('abort', kill)
  }
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // The group has ended by itself.
  }
}
