import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PHASES } from './phase.ts'
import {
  advance,
  authorityOf,
  INITIAL_STATE,
  withAttribute,
  withoutAttribute,
  withWeight,
  type Attribute,
  type MigrationState,
} from './state.ts'
import { PHASE_EVENTS, type PhaseEvent } from './transitions.ts'

const IDENTITY = { systemIdentifier: '1', timeline: 1, database: 'a', version: '15.1' }
const RECORDED = {
  source: { identity: IDENTITY, fingerprint: 'f' },
  target: { identity: { ...IDENTITY, systemIdentifier: '2' }, fingerprint: 'f' },
}
const VERIFIED = { mismatches: 0, finishedAt: '2026-01-01T00:00:00.000Z' }
const READY: MigrationState = { ...INITIAL_STATE, phase: 'ready', recorded: RECORDED, verification: VERIFIED }
const FROZEN: Attribute = { kind: 'frozen', reason: 'schema changed', code: 'CW-1003' }

function after(state: MigrationState, ...events: readonly PhaseEvent[]): MigrationState {
  let reached = state
  for (const event of events) {
    const step = advance(reached, event)
    if ('refuse' in step) throw new Error(`${event} in ${reached.phase}: ${step.refuse}`)
    reached = step.state
  }
  return reached
}

function refusal(state: MigrationState, event: PhaseEvent): string {
  const step = advance(state, event)
  return 'refuse' in step ? step.refuse : 'allowed'
}

describe('authority', () => {
  it('is nowhere from the start of a cut-over until the target is open, and with the target from then on', () => {
    const cutover = after(READY, 'cutover-started')
    expect([cutover.phase, authorityOf(cutover)]).toEqual(['cutover', 'NONE'])
    const opened = after(cutover, 'cutover-committed')
    expect([opened.phase, authorityOf(opened), opened.handover?.stage]).toEqual(['hold', 'TARGET', 'following'])
    expect(authorityOf(after(cutover, 'cutover-aborted'))).toBe('SOURCE')
  })

  it('is nowhere while a rollback runs from `hold`, and goes back to where its decision says', () => {
    const hold = after(READY, 'cutover-started', 'cutover-committed', 'handover-finished')
    const rollback = after(hold, 'rollback-started')
    expect([rollback.phase, authorityOf(rollback)]).toEqual(['hold', 'NONE'])
    expect(authorityOf(after(rollback, 'rollback-aborted'))).toBe('TARGET')
    expect(authorityOf(after(rollback, 'rollback-committed'))).toBe('SOURCE')
  })

  it('numbers every hand-over once', () => {
    const twice = after(READY, 'cutover-started', 'cutover-aborted', 'cutover-started')
    expect(twice.handover).toEqual({ number: 2, kind: 'cutover', stage: 'paused' })
  })
})

describe('guards beyond the table', () => {
  it('lets nothing but its own end interrupt a hand-over', () => {
    const rollback = after(READY, 'cutover-started', 'cutover-committed', 'handover-finished', 'rollback-started')
    const allowed = PHASE_EVENTS.filter((event) => 'state' in advance(rollback, event))
    expect(allowed).toEqual(['rollback-aborted', 'rollback-committed'])
    const following = after(rollback, 'rollback-committed')
    expect(PHASE_EVENTS.filter((event) => 'state' in advance(following, event))).toEqual(['handover-finished'])
  })

  it('ends no rollback that was not started, and finishes no hand-over twice', () => {
    const hold = after(READY, 'cutover-started', 'cutover-committed', 'handover-finished')
    expect(refusal(hold, 'rollback-committed')).toMatch(/no rollback is running/)
    expect(refusal(hold, 'handover-finished')).toMatch(/no hand-over is being finished/)
  })

  it('wants evidence for what rests on it', () => {
    expect(refusal({ ...INITIAL_STATE, phase: 'prepare' }, 'prepared')).toMatch(/recorded/)
    expect(refusal({ ...INITIAL_STATE, phase: 'verify' }, 'verified')).toMatch(/causeway verify/)
    expect(refusal({ ...READY, verification: { ...VERIFIED, mismatches: 3 } }, 'cutover-started')).toMatch(
      /mismatches in 3/,
    )
  })

  it('voids evidence when what it spoke of has changed', () => {
    expect(after(READY, 'mismatch-found').verification).toBeNull()
    expect(after(READY, 'cutover-started', 'cutover-aborted').verification).toEqual(VERIFIED)
    const hold = after(READY, 'cutover-started', 'cutover-committed', 'handover-finished')
    expect(hold.verification).toBeNull()
    expect(refusal(hold, 'committed')).toMatch(/causeway verify/)
    const verifiedAgain = { ...hold, verification: VERIFIED }
    const back = after(verifiedAgain, 'rollback-started', 'rollback-committed', 'handover-finished', 'restart-forward')
    expect([back.phase, back.verification]).toEqual(['replicate', null])
  })

  it('cleans up only what nobody uses', () => {
    const serving = { ...READY, weight: 20 }
    expect(refusal(serving, 'cleaned-up')).toMatch(/20 %.*traffic abort/)
    expect(after(READY, 'cleaned-up')).toEqual({ ...INITIAL_STATE, handovers: 0 })
  })
})

describe('attributes', () => {
  const frozen = withAttribute(READY, FROZEN)

  it('freezes the way forward and leaves the ways back and out', () => {
    expect(refusal(frozen, 'cutover-started')).toMatch(/frozen \(schema changed\)/)
    expect(after(frozen, 'weight-aborted').phase).toBe('shift')
    const held = withAttribute(after(READY, 'cutover-started', 'cutover-committed', 'handover-finished'), FROZEN)
    const back = after(held, 'rollback-started', 'rollback-committed', 'handover-finished')
    expect([back.phase, back.attribute]).toEqual(['rolled-back', null])
    expect(refusal({ ...held, verification: VERIFIED }, 'committed')).toMatch(/frozen/)
  })

  it('rolls a decided hand-over forward although frozen', () => {
    const deciding = withAttribute(after(READY, 'cutover-started'), FROZEN)
    expect(after(deciding, 'cutover-committed', 'handover-finished').phase).toBe('hold')
  })

  it('does not let a lesser attribute hide a freeze, and clears only what is named', () => {
    const paused: Attribute = { kind: 'paused', reason: 'by an operator', code: null }
    expect(withAttribute(frozen, paused)).toBe(frozen)
    expect(withoutAttribute(frozen, 'paused')).toBe(frozen)
    expect(withoutAttribute(frozen, 'frozen')).toEqual(READY)
    expect(withAttribute(withAttribute(READY, paused), FROZEN).attribute).toEqual(FROZEN)
  })
})

describe('weight', () => {
  const shift: MigrationState = { ...READY, phase: 'shift', weight: 20 }

  it.each([
    ['rises in shift', shift, 50, /^50$/],
    ['falls anywhere', { ...shift, phase: 'verify' } as const, 0, /^0$/],
    ['does not rise elsewhere', { ...shift, phase: 'ready' } as const, 50, /only go down/],
    ['does not rise while frozen', withAttribute(shift, FROZEN), 50, /frozen/],
    ['falls while frozen', withAttribute(shift, FROZEN), 0, /^0$/],
    ['stands still during a hand-over', after(READY, 'cutover-started'), 0, /never move together/],
    ['is a whole number', shift, 33.3, /whole number/],
    ['is at most 100', shift, 101, /0 to 100/],
    ['is a number', shift, Number.NaN, /whole number/],
  ] as const)('%s', (_what, state, weight, expected) => {
    const step = withWeight(state, weight)
    expect('state' in step ? String(step.state.weight) : step.refuse).toMatch(expected)
  })
})

it('whatever happens, weight and authority never change in the same step, and a decision has its hand-over', () => {
  const events = fc.array(fc.oneof(fc.constantFrom(...PHASE_EVENTS), fc.constantFrom(0, 20, 100)), { maxLength: 200 })
  fc.assert(
    fc.property(fc.constantFrom(...PHASES), events, (phase, inputs) => {
      // `cutover` is never seen without its hand-over.
      let state: MigrationState = phase === 'cutover' ? after(READY, 'cutover-started') : { ...READY, phase }
      for (const input of inputs) {
        const before = { ...state, verification: VERIFIED, recorded: RECORDED }
        const step = typeof input === 'number' ? withWeight(before, input) : advance(before, input)
        if ('refuse' in step) continue
        state = step.state
        expect(authorityOf(before) !== authorityOf(state) && before.weight !== state.weight).toBe(false)
        expect(state.phase === 'cutover').toBe(state.handover?.kind === 'cutover' && state.handover.stage === 'paused')
        expect(state.handovers).toBeGreaterThanOrEqual(before.handovers)
        // I5: the source gets authority back by a rollback of its own, or by an abort that never gave it away.
        expect([authorityOf(before), authorityOf(state)]).not.toEqual(['TARGET', 'SOURCE'])
      }
    }),
  )
})
