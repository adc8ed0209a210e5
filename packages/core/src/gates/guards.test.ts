import { expect, it } from 'vitest'
import type { GateName, GateOutcome, GateResult } from './gate.ts'
import { requirePassed } from './guards.ts'

const result = (gate: GateName, outcome: GateOutcome): GateResult => {
  return { gate, outcome, value: 1, threshold: 0, samples: 1, measuredAt: null, message: `${gate} is ${outcome}` }
}

it('passes when the newest result of every gate passed', () => {
  expect(() => requirePassed(['window'], [result('window', 'fail'), result('window', 'pass')])).not.toThrow()
})

it.each([
  ['failed', [result('window', 'fail'), result('identity', 'inconclusive')], 'CW-0301'],
  ['inconclusive', [result('window', 'pass'), result('identity', 'inconclusive')], 'CW-0302'],
  ['missing', [result('window', 'pass')], 'CW-0302'],
] as const)('%s: %j → %s', (_what, results, code) => {
  expect(() => requirePassed(['window', 'identity'], results)).toThrow(expect.objectContaining({ code }))
})
