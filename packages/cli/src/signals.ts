import { constants } from 'node:os'
import { Exit } from './exit.ts'

/** How long an orderly end may take before the process ends anyway; longer than any pause budget by default. */
const DRAIN_MS = 60_000

/** Ctrl-C, a service manager, and a terminal that has been closed. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * The first signal aborts, and everything ends at a safe point; the second ends the process, as does a deadline. Stopping
 * is not failing: the reason is an `Exit` with the shell's code for the signal. Only `start.ts` calls this.
 */
export function stopSignal(exit: (code: number) => void): AbortSignal {
  const stopping = new AbortController()
  for (const name of SIGNALS) {
    const code = 128 + constants.signals[name]
    process.on(name, () => {
      if (stopping.signal.aborted) exit(code)
      stopping.abort(new Exit(code, `stopped by ${name}`))
      setTimeout(() => exit(9), DRAIN_MS).unref()
    })
  }
  return stopping.signal
}
