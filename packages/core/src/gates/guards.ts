import { CausewayError } from '../errors/causeway-error.ts'
import type { PhaseEvent } from '../phases/transitions.ts'
import type { GateName, GateResult } from './gate.ts'

/**
 * Gates that must pass before an event may be reported (I9); an event that is not named has none. `retention` guards no
 * event: it is watched all the time.
 */
export const GUARDS = {
  'caught-up': ['lag-stable'],
  verified: ['verification', 'lag-to-shift'],
  'step-passed': ['lag-to-shift', 'green-error-rate', 'green-p99', 'measured-weight'],
  'cutover-started': [
    'identity',
    'schema-fingerprint',
    'verification',
    'lag-to-cutover',
    'marker-round-trip',
    'reverse-heartbeat',
    'oldest-transaction',
    'prepared-transactions',
    'window',
  ],
  // A way back must not wait for the clock or for a verification.
  'rollback-started': ['identity', 'reverse-heartbeat', 'oldest-transaction', 'prepared-transactions'],
  committed: ['identity', 'verification', 'reverse-heartbeat'],
} as const satisfies Partial<Record<PhaseEvent, readonly GateName[]>>

/**
 * @throws CW-0301 when one of `gates` failed
 * @throws CW-0302 when one is inconclusive or was not evaluated
 */
export function requirePassed(gates: readonly GateName[], results: readonly GateResult[]): void {
  const newest = new Map(results.map((result) => [result.gate, result]))
  const open = gates.filter((gate) => newest.get(gate)?.outcome !== 'pass')
  if (open.length === 0) return
  const failed = open.some((gate) => newest.get(gate)?.outcome === 'fail')
  const told = open.map((gate) => `${gate}: ${newest.get(gate)?.message ?? 'not evaluated'}`)
  throw new CausewayError(failed ? 'CW-0301' : 'CW-0302', told.join('; '), { data: { gates: open } })
}
