import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evaluate } from './evaluate.ts'
import { gateThresholds, type EvidenceOf, type GateEvidence } from './evidence.ts'
import { GATES, type GateName, type GateOutcome } from './gate.ts'

const NOW = Date.parse('2026-03-01T12:00:00.000Z')
const HOUR = 3_600_000

const LIMITS = gateThresholds({
  gates: {
    lagToShiftMs: 10_000,
    lagToCutoverMs: 2_000,
    markerRoundTripMs: 1_000,
    lagStableMs: 30_000,
    greenErrorRate: 0.01,
    greenErrorRatio: 1.5,
    minRequests: 500,
    greenP99Ratio: 1.2,
    weightTolerancePoints: 3,
    retainedWalOfFreeDisk: 0.5,
    oldestTransactionMs: 5_000,
    reverseHeartbeatMs: 5_000,
  },
  verification: { workers: 1, maxAgeMs: 24 * HOUR },
  replication: { heartbeatMs: 1_000, batchBytes: 1, batchAgeMs: 1 },
})

const same = { recorded: 'a', measured: 'a' }
const stable = (lagMs: number | null, forMs: number, everyMs = 1_000) =>
  Array.from({ length: forMs / everyMs + 1 }, (_, index) => ({ lagMs, atMs: NOW - forMs + index * everyMs }))
const window = { opensAtMs: NOW - HOUR, closesAtMs: NOW + HOUR }

/** Evidence with which each gate passes. */
const GOOD: { readonly [G in GateName]: GateEvidence[G] } = {
  'lag-to-shift': { atMs: NOW, lagMs: 10_000 },
  'lag-to-cutover': { atMs: NOW, lagMs: 2_000 },
  'lag-stable': stable(9_000, 30_000),
  'marker-round-trip': { atMs: NOW, roundTripMs: 1_000 },
  verification: { atMs: NOW - 23 * HOUR, mismatches: 0 },
  'green-error-rate': { atMs: NOW, green: { requests: 500, errors: 5 }, blue: { requests: 500, errors: 0 } },
  'green-p99': {
    atMs: NOW,
    green: { requests: 500, p99Ms: 130 },
    blue: { requests: 500, p99Ms: 100 },
    predictedRoundTripMs: 10,
  },
  'measured-weight': { atMs: NOW, configured: 20, greenSent: 230, blueSent: 770 },
  retention: { atMs: NOW, retainedBytes: 49, freeBytes: 100, secondsToFull: 5 * 3_600 },
  'oldest-transaction': { atMs: NOW, oldestTransactionMs: 5_000 },
  'prepared-transactions': { atMs: NOW, preparedTransactions: [] },
  'schema-fingerprint': { atMs: NOW, source: same, target: { recorded: 'b', measured: 'b' } },
  'reverse-heartbeat': { atMs: NOW, lagMs: 4_000 },
  window: { atMs: NOW, window, worstCaseMs: HOUR / 2, rollbackMs: HOUR / 2 },
  identity: { atMs: NOW, source: same, target: same },
}

function outcome<G extends GateName>(gate: G, evidence: EvidenceOf<G>): GateOutcome {
  return evaluate(gate, evidence, LIMITS, NOW).outcome
}

describe('every gate', () => {
  it.each(GATES)('%s passes on good evidence, is inconclusive on none', (gate) => {
    expect(evaluate(gate, GOOD[gate], LIMITS, NOW)).toMatchObject({ gate, outcome: 'pass' })
    expect(evaluate(gate, null, LIMITS, NOW)).toMatchObject({
      gate,
      outcome: 'inconclusive',
      value: null,
      measuredAt: null,
    })
  })

  it.each(GATES.filter((gate) => gate !== 'verification'))('%s is inconclusive on stale evidence', (gate) => {
    const later = NOW + LIMITS.freshMs + 1
    expect(evaluate(gate, GOOD[gate], LIMITS, later).outcome).not.toBe('pass')
    expect(evaluate(gate, GOOD[gate], LIMITS, NOW - 2_000).outcome).not.toBe('pass')
  })

  it('says value, limit, samples, time', () => {
    expect(evaluate('lag-to-cutover', { atMs: NOW, lagMs: 2_500 }, LIMITS, NOW)).toEqual({
      gate: 'lag-to-cutover',
      outcome: 'fail',
      value: 2_500,
      threshold: 2_000,
      samples: 1,
      measuredAt: '2026-03-01T12:00:00.000Z',
      message: 'the lag is 2500 ms, at most 2000 ms is allowed',
    })
  })
})

type Case<G extends GateName> = readonly [what: string, outcome: GateOutcome, change: Partial<GateEvidence[G]>]

function cases<G extends Exclude<GateName, 'lag-stable'>>(gate: G, table: readonly Case<G>[]): void {
  it.each(table)(`${gate}: %s → %s`, (_what, expected, change) => {
    expect(outcome(gate, { ...GOOD[gate], ...change })).toBe(expected)
  })
}

describe('limits', () => {
  cases('lag-to-shift', [
    ['over the limit', 'fail', { lagMs: 10_001 }],
    ['not known', 'inconclusive', { lagMs: null }],
    ['not a number', 'inconclusive', { lagMs: Number.NaN }],
    ['negative', 'inconclusive', { lagMs: -1 }],
    ['infinite', 'inconclusive', { lagMs: Number.POSITIVE_INFINITY }],
  ])
  cases('lag-to-cutover', [
    ['over the limit', 'fail', { lagMs: 2_001 }],
    ['not known', 'inconclusive', { lagMs: null }],
  ])
  cases('marker-round-trip', [
    ['over the limit', 'fail', { roundTripMs: 1_001 }],
    ['not known', 'inconclusive', { roundTripMs: null }],
  ])
  cases('verification', [
    ['one row differs', 'fail', { mismatches: 1 }],
    ['not known', 'inconclusive', { mismatches: null }],
    ['too old', 'inconclusive', { atMs: NOW - 25 * HOUR }],
  ])
  cases('oldest-transaction', [
    ['over the limit', 'fail', { oldestTransactionMs: 5_001 }],
    ['not known', 'inconclusive', { oldestTransactionMs: null }],
  ])
  cases('prepared-transactions', [
    ['one', 'fail', { preparedTransactions: ['order 7'] }],
    ['not known', 'inconclusive', { preparedTransactions: null }],
  ])
  cases('reverse-heartbeat', [
    ['over the limit', 'fail', { lagMs: 5_001 }],
    ['not known', 'inconclusive', { lagMs: null }],
  ])
})

describe('lag-stable', () => {
  it.each([
    [
      'a peak inside the time',
      'fail',
      [...stable(0, 30_000).slice(0, 20), { lagMs: 10_001, atMs: NOW - 10_500 }, ...stable(0, 10_000)],
    ],
    ['a peak before the time', 'pass', [{ lagMs: 99_000, atMs: NOW - 31_000 }, ...stable(0, 30_000)]],
    ['too short', 'inconclusive', stable(0, 29_000)],
    ['a hole', 'inconclusive', [...stable(0, 30_000).slice(0, 10), ...stable(0, 10_000)]],
    ['a sample without value', 'inconclusive', [...stable(0, 30_000).slice(0, 29), { lagMs: null, atMs: NOW - 500 }]],
    ['no sample', 'inconclusive', []],
    ['the last one too old', 'inconclusive', stable(0, 40_000).slice(0, 30)],
  ] as const)('%s → %s', (_what, expected, samples) => {
    expect(outcome('lag-stable', samples)).toBe(expected)
  })
})

describe('traffic', () => {
  cases('green-error-rate', [
    ['over the absolute limit', 'fail', { green: { requests: 500, errors: 6 } }],
    [
      'over it, but blue is as bad',
      'pass',
      { green: { requests: 500, errors: 30 }, blue: { requests: 500, errors: 20 } },
    ],
    [
      'worse than blue by more than the ratio',
      'fail',
      { green: { requests: 500, errors: 31 }, blue: { requests: 500, errors: 20 } },
    ],
    [
      'blue measured too little to excuse green',
      'fail',
      { green: { requests: 500, errors: 30 }, blue: { requests: 10, errors: 5 } },
    ],
    ['blue serves nothing any more', 'pass', { blue: { requests: 0, errors: 0 } }],
    ['too few requests', 'inconclusive', { green: { requests: 499, errors: 0 } }],
    ['too few requests, all failed', 'fail', { green: { requests: 20, errors: 20 } }],
    ['no measurement of green', 'inconclusive', { green: null }],
    ['no measurement of blue', 'inconclusive', { blue: null }],
    ['more errors than requests', 'inconclusive', { green: { requests: 500, errors: 501 } }],
  ])
  cases('green-p99', [
    ['over blue × ratio + round trips', 'fail', { green: { requests: 500, p99Ms: 130.1 } }],
    ['too few requests on green', 'inconclusive', { green: { requests: 499, p99Ms: 1 } }],
    ['too few requests on blue', 'inconclusive', { blue: { requests: 499, p99Ms: 100 } }],
    ['blue not measured', 'inconclusive', { blue: null }],
    ['round trips not known', 'inconclusive', { predictedRoundTripMs: null }],
    ['p99 not a number', 'inconclusive', { green: { requests: 500, p99Ms: Number.NaN } }],
  ])
  cases('measured-weight', [
    ['inside, with enough requests', 'pass', { greenSent: 200, blueSent: 800 }],
    ['inside, with too few to tell', 'inconclusive', { greenSent: 40, blueSent: 160 }],
    ['far outside although few', 'fail', { greenSent: 100, blueSent: 100 }],
    ['outside, and it may be chance', 'inconclusive', { greenSent: 240, blueSent: 760 }],
    ['outside beyond chance', 'fail', { greenSent: 2_400, blueSent: 7_600 }],
    ['all on green at 100', 'pass', { configured: 100, greenSent: 500, blueSent: 0 }],
    ['blue still serves at 100', 'fail', { configured: 100, greenSent: 900, blueSent: 100 }],
    ['no requests', 'inconclusive', { greenSent: 0, blueSent: 0 }],
    ['weight not known', 'inconclusive', { configured: null }],
    ['green not measured', 'inconclusive', { greenSent: null }],
  ])

  it('says how many requests tell the weight', () => {
    const few = evaluate('measured-weight', { ...GOOD['measured-weight'], greenSent: 40, blueSent: 160 }, LIMITS, NOW)
    expect(few).toMatchObject({
      samples: 200,
      value: 20,
      message: expect.stringContaining('about 683 are needed') as unknown,
    })
  })

  it('lets an honest router pass 95 times of 100 once there are enough requests', () => {
    // A weight of 50 with the fewest requests that the gate accepts; binomial by its normal approximation.
    const requests = 1_068
    const honest = fc.sample(fc.array(fc.boolean(), { minLength: requests, maxLength: requests, size: 'max' }), {
      numRuns: 200,
      seed: 7,
    })
    const outcomes = honest.map((split) => {
      const greenSent = split.filter(Boolean).length
      return outcome('measured-weight', {
        atMs: NOW,
        configured: 50,
        greenSent,
        blueSent: requests - greenSent,
      })
    })
    expect(outcomes.filter((found) => found === 'pass').length).toBeGreaterThanOrEqual(180)
    expect(outcomes).not.toContain('fail')
  })
})

describe('servers and time', () => {
  cases('retention', [
    ['half of the free disk', 'fail', { retainedBytes: 50 }],
    ['full within four hours', 'fail', { secondsToFull: 4 * 3_600 }],
    ['not growing', 'pass', { secondsToFull: Number.POSITIVE_INFINITY }],
    ['no free disk', 'fail', { retainedBytes: 0, freeBytes: 0 }],
    ['free disk not known', 'inconclusive', { freeBytes: null }],
    ['time to full not known', 'inconclusive', { secondsToFull: null }],
    ['bad whatever is not known', 'fail', { freeBytes: null, secondsToFull: 60 }],
    ['retained not known', 'inconclusive', { retainedBytes: null }],
  ])
  cases('schema-fingerprint', [
    ['changed on the target', 'fail', { target: { recorded: 'b', measured: 'c' } }],
    ['never recorded', 'inconclusive', { source: { recorded: null, measured: 'a' } }],
    ['not measured', 'inconclusive', { source: { recorded: 'a', measured: null } }],
    ['empty', 'inconclusive', { source: { recorded: '', measured: '' } }],
    [
      'one side changed, the other not known',
      'fail',
      { source: { recorded: 'a', measured: 'x' }, target: { recorded: 'b', measured: null } },
    ],
  ])
  cases('identity', [
    ['another server', 'fail', { source: { recorded: 'a', measured: 'z' } }],
    ['not known', 'inconclusive', { target: { recorded: null, measured: null } }],
  ])
  cases('window', [
    ['no window declared', 'pass', { window: 'none', worstCaseMs: null }],
    ['no room for the way back', 'fail', { rollbackMs: HOUR / 2 + 1 }],
    ['not open yet', 'fail', { window: { opensAtMs: NOW + 1, closesAtMs: NOW + 9 * HOUR } }],
    ['closed', 'fail', { window: { opensAtMs: 0, closesAtMs: NOW - 1 }, worstCaseMs: 0, rollbackMs: 0 }],
    ['not known', 'inconclusive', { window: null }],
    ['worst case not known', 'inconclusive', { worstCaseMs: null }],
    ['its end is no date', 'inconclusive', { window: { opensAtMs: 0, closesAtMs: Number.NaN } }],
  ])
})

describe('no gate passes on missing, NaN or stale data', () => {
  /** Every number, text or part of the evidence once replaced by something that is no measurement. */
  function spoilt(value: unknown, by: unknown): unknown[] {
    if (Array.isArray(value)) {
      return value.flatMap((item, index) => spoilt(item, by).map((bad) => value.with(index, bad)))
    }
    if (typeof value !== 'object' || value === null) return [by]
    const parts = Object.entries(value).flatMap(([key, part]) =>
      [by, ...spoilt(part, by)].map((bad) => ({ ...(value as Record<string, unknown>), [key]: bad })),
    )
    return parts
  }

  const anyGate = fc.constantFrom(...GATES)
  const nothing = fc.constantFrom<unknown>(null, undefined, Number.NaN, -1, Number.NEGATIVE_INFINITY, '')

  it('whatever part is spoilt', () => {
    fc.assert(
      fc.property(anyGate, nothing, fc.nat(), (gate, by, choice) => {
        const variants = spoilt(GOOD[gate], by)
        const evidence = variants[choice % variants.length] as EvidenceOf<typeof gate>
        expect(outcome(gate, evidence)).not.toBe('pass')
      }),
      { numRuns: 2_000 },
    )
  })

  it('however old it is', () => {
    fc.assert(
      fc.property(anyGate, fc.integer({ min: 1, max: 1_000 * HOUR }), (gate, moreMs) => {
        const limitMs = gate === 'verification' ? LIMITS.verificationMaxAgeMs : LIMITS.freshMs
        expect(evaluate(gate, GOOD[gate], LIMITS, NOW + limitMs + moreMs).outcome).not.toBe('pass')
      }),
    )
  })

  it('whatever the limits are when they are no numbers', () => {
    const broken = Object.fromEntries(Object.keys(LIMITS).map((key) => [key, Number.NaN])) as unknown as typeof LIMITS
    // Gates without a limit of their own are left with their freshness, which is NaN too.
    for (const gate of GATES) expect(evaluate(gate, GOOD[gate], broken, NOW).outcome).not.toBe('pass')
  })
})
