import { describe, expect, it } from 'vitest'
import type { ControlRow } from '../ports/database.ts'
import { resumption } from './resume.ts'
import { INITIAL_STATE, type MigrationState } from './state.ts'

const READY: MigrationState = { ...INITIAL_STATE, phase: 'ready' }
const IN_CUTOVER: MigrationState = {
  ...READY,
  phase: 'cutover',
  handovers: 1,
  handover: { number: 1, kind: 'cutover', stage: 'paused' },
}
const HOLD: MigrationState = { ...READY, phase: 'hold', handovers: 1 }
const FOLLOWING: MigrationState = { ...HOLD, handover: { number: 1, kind: 'cutover', stage: 'following' } }

type Row = ControlRow['handover']
const first = (decision: 'COMMIT' | 'ABORT' | null): Row => ({ number: 1, kind: 'cutover', decision })
const second = (decision: 'COMMIT' | 'ABORT' | null): Row => ({ number: 2, kind: 'rollback', decision })

describe('resumption', () => {
  it.each([
    ['nothing was ever begun', READY, null, null, 'nothing', null],
    ['journaled, not opened', IN_CUTOVER, null, null, 'abort', 1],
    ['opened, undecided', IN_CUTOVER, first(null), null, 'abort', 1],
    ['decided ABORT, perhaps still fenced', IN_CUTOVER, first('ABORT'), null, 'abort', 1],
    ['decided COMMIT, target not known to be open', IN_CUTOVER, first('COMMIT'), null, 'roll-forward', 1],
    ['open, clients not all moved', FOLLOWING, first('COMMIT'), null, 'roll-forward', 1],
    ['finished', HOLD, first('COMMIT'), null, 'nothing', null],
    ['finished, and the server came back without the decision', HOLD, first(null), null, 'nothing', null],
    ['open, and the server came back without the decision', FOLLOWING, first(null), null, 'roll-forward', 1],
    ['open, and the server came back without the hand-over', FOLLOWING, null, null, 'roll-forward', 1],
    ['aborted and finished', { ...READY, handovers: 1 }, first('ABORT'), null, 'nothing', null],
    [
      'rollback journaled, not opened',
      { ...HOLD, handovers: 2, handover: { number: 2, kind: 'rollback', stage: 'paused' } },
      first('COMMIT'),
      null,
      'abort',
      2,
    ],
    [
      'rollback undecided, its row on the target',
      { ...HOLD, handovers: 2, handover: { number: 2, kind: 'rollback', stage: 'paused' } },
      first('COMMIT'),
      second(null),
      'abort',
      2,
    ],
    ['rollback committed, journal behind', HOLD, first('COMMIT'), second('COMMIT'), 'roll-forward', 2],
    ['journal lost, cut-over committed', INITIAL_STATE, first('COMMIT'), null, 'roll-forward', 1],
    ['journal lost, cut-over undecided', INITIAL_STATE, first(null), null, 'abort', 1],
  ] as const)('%s', (_what, state, source, target, kind, number) => {
    const found = resumption(state, source, target)
    expect([found.kind, found.handover?.number ?? null]).toEqual([kind, number])
  })

  it('brings a journal that is behind up to the control rows', () => {
    expect(resumption(READY, first('COMMIT'), null).state).toEqual(IN_CUTOVER)
    const rollback = resumption(HOLD, first('COMMIT'), second(null)).state
    expect(rollback).toEqual({ ...HOLD, handovers: 2, handover: { number: 2, kind: 'rollback', stage: 'paused' } })
  })

  it('leaves a state that knows its hand-over alone', () => {
    expect(resumption(FOLLOWING, first('COMMIT'), null).state).toEqual(FOLLOWING)
    expect(resumption(HOLD, first('COMMIT'), null).state).toEqual(HOLD)
  })
})
