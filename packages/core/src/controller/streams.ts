import type { Phase } from '../phases/phase.ts'
import { carryingDirection } from '../phases/state.ts'
import type { Direction } from '../ports/migration-engine.ts'
import { runLoop } from '../run-loop.ts'
import type { Run } from './run.ts'

/** How often the status of a running stream is told. */
const STATUS_MS = 1_000

/** Keeps a stream running, and tells how it does; starts only what is not running yet. */
export function keepCarrying(
  run: Run,
  direction: Direction,
  clientsMayWrite = direction === carryingDirection(run.record.state),
): void {
  const stream = run.engine.stream(direction)
  stream.expectClients(clientsMayWrite)
  run.services.start(`${direction} stream`, (signal) => stream.run(run.lease, signal))
  run.services.start(`${direction} status`, async (signal) => {
    while (!signal.aborted) {
      run.tellSoon('stream-status', { direction, ...stream.status() })
      await run.clock.sleep(STATUS_MS, signal)
    }
  })
}

/** The phases in which the stream of the authority runs all the time. */
const CARRIED: ReadonlySet<Phase> = new Set(['replicate', 'verify', 'shift', 'ready', 'hold', 'rolled-back'])

/** For a process that finds the migration paused or frozen: the log that nobody reads would fill the disk. */
export function carryWhileHeld(run: Run): void {
  const { phase, handover } = run.record.state
  if (handover === null && CARRIED.has(phase)) keepCarrying(run, carryingDirection(run.record.state))
}

/** Verifies again what the stream changes, so that little is left for the pause. Once everything was compared, not before. */
export function keepVerified(run: Run, direction: Direction): void {
  const { clock, logger } = run
  const name = verificationOf(direction)
  run.services.start(name, async (stop) => {
    const attempt = async () => await run.engine.keepVerifying(direction, run.lease, stop)
    await runLoop(attempt, stop, { name, clock, logger })
  })
}

/** The pause compares what is left, on servers that have nothing else to do. */
export async function stopVerifying(run: Run, direction: Direction): Promise<void> {
  await run.services.stop(verificationOf(direction))
}

export async function stopCarrying(run: Run, direction: Direction): Promise<void> {
  await run.services.stop(`${direction} status`)
  await stopVerifying(run, direction)
  await run.services.stop(`${direction} stream`)
  // Whoever watches must not take its last words for how it is now.
  run.tellSoon('stream-status', { direction, ...run.engine.stream(direction).status() })
}

function verificationOf(direction: Direction): string {
  return `${direction} verification`
}
