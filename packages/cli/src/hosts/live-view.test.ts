import { expect, it } from 'vitest'
import { MESSAGE_NAMES, sample } from '../fixtures/messages.ts'
import { statusView } from '../fixtures/status-view.ts'
import { LiveView } from './live-view.ts'

function shown(...heard: readonly ReturnType<typeof sample>[]): string {
  const view = new LiveView()
  for (const said of heard) view.hear(said)
  return view.lines().join('\n')
}

it('takes every message, in any order, and has no hole', () => {
  expect(shown(...MESSAGE_NAMES.map((name) => sample(name)))).not.toMatch(/undefined|null|NaN|\[object/)
  expect(shown(...MESSAGE_NAMES.toReversed().map((name) => sample(name)))).not.toMatch(/undefined|null|NaN|\[object/)
})

it('shows the phase among all others', () => {
  expect(shown(sample('phase-changed', { to: 'prepare', authority: 'SOURCE', weight: 0 }))).toBe(
    '\n ✓ draft  ▶ PREPARE  · full-load  · replicate  · verify  · shift  · ready  · cutover  · hold  · committed\n' +
      ' authority  SOURCE   weight 0 % green',
  )
  expect(shown(sample('phase-changed', { to: 'rolled-back' }))).toContain('↩ rolled-back')
})

it('shows the load and the tables in work, during the full load only', () => {
  const load = [sample('load-progress'), sample('table-progress')]
  const during = shown(sample('phase-changed', { to: 'full-load' }), ...load)
  expect(during).toContain(
    '████████████░░░░░░░░░░░░ 5.0 KiB of about 10.0 KiB, 1.0 KiB/s, ETA 5.0 s, 1 of 2 tables ready',
  )
  expect(during).toContain('██████░░░░░░ public.orders copying, 10 rows')
  expect(shown(sample('phase-changed', { to: 'replicate' }), ...load)).not.toContain('public.orders')
})

it('a wait ends with the phase, a freeze with its end', () => {
  expect(shown(sample('waiting-for'))).toContain('waiting    for causeway cutover --execute')
  expect(shown(sample('waiting-for'), sample('phase-changed'))).not.toContain('waiting')
  expect(shown(sample('frozen'))).toContain('held       frozen: the slot is gone')
  expect(shown(sample('frozen'), sample('resumed'))).not.toContain('held')
})

it('shows the pause as it happens, and its length when it is over', () => {
  expect(shown(sample('handover-started'))).toContain('pause      cutover 1: at most 5.0 s')
  expect(shown(sample('handover-step'))).toContain('pause      cutover 1: fence done, 4.9 s left')
  expect(shown(sample('handover-step', { remainingMs: -3 }))).toContain('0.0 ms left')
  expect(shown(sample('handover-step'), sample('paused-for'))).toContain('clients waited 212 ms of at most 5.0 s')
})

it('leaves a stream out that does not run, and a verification that has ended', () => {
  expect(shown(sample('stream-status', { state: 'stopped' }))).not.toContain('forward')
  expect(shown(sample('verification-progress'))).toContain('verifying')
  expect(shown(sample('verification-progress'), sample('verification-result'))).not.toContain('verifying')
})

it('begins with what a controller says that has been running for a while', () => {
  const view = new LiveView()
  view.begin(statusView({ phase: 'ready', weight: 100 }))
  const picture = view.lines().join('\n')
  expect(picture).toContain('▶ READY')
  expect(picture).toContain('weight 100 % green')
  expect(picture).toContain('forward    streaming, lag 42 ms')
  expect(picture).toContain('waiting    for causeway cutover --execute')
  expect(picture).not.toContain('reverse')
})

it('shows the notes of its host', () => {
  const view = new LiveView()
  view.note('clients', '10 writes')
  view.note('clients', '20 writes')
  expect(view.lines().at(-1)).toBe(' clients    20 writes')
})
