import type { EvidenceOf, GateEvidence, GateThresholds } from './evidence.ts'
import type { GateName, GateResult } from './gate.ts'
import { lagStable, preparedTransactions, retention, unchanged, windowHasRoom } from './server-gates.ts'
import { greenErrorRate, greenP99, measuredWeight } from './traffic-gates.ts'
import { atMost, inconclusive, shown, type Verdict } from './verdict.ts'

type Rule<G extends GateName> = (evidence: GateEvidence[G], limits: GateThresholds, nowMs: number) => Verdict

const RULES: { readonly [G in GateName]: Rule<G> } = {
  'lag-to-shift': ({ lagMs }, limits) => atMost('the lag', ' ms', lagMs, limits.lagToShiftMs),
  'lag-to-cutover': ({ lagMs }, limits) => atMost('the lag', ' ms', lagMs, limits.lagToCutoverMs),
  'lag-stable': lagStable,
  'marker-round-trip': ({ roundTripMs }, limits) =>
    atMost('the round trip of a marker', ' ms', roundTripMs, limits.markerRoundTripMs),
  verification: ({ mismatches }) => atMost('the number of rows that differ', '', mismatches, 0),
  'green-error-rate': greenErrorRate,
  'green-p99': greenP99,
  'measured-weight': measuredWeight,
  retention,
  'oldest-transaction': ({ oldestTransactionMs }, limits) =>
    atMost('the age of the oldest transaction', ' ms', oldestTransactionMs, limits.oldestTransactionMs),
  'prepared-transactions': preparedTransactions,
  'schema-fingerprint': (evidence) => unchanged('schema', evidence),
  'reverse-heartbeat': ({ lagMs }, limits) =>
    atMost('the age of the reverse heartbeat', ' ms', lagMs, limits.reverseHeartbeatMs),
  window: (evidence, _limits, nowMs) => windowHasRoom(evidence, nowMs),
  identity: (evidence) => unchanged('identity', evidence),
}

/** Clocks of one machine may be corrected by this much between two readings. */
const CLOCK_STEP_MS = 1_000

/**
 * Evaluates one gate at wall time `nowMs`. Pure: the same evidence, limits and time give the same result. Missing or
 * stale is inconclusive.
 */
export function evaluate<G extends GateName>(
  gate: G,
  evidence: EvidenceOf<G>,
  limits: GateThresholds,
  nowMs: number,
): GateResult {
  const atMs = evidence === null ? null : measuredAtMs(evidence)
  const verdict =
    evidence === null ? inconclusive('–', 'nothing was measured') : judge(gate, evidence, atMs, limits, nowMs)
  return { gate, ...verdict, measuredAt: atMs === null ? null : new Date(atMs).toISOString() }
}

function judge<G extends GateName>(
  gate: G,
  evidence: GateEvidence[G],
  atMs: number | null,
  limits: GateThresholds,
  nowMs: number,
): Verdict {
  const rule: Rule<G> = RULES[gate]
  const verdict = rule(evidence, limits, nowMs)
  const stale = staleness(gate, atMs, limits, nowMs)
  return stale === null
    ? verdict
    : { ...verdict, outcome: 'inconclusive', message: `${stale}; then: ${verdict.message}` }
}

function staleness(gate: GateName, atMs: number | null, limits: GateThresholds, nowMs: number): string | null {
  if (atMs === null) return 'the time of the measurement is not known'
  const maxAgeMs = gate === 'verification' ? limits.verificationMaxAgeMs : limits.freshMs
  const ageMs = nowMs - atMs
  if (ageMs < -CLOCK_STEP_MS) return `the measurement is ${shown(-ageMs)} ms in the future: the clock was set back`
  return ageMs <= maxAgeMs ? null : `the measurement is ${shown(ageMs)} ms old, at most ${maxAgeMs} ms is allowed`
}

const LAST_MS = 8.64e15

function measuredAtMs(evidence: GateEvidence[GateName]): number | null {
  const atMs = 'atMs' in evidence ? evidence.atMs : evidence.at(-1)?.atMs
  return typeof atMs === 'number' && Math.abs(atMs) <= LAST_MS ? atMs : null
}
