import { CausewayError } from '../errors/causeway-error.ts'
import type { Side } from '../ports/database.ts'
import type { Phase } from '../phases/phase.ts'
import { carryingDirection } from '../phases/state.ts'
import type { Direction } from '../ports/migration-engine.ts'
import { runLoop } from '../run-loop.ts'
import { lookAt } from './gatekeeper.ts'
import type { Run } from './run.ts'

/** How often the schemas are looked at for DDL. */
const SCHEMA_LOOK_MS = 5_000

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
  const name = `${direction} verification`
  run.services.start(name, async (stop) => {
    const attempt = async () => await run.engine.keepVerifying(direction, run.lease, stop)
    await runLoop(attempt, stop, { name, clock, logger })
  })
}

export async function stopCarrying(run: Run, direction: Direction): Promise<void> {
  for (const service of ['status', 'verification', 'stream']) await run.services.stop(`${direction} ${service}`)
  // Whoever watches must not take its last words for how it is now.
  run.tellSoon('stream-status', { direction, ...run.engine.stream(direction).status() })
}

/**
 * DDL between `prepare` and `commit` freezes the migration: the two schemas would drift apart unseen. The target's is
 * watched once the load has built everything there.
 */
export function watchSchema(run: Run, sides: readonly Side[] = ['source', 'target']): void {
  for (const side of sides) {
    run.services.start(schemaWatch(side), async (signal) => {
      while (!signal.aborted) {
        await seen(() => refuseDdl(run, side, signal))
        if (side === 'source') await seen(() => warnOfRetention(run, signal))
        await run.clock.sleep(SCHEMA_LOOK_MS, signal)
      }
    })
  }
}

export async function stopWatchingSchema(run: Run): Promise<void> {
  for (const side of ['source', 'target'] as const) await run.services.stop(schemaWatch(side))
}

function schemaWatch(side: Side): string {
  return `schema watch of the ${side}`
}

/** A server that cannot be reached now has not changed its schema; it is looked at again. */
async function seen(look: () => Promise<void>): Promise<void> {
  try {
    await look()
  } catch (error) {
    if (!CausewayError.is(error) || error.disposition !== 'retry') throw error
  }
}

async function warnOfRetention(run: Run, signal: AbortSignal): Promise<void> {
  const retention = await lookAt(run, 'retention', signal)
  if (retention.result.outcome === 'fail')
    await run.record.tell('warning', { text: retention.result.message, code: null })
}

async function refuseDdl(run: Run, side: Side, signal: AbortSignal): Promise<void> {
  const recorded = run.record.state.recorded?.[side].fingerprint
  const measured = await run.engine.schemaFingerprint(side, signal)
  if (recorded === undefined || recorded === measured) return
  throw new CausewayError('CW-1003', `the schema of the ${side} was changed while the migration runs`, {
    data: { side },
  })
}
