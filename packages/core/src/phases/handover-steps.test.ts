import { expect, it } from 'vitest'
import { FAULT_POINTS } from '../faults.ts'
import { HANDOVER_STEPS, stepDeadlineMs, type HandoverStepName } from './handover-steps.ts'

const names = HANDOVER_STEPS.map((step) => step.name)

it('shares out the whole pause budget and nothing more', () => {
  expect(HANDOVER_STEPS.reduce((sum, step) => sum + step.share, 0)).toBeCloseTo(1, 10)
  expect(stepDeadlineMs('release', 10_000)).toBe(10_000)
  expect(stepDeadlineMs('hold-clients', 10_000)).toBe(1_500)
  expect(stepDeadlineMs('open-handover', 10_000)).toBe(0)
  const deadlines = names.map((name) => stepDeadlineMs(name, 777))
  expect(deadlines).toEqual(deadlines.toSorted((a, b) => a - b))
})

it('has one stage after the other, with the decision last before the way forward', () => {
  const stages = HANDOVER_STEPS.map((step) => step.stage)
  const order = ['before', 'pause', 'forward'] as const
  expect(stages).toEqual(stages.toSorted((a, b) => order.indexOf(a) - order.indexOf(b)))
  expect(HANDOVER_STEPS.findLast((step) => step.stage === 'pause')?.name).toBe('decide')
})

it.each<readonly [HandoverStepName, HandoverStepName]>([
  ['arm-reverse', 'open'],
  ['fence', 'barrier'],
  ['barrier', 'verify-changed'],
  ['barrier', 'sequences'],
  ['barrier', 'witness'],
  ['witness', 'decide'],
  ['sequences', 'decide'],
  ['open', 'follow'],
  ['follow', 'release'],
  ['open', 'retire-forward'],
])('%s comes before %s', (earlier, later) => {
  expect(names.indexOf(earlier)).toBeLessThan(names.indexOf(later))
})

it('passes every fault point of the hand-over, each once', () => {
  const passed = HANDOVER_STEPS.map((step) => step.fault)
  expect(passed.toSorted()).toEqual(FAULT_POINTS.filter((point) => point.startsWith('handover.')).toSorted())
})
