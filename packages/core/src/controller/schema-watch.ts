import { CausewayError } from '../errors/causeway-error.ts'
import type { Side } from '../ports/database.ts'
import { carryingDirection } from '../phases/state.ts'
import { lookAt } from './gatekeeper.ts'
import type { Run } from './run.ts'

/** How often the schemas are looked at for DDL: what is found late has cost nothing but time, most of all during the load. */
const LOOK_MS = 5_000
const LOOK_DURING_LOAD_MS = 10_000

const WATCH = 'schema watch'
const WATCH_OF_LOAD = 'schema watch of the load'

/**
 * DDL between `prepare` and `commit` freezes the migration: the two schemas would drift apart unseen. What concerns no
 * data, such as an index that is built on the authority, is carried over instead. To be called once the load is built.
 *
 * Looks once before it returns: a change that was made on both sides while the migration was frozen is taken over.
 * @throws CW-1003
 */
export async function watchSchema(run: Run, signal: AbortSignal): Promise<void> {
  if (run.services.isRunning(WATCH)) return
  await seen(() => refuseDdl(run, true, signal))
  run.services.start(WATCH, (stop) => lookAgain(run, LOOK_MS, () => refuseDdl(run, false, stop), stop))
}

/** What is built after the data may still be missing on the target: indexes, constraints, triggers are looked at later. */
export function watchSchemaOfLoad(run: Run): void {
  let seen: string | undefined
  run.services.start(WATCH_OF_LOAD, (signal) =>
    lookAgain(
      run,
      LOOK_DURING_LOAD_MS,
      async () => {
        seen ??= run.record.state.recorded?.source.fingerprint
        const measured = await run.engine.schemaFingerprint('source', signal)
        if (seen !== undefined && seen !== measured) {
          const differences = await run.engine.schemaDifferences('pre-data', signal)
          if (differences.length > 0) throw schemaChanged('source', differences)
        }
        seen = measured
      },
      signal,
    ),
  )
}

export async function stopWatchingSchema({ services }: Pick<Run, 'services'>): Promise<void> {
  for (const name of [WATCH, WATCH_OF_LOAD]) await services.stop(name)
}

/**
 * Before a migration that was held goes on: tables may have been altered on both sides since, and whatever knows them as
 * they were begins again with the phase.
 */
export async function forgetSchema(run: Pick<Run, 'services'>): Promise<void> {
  await stopWatchingSchema(run)
  for (const direction of ['forward', 'reverse'] as const) {
    for (const service of ['verification', 'stream']) await run.services.stop(`${direction} ${service}`)
  }
}

/** What both schemas were when they were found to be alike. */
export async function rememberSchemas(run: Run, source: string, target: string): Promise<void> {
  const recorded = run.record.state.recorded
  if (recorded === null)
    throw new CausewayError('CW-0101', 'the full load ended before prepare had recorded the servers')
  await run.record.remember({
    recorded: {
      source: { ...recorded.source, fingerprint: source },
      target: { ...recorded.target, fingerprint: target },
    },
  })
}

/** Not at once: whoever starts this has looked, or what is loaded is compared as a whole at the end. */
async function lookAgain(run: Run, everyMs: number, look: () => Promise<void>, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await run.clock.sleep(everyMs, signal)
    await seen(() => warnOfRetention(run, signal))
    // The hand-over looks for itself, and has no time for what would be carried over.
    if (run.record.state.handover === null) await seen(look)
  }
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

async function refuseDdl(run: Run, mayBeMended: boolean, signal: AbortSignal): Promise<void> {
  const recorded = run.record.state.recorded
  const found = await fingerprints(run, signal)
  const sides = SIDES.filter((side) => recorded?.[side].fingerprint !== found[side]).join(' and ')
  if (recorded === null || sides === '') return
  const made = await run.engine.carryIndexes(carryingDirection(run.record.state), run.lease, signal)
  // Before they are compared: what is changed afterwards is another change.
  const { source, target } = made.length === 0 ? found : await fingerprints(run, signal)
  const differences = await run.engine.schemaDifferences('complete', signal)
  if (differences.length > 0) throw schemaChanged(sides, differences)
  // What is not known to be an index may have changed rows that no stream has carried: all are compared once more.
  if (made.length === 0 && !mayBeMended) throw schemaChanged(sides, [])
  await rememberSchemas(run, source, target)
  if (mayBeMended) await run.record.remember({ verification: null })
  const what = made.length === 0 ? 'both sides are alike' : `made on the other side as well: ${made.join(', ')}`
  await run.record.tell('warning', { text: `the schema of the ${sides} was changed; ${what}`, code: null })
}

const SIDES = ['source', 'target'] as const

async function fingerprints(run: Run, signal: AbortSignal): Promise<Readonly<Record<Side, string>>> {
  const [source, target] = await Promise.all(SIDES.map((side) => run.engine.schemaFingerprint(side, signal)))
  return { source: source ?? '', target: target ?? '' }
}

const DIFFERENCES_SHOWN = 30

/** Without differences it is the same change on both sides. */
export function schemaChanged(sides: string, differences: readonly string[]): CausewayError {
  const more = differences.length > DIFFERENCES_SHOWN ? `; and ${differences.length - DIFFERENCES_SHOWN} more` : ''
  const alike = 'on both sides alike; all rows must be compared again'
  const shown = differences.length === 0 ? alike : differences.slice(0, DIFFERENCES_SHOWN).join('; ')
  return new CausewayError(
    'CW-1003',
    `the schema of the ${sides} was changed while the migration runs: ${shown}${more}`,
    { data: { differences } },
  )
}
