import { CausewayError } from '../errors/causeway-error.ts'
import { GUARDS } from '../gates/guards.ts'
import type { MigrationEngine } from '../ports/migration-engine.ts'
import { passGates } from './gatekeeper.ts'
import type { MigrationRecord } from './record.ts'
import type { PhaseHandler } from './run.ts'
import { rememberSchemas, stopWatchingSchema, watchSchema, watchSchemaOfLoad } from './schema-watch.ts'
import { keepCarrying } from './streams.ts'
import { verifyOnce, watchTarget } from './verification.ts'

/** Preflight found no blocker, or there would be no lease. */
export const draft: PhaseHandler = () => Promise.resolve({ event: 'prepare-started' })

/**
 * Everything that would stop or lose something, at once, and before anything is changed: even the lease writes.
 * @throws CW-0310 with all blockers
 */
export async function preflight(engine: MigrationEngine, record: MigrationRecord, signal: AbortSignal): Promise<void> {
  const findings = await engine.preflight(signal)
  for (const finding of findings) await record.tell('finding', finding)
  const blockers = findings.filter((finding) => finding.severity === 'blocker')
  if (blockers.length > 0) {
    throw new CausewayError(
      'CW-0310',
      `preflight found ${blockers.length} blocker(s): ${blockers.map((blocker) => blocker.message).join('; ')}`,
      {
        data: { findings: blockers },
      },
    )
  }
}

export const prepare: PhaseHandler = async (run, signal) => {
  const prepared = await run.engine.prepare(run.lease, signal)
  if (prepared.differences.length > 0) throw schemaDiffers(prepared.differences)
  // The rights the fence needs are proven now, days before they are needed within seconds.
  await run.engine.source.rehearseFence(run.lease, signal)
  const [source, target] = await Promise.all([run.engine.source.identity(signal), run.engine.target.identity(signal)])
  await run.record.remember({
    recorded: {
      source: { identity: source, fingerprint: prepared.fingerprint.source },
      target: { identity: target, fingerprint: prepared.fingerprint.target },
    },
  })
  return { event: 'prepared' }
}

export const fullLoad: PhaseHandler = async (run, signal) => {
  watchSchemaOfLoad(run)
  const states = new Map<string, string>()
  const summary = await run.engine.fullLoad(
    run.lease,
    ({ tables, ...totals }) => {
      for (const table of tables) {
        if (states.get(table.table) === table.state) continue
        states.set(table.table, table.state)
        run.tellSoon('table-progress', table)
      }
      const tablesReady = tables.filter((table) => table.state === 'ready').length
      run.tellSoon('load-progress', { ...totals, tables: tables.length, tablesReady })
    },
    signal,
  )
  await run.record.tell('load-finished', summary)
  return { event: 'loaded' }
}

export const replicate: PhaseHandler = async (run, signal) => {
  keepCarrying(run, 'forward')
  watchSchemaOfLoad(run)
  await passGates(run, [...GUARDS['caught-up'], 'identity'], signal)
  const source = await run.engine.schemaFingerprint('source', signal)
  const differences = await run.engine.finishLoad(run.lease, signal)
  if (differences.length > 0) throw schemaDiffers(differences)
  // Indexes, keys and triggers are there now: from here on a change of the target's schema is somebody else's.
  await stopWatchingSchema(run)
  await rememberSchemas(run, source, await run.engine.schemaFingerprint('target', signal))
  await watchSchema(run, signal)
  return { event: 'caught-up' }
}

export const verify: PhaseHandler = async (run, signal) => {
  keepCarrying(run, 'forward')
  await watchSchema(run, signal)
  await watchTarget(run, signal)
  return { event: (await verifyOnce(run, 'forward', signal)) ? 'verified' : 'mismatch-found' }
}

function schemaDiffers(differences: readonly string[]): CausewayError {
  const shown = differences.slice(0, 5).join('; ')
  return new CausewayError(
    'CW-0311',
    `the target's schema differs from the source's in ${differences.length} place(s): ${shown}`,
    {
      data: { differences },
    },
  )
}
