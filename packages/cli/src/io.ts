import type { Readable, Writable } from 'node:stream'

/** What a command may touch of the process; passed in so that commands run in tests as they run in a shell. */
export interface Io {
  readonly stdin: Readable
  readonly stdout: Writable & { readonly isTTY?: boolean }
  readonly stderr: Writable & { readonly isTTY?: boolean }
  readonly env: NodeJS.ProcessEnv
  readonly cwd: string
  /** Aborts at the first SIGINT or SIGTERM. */
  readonly signal: AbortSignal
}
