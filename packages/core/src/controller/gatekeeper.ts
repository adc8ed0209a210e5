import type { GateEvidence } from '../gates/evidence.ts'
import { gateThresholds } from '../gates/evidence.ts'
import { evaluate } from '../gates/evaluate.ts'
import type { GateName, GateResult } from '../gates/gate.ts'
import type { Database } from '../ports/database.ts'
import type { StreamStatus } from '../ports/replication-stream.ts'
import type { MessageData } from '../messages/message-data.ts'
import { MESSAGES } from '../messages/registry.ts'
import type { TierMeasurement } from '../ports/traffic.ts'
import { carryingDirection } from '../phases/state.ts'
import type { Run } from './run.ts'

/** How often gates are looked at while something waits for them. */
const LOOK_MS = 200

/** Events of the journal read at a time. */
const EVENTS_READ = 500

/** Statements of one step of the worst case: one pause, and one more for the way back. */
const HANDOVERS_IN_WORST_CASE = 2

type Gather = { readonly [G in GateName]: (run: Run, signal: AbortSignal) => Promise<GateEvidence[G] | null> }

/** Looks at the world for each gate; what cannot be seen is `null`, and then the gate is inconclusive. */
const GATHER: Gather = {
  'lag-to-shift': async (run) => lag(run, carrying(run)),
  'lag-to-cutover': async (run) => lag(run, carrying(run)),
  'lag-stable': async (run) => run.lagSamples(),
  'reverse-heartbeat': async (run) => lag(run, run.engine.stream('reverse').status()),
  'marker-round-trip': async (run, signal) => {
    const marker = await authorityOfNow(run).mark('round-trip', run.lease, signal)
    const { roundTripMs } = await run.engine.stream(carryingDirection(run.record.state)).awaitMarker(marker, signal)
    return at(run, { roundTripMs })
  },
  verification: async (run) => {
    const evidence = run.record.state.verification
    return evidence && { mismatches: evidence.mismatches, atMs: Date.parse(evidence.finishedAt) }
  },
  retention: async (run, signal) => at(run, await authorityOfNow(run).retention(signal)),
  'oldest-transaction': async (run, signal) => at(run, await authorityOfNow(run).activity(signal)),
  'prepared-transactions': async (run, signal) => at(run, await authorityOfNow(run).activity(signal)),
  'schema-fingerprint': async (run, signal) => {
    const [source, target] = await Promise.all([
      run.engine.schemaFingerprint('source', signal),
      run.engine.schemaFingerprint('target', signal),
    ])
    const recorded = run.record.state.recorded
    return at(run, {
      source: { recorded: recorded?.source.fingerprint ?? null, measured: source },
      target: { recorded: recorded?.target.fingerprint ?? null, measured: target },
    })
  },
  identity: async (run, signal) => {
    const [source, target] = await Promise.all([run.engine.source.identity(signal), run.engine.target.identity(signal)])
    const recorded = run.record.state.recorded
    return at(run, {
      source: { recorded: recorded && identityText(recorded.source.identity), measured: identityText(source) },
      target: { recorded: recorded && identityText(recorded.target.identity), measured: identityText(target) },
    })
  },
  window: async (run) => {
    const { window, pauseBudgetMs } = run.spec.cutover
    return at(run, {
      window:
        window === null
          ? ('none' as const)
          : { opensAtMs: Date.parse(window.opensAt), closesAtMs: Date.parse(window.closesAt) },
      worstCaseMs: pauseBudgetMs,
      rollbackMs: pauseBudgetMs * (HANDOVERS_IN_WORST_CASE - 1),
    })
  },
  'green-error-rate': async (run, signal) => {
    const measured = await run.traffic?.measure(signal)
    return measured ? at(run, measured) : null
  },
  'green-p99': async (run, signal) => {
    const measured = await run.traffic?.measure(signal)
    if (!measured) return null
    const { green, blue } = measured
    const baseline = blue.requests >= run.spec.gates.minRequests ? blue : await lastOfBlue(run)
    return at(run, { green, blue: baseline, predictedRoundTripMs: 0 })
  },
  'measured-weight': async (run, signal) => {
    const measured = await run.traffic?.measure(signal)
    if (!measured) return null
    const { blue, green } = measured
    return at(run, { configured: run.record.state.weight, greenSent: green.sent, blueSent: blue.sent })
  },
}

/** One look at these gates: results, and what was seen. Nothing is recorded. */
async function look(run: Run, gates: readonly GateName[], signal: AbortSignal): Promise<readonly Look[]> {
  const looks: Look[] = []
  for (const gate of gates) looks.push(await lookAt(run, gate, signal))
  return looks
}

/** One look at one gate, told and kept nowhere. */
export async function lookAt<G extends GateName>(run: Run, gate: G, signal: AbortSignal): Promise<Look> {
  const evidence = (await GATHER[gate](run, signal)) ?? null
  const result = evaluate(gate, evidence, gateThresholds(run.spec), run.clock.now().getTime())
  return { result, evidence }
}

interface Look {
  readonly result: GateResult
  readonly evidence: unknown
}

/** Evaluates these gates once; every result is kept as evidence. */
export async function evaluateGates(
  run: Run,
  gates: readonly GateName[],
  signal: AbortSignal,
): Promise<readonly GateResult[]> {
  const looks = await look(run, gates, signal)
  for (const seen of looks) await keep(run, seen)
  return looks.map((seen) => seen.result)
}

/**
 * Returns once all gates pass in the same look, and keeps that look as evidence. On the way an outcome is told and
 * kept when it changes, not five times a second.
 */
export async function passGates(run: Run, gates: readonly GateName[], signal: AbortSignal): Promise<void> {
  const told = new Map<GateName, string>()
  for (;;) {
    const looks = await look(run, gates, signal)
    const open = looks.every(({ result }) => result.outcome === 'pass')
    for (const seen of looks) {
      if (open || told.get(seen.result.gate) !== seen.result.outcome) await keep(run, seen)
      told.set(seen.result.gate, seen.result.outcome)
    }
    if (open) return
    await run.clock.sleep(LOOK_MS, signal)
  }
}

async function keep(run: Run, { result, evidence }: Look): Promise<void> {
  await run.store.recordGate(result, evidence)
  await run.record.tell('gate-evaluated', result, 'pass')
}

/** Once blue serves next to nothing, what it measured at an earlier step is what green is held against. */
async function lastOfBlue(run: Run): Promise<TierMeasurement | null> {
  let last: TierMeasurement | null = null
  for (let after = 0; ;) {
    const events = await run.store.events(after, EVENTS_READ)
    for (const { code, data } of events) {
      if (code !== MESSAGES['traffic-measured'].code) continue
      const { blue } = data as MessageData['traffic-measured']
      if (blue.requests >= run.spec.gates.minRequests) last = blue
    }
    const newest = events.at(-1)
    if (newest === undefined) return last
    after = newest.seq
  }
}

/** In `hold` everything is mirrored: the target is the authority, and the reverse stream carries. */
function authorityOfNow(run: Run): Database {
  return carryingDirection(run.record.state) === 'forward' ? run.engine.source : run.engine.target
}

function carrying(run: Run): StreamStatus {
  return run.engine.stream(carryingDirection(run.record.state)).status()
}

function lag(run: Run, status: StreamStatus): { readonly lagMs: number | null; readonly atMs: number } {
  return at(run, { lagMs: status.state === 'streaming' ? status.lagMs : null })
}

function at<T extends object>(run: Run, value: T): T & { readonly atMs: number } {
  return { ...value, atMs: run.clock.now().getTime() }
}

function identityText(identity: { systemIdentifier: string; timeline: number; database: string }): string {
  return `${identity.systemIdentifier}/${identity.timeline}/${identity.database}`
}
