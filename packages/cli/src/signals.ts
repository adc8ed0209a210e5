/** How long an orderly end may take before the process ends anyway; longer than any pause budget by default. */
const DRAIN_MS = 60_000

/**
 * The first SIGINT or SIGTERM aborts the signal, and everything ends at a safe point; the second ends the process, as does
 * a deadline. Only `bin.ts` calls this.
 */
export function stopSignal(exit: (code: number) => void): AbortSignal {
  const stopping = new AbortController()
  const onSignal = (name: NodeJS.Signals) => {
    if (stopping.signal.aborted) exit(name === 'SIGINT' ? 130 : 143)
    stopping.abort(new Stopped(name))
    setTimeout(() => exit(9), DRAIN_MS).unref()
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  return stopping.signal
}

/** Stopping is not failing: the reason of an orderly end asked for by a signal. */
export class Stopped extends Error {
  readonly exitCode: number

  constructor(name: NodeJS.Signals) {
    super(`stopped by ${name}`)
    this.name = 'Stopped'
    this.exitCode = name === 'SIGINT' ? 130 : 143
  }
}
