import {
  FACTS_CODE,
  type MigrationState,
  type ServerIdentity,
  type StateReader,
  type StoredEvent,
} from '@causeway/core'
import type { ResolvedSpec } from '@causeway/spec'
import { allEvents, eventsOf, lastOf, type EventOf } from './journal-events.ts'
import type {
  ReportData,
  ReportedClients,
  ReportedHandover,
  ReportedServer,
  ReportedVerification,
  ReportedWeight,
} from './report-data.ts'

/** Puts the journal together as the record of the migration. Reads nothing but the journal. */
export async function collectReport(
  spec: ResolvedSpec,
  journal: StateReader,
  clients: ReportedClients | null,
): Promise<ReportData> {
  const events = await allEvents(journal)
  const chain = await journal.verifyChain()
  const now = new Date().toISOString()
  const recorded = recordedSides(events)
  return {
    schemaVersion: 1,
    migration: `${spec.name}-${spec.suffix}`,
    environment: spec.environment,
    outcome: outcome(phases(events)),
    source: server(recorded?.source.identity),
    target: server(recorded?.target.identity),
    startedAt: events[0]?.time ?? now,
    finishedAt: events.at(-1)?.time ?? now,
    phases: phases(events),
    load: lastOf(events, 'load-finished'),
    verification: verification(eventsOf(events, 'verification-result').at(-1)),
    gates: (await journal.gates()).map(({ gate, outcome: judged, value, threshold, message, evaluatedAt }) => ({
      gate,
      outcome: judged,
      value,
      threshold,
      message,
      at: evaluatedAt,
    })),
    weights: weights(events),
    handovers: handovers(events),
    findings: eventsOf(events, 'finding').map(({ data }) => data),
    clients,
    journal: { events: chain.events, lastHash: events.at(-1)?.hash ?? '', intact: chain.ok },
  }
}

/** What `prepare` found; a clean-up takes it out of the state, not out of the record. */
function recordedSides(events: readonly StoredEvent[]): MigrationState['recorded'] {
  const facts = events
    .filter((event) => event.code === FACTS_CODE)
    .map((event) => event.data as Partial<Pick<MigrationState, 'recorded'>>)
  return facts.findLast(({ recorded }) => recorded !== undefined)?.recorded ?? null
}

function server(identity: ServerIdentity | undefined): ReportedServer | null {
  if (identity === undefined) return null
  const { version, systemIdentifier, database } = identity
  return { version, systemIdentifier, database }
}

function verification(ended: EventOf<'verification-result'> | undefined): ReportedVerification | null {
  if (ended === undefined) return null
  const { position, durationMs, mismatchCount, mismatches, perTable } = ended.data
  return {
    position,
    finishedAt: ended.time,
    durationMs,
    mismatches: mismatchCount,
    differing: mismatches,
    tables: perTable,
  }
}

/** A migration that was rolled back stays so when it has been cleaned up afterwards. */
function outcome(entered: ReportData['phases']): ReportData['outcome'] {
  const last = entered.findLast(({ phase }) => phase !== 'draft')?.phase
  if (last === 'committed' || last === 'rolled-back') return last
  return last !== undefined && entered.at(-1)?.phase === 'draft' ? 'given-up' : 'in-progress'
}

function phases(events: readonly StoredEvent[]): ReportData['phases'] {
  const changes = eventsOf(events, 'phase-changed').filter(({ data }) => data.from !== data.to)
  const entered = [
    { phase: 'draft' as string, at: events[0]?.time ?? '' },
    ...changes.map(({ time, data }) => ({ phase: data.to as string, at: time })),
  ]
  const end = events.at(-1)?.time ?? ''
  return entered.map((entry, index) => ({
    ...entry,
    durationMs: Date.parse(entered[index + 1]?.at ?? end) - Date.parse(entry.at),
  }))
}

/** Each weight that was set; what was measured at it belongs to it, and the last measurement counts. */
function weights(events: readonly StoredEvent[]): readonly ReportedWeight[] {
  const measurements = eventsOf(events, 'traffic-measured')
  const changes = eventsOf(events, 'weight-set')
  return changes.map(({ time, data: { to, reason } }, index) => {
    const until = changes[index + 1]?.time
    const at = measurements.findLast((one) => one.time >= time && (until === undefined || one.time < until))
    if (at === undefined) return { at: time, configured: to, reason, measured: null, blue: null, green: null }
    const { blue, green } = at.data
    const total = blue.sent + green.sent
    const measured = total === 0 ? null : (green.sent / total) * 100
    return { at: time, configured: to, reason, measured, blue, green }
  })
}

function handovers(events: readonly StoredEvent[]): readonly ReportedHandover[] {
  return eventsOf(events, 'paused-for').map(({ time, data }) => {
    const { number, kind, budgetMs, steps } = data
    const decided = eventsOf(events, 'handover-decided').findLast((event) => event.data.number === number)
    const aborted = eventsOf(events, 'handover-aborted').findLast((event) => event.data.number === number)
    const attempts = eventsOf(events, 'handover-started').filter((event) => event.data.number === number)
    const interrupted = attempts.length > 1
    return {
      number,
      kind,
      decision: decided?.data.decision ?? 'ABORT',
      at: time,
      pauseMs: interrupted ? Date.parse(time) - Date.parse(attempts[0]?.time ?? time) : data.pauseMs,
      interrupted,
      budgetMs,
      reason: aborted?.data.reason ?? null,
      steps,
    }
  })
}
