import type { GateOutcome } from './gate.ts'

/** What a rule says; `evaluate` adds the name and the time. */
export interface Verdict {
  readonly outcome: GateOutcome
  readonly value: number | string | null
  readonly threshold: number | string
  readonly samples: number
  readonly message: string
}

/** A measurement as a number, or `null`: nothing we measure is negative, and NaN or infinite is not measured. */
export function known(value: number | null | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null
}

export function inconclusive(threshold: number | string, message: string, samples = 0): Verdict {
  return { outcome: 'inconclusive', value: null, threshold, samples, message }
}

/** `value` at most `limit`, in `unit`; not known is inconclusive. */
export function atMost(what: string, unit: string, value: number | null | undefined, limit: number): Verdict {
  const measured = known(value)
  if (measured === null) return inconclusive(limit, `${what} is not known; at most ${limit}${unit} is allowed`)
  const outcome = measured <= limit ? 'pass' : 'fail'
  return {
    outcome,
    value: measured,
    threshold: limit,
    samples: 1,
    message: `${what} is ${shown(measured)}${unit}, at most ${limit}${unit} is allowed`,
  }
}

export function shown(value: number): string {
  return String(Math.round(value * 1000) / 1000)
}

export function percent(share: number): string {
  return `${Math.round(share * 10_000) / 100} %`
}
