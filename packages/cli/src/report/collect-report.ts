import type { Finding, MessageData, StateReader, StoredEvent } from '@causeway/core'
import type { ResolvedSpec } from '@causeway/spec'
import type { ReportData, ReportedClients, ReportedHandover, ReportedServer, ReportedWeight } from './report-data.ts'

const PAGE = 1_000

/** Puts the journal together as the record of the migration. Reads nothing but the journal. */
export async function collectReport(
  spec: ResolvedSpec,
  journal: StateReader,
  clients: ReportedClients | null,
): Promise<ReportData> {
  const events = await allEvents(journal)
  const { state } = await journal.state()
  const chain = await journal.verifyChain()
  const now = new Date().toISOString()
  const verified = lastOf(events, 'CM-1305') as MessageData['verification-result'] | null
  const verifiedAt = events.findLast((event) => event.code === 'CM-1305')?.time ?? now
  return {
    schemaVersion: 1,
    migration: `${spec.name}-${spec.suffix}`,
    environment: spec.environment,
    outcome: outcome(phases(events)),
    source: server(state.recorded?.source.identity),
    target: server(state.recorded?.target.identity),
    startedAt: events[0]?.time ?? now,
    finishedAt: events.at(-1)?.time ?? now,
    phases: phases(events),
    load: lastOf(events, 'CM-1306') as MessageData['load-finished'] | null,
    verification: verified && {
      position: verified.position,
      finishedAt: verifiedAt,
      durationMs: verified.durationMs,
      mismatches: verified.mismatchCount,
      tables: verified.perTable,
    },
    gates: (await journal.gates()).map(({ gate, outcome, value, threshold, evaluatedAt }) => ({
      gate,
      outcome,
      value: value === null ? 'not known' : String(value),
      threshold: String(threshold),
      at: evaluatedAt,
    })),
    weights: weights(events),
    handovers: handovers(events),
    findings: events.filter((event) => event.code === 'CM-1202').map((event) => event.data as Finding),
    clients,
    journal: { events: chain.events, lastHash: events.at(-1)?.hash ?? '', intact: chain.ok },
  }
}

async function allEvents(journal: StateReader): Promise<readonly StoredEvent[]> {
  const events: StoredEvent[] = []
  for (;;) {
    const page = await journal.events(events.at(-1)?.seq ?? 0, PAGE)
    if (page.length === 0) return events
    events.push(...page)
  }
}

function lastOf(events: readonly StoredEvent[], code: string): unknown {
  return events.findLast((event) => event.code === code)?.data ?? null
}

function server(identity: { version: string; systemIdentifier: string; database: string } | undefined): ReportedServer {
  return {
    version: identity?.version ?? 'not recorded',
    systemIdentifier: identity?.systemIdentifier ?? 'not recorded',
    database: identity?.database ?? 'not recorded',
  }
}

/** A migration that was rolled back stays so when it has been cleaned up afterwards. */
function outcome(entered: ReportData['phases']): ReportData['outcome'] {
  const last = entered.findLast(({ phase }) => phase !== 'draft')?.phase
  return last === 'committed' || last === 'rolled-back' ? last : 'in-progress'
}

function phases(events: readonly StoredEvent[]): ReportData['phases'] {
  const changes = events
    .filter((event) => event.code === 'CM-1101')
    .map((event) => ({ at: event.time, ...(event.data as MessageData['phase-changed']) }))
    .filter((change) => change.from !== change.to)
  const entered = [
    { phase: 'draft' as string, at: events[0]?.time ?? '' },
    ...changes.map((change) => ({ phase: change.to as string, at: change.at })),
  ]
  const end = events.at(-1)?.time ?? ''
  return entered.map((entry, index) => ({
    ...entry,
    durationMs: Date.parse(entered[index + 1]?.at ?? end) - Date.parse(entry.at),
  }))
}

function weights(events: readonly StoredEvent[]): readonly ReportedWeight[] {
  const found: ReportedWeight[] = []
  for (const event of events) {
    if (event.code === 'CM-1402') {
      const { to } = event.data as MessageData['weight-set']
      found.push({ at: event.time, configured: to, measured: null, blue: null, green: null })
    }
    if (event.code === 'CM-1403') {
      const { weight, blue, green } = event.data as MessageData['traffic-measured']
      const total = blue.requests + green.requests
      const measured = total === 0 ? null : (green.requests / total) * 100
      if (found.at(-1)?.configured === weight) found.pop()
      found.push({ at: event.time, configured: weight, measured, blue, green })
    }
  }
  return found
}

function handovers(events: readonly StoredEvent[]): readonly ReportedHandover[] {
  return events
    .filter((event) => event.code === 'CM-1506')
    .map((event) => {
      const ended = event.data as MessageData['paused-for']
      const ofThis = (code: string) =>
        events.findLast((other) => other.code === code && (other.data as { number: number }).number === ended.number)
          ?.data
      const decided = ofThis('CM-1504') as MessageData['handover-decided'] | undefined
      const aborted = ofThis('CM-1505') as MessageData['handover-aborted'] | undefined
      return {
        number: ended.number,
        kind: ended.kind,
        decision: decided?.decision ?? 'ABORT',
        at: event.time,
        pauseMs: ended.pauseMs,
        budgetMs: ended.budgetMs,
        reason: aborted?.reason ?? null,
        steps: ended.steps,
      }
    })
}
