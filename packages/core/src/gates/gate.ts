export const GATES = [
  'lag-to-shift',
  'lag-to-cutover',
  'lag-stable',
  'marker-round-trip',
  'verification',
  'green-error-rate',
  'green-p99',
  'measured-weight',
  'retention',
  'oldest-transaction',
  'prepared-transactions',
  'schema-fingerprint',
  'reverse-heartbeat',
  'window',
  'identity',
] as const

export type GateName = (typeof GATES)[number]

/** `inconclusive` holds: it lets nothing pass and aborts nothing. Missing or stale data is always inconclusive. */
export type GateOutcome = 'pass' | 'fail' | 'inconclusive'

/** One evaluation, kept in the journal as evidence. */
export interface GateResult {
  readonly gate: GateName
  readonly outcome: GateOutcome
  /** What was measured, in the unit of the threshold; `null` when it is not known. */
  readonly value: number | string | null
  /** What is allowed. */
  readonly threshold: number | string
  /** How many measurements the value stands on. */
  readonly samples: number
  /** ISO 8601; `null` when nothing was measured. */
  readonly measuredAt: string | null
  /** One sentence for people: value, limit, and what is missing or wrong. */
  readonly message: string
}
