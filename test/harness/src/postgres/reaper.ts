import { spawn } from 'node:child_process'
import { once } from 'node:events'

/**
 * Ends a server and removes its directory when this process is gone, however it went.
 *
 * It is a shell that reads process ids from a pipe we hold open: the end of the pipe is the end of us.
 */
export interface Reaper {
  /** The server process to end; `0` when there is none at the moment. */
  watch(pid: number): void
  /** Ends the server, removes the directory and resolves when both are gone. */
  finish(): Promise<void>
}

const SCRIPT = `
pid=0
while read -r next; do pid=$next; done
if [ "$pid" -gt 0 ]; then
  kill -QUIT "$pid" 2>/dev/null
  tries=0
  while kill -0 "$pid" 2>/dev/null && [ "$tries" -lt 100 ]; do sleep 0.05; tries=$((tries + 1)); done
  kill -KILL "$pid" 2>/dev/null
fi
rm -rf "$1"
`

export function startReaper(directory: string): Reaper {
  // Its own process group, so that Ctrl-C in a terminal reaches this process alone, and the server last.
  const shell = spawn('/bin/sh', ['-c', SCRIPT, 'reaper', directory], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    cwd: '/',
  })
  const gone = once(shell, 'exit')
  gone.catch(() => {})
  shell.stdin.on('error', () => {})
  shell.unref()
  if ('unref' in shell.stdin && typeof shell.stdin.unref === 'function') shell.stdin.unref()
  return {
    watch: (pid) => void shell.stdin.write(`${pid}\n`),
    async finish() {
      shell.ref()
      shell.stdin.end()
      await gone
    },
  }
}
