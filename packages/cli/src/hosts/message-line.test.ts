import { MESSAGES } from '@causeway/core'
import { expect, it } from 'vitest'
import { MESSAGE_NAMES, sample } from '../fixtures/messages.ts'
import { messageLine } from './message-line.ts'

it.each(MESSAGE_NAMES)('%s is a line without a hole in it', (name) => {
  const line = messageLine(sample(name))
  expect(line).not.toMatch(/undefined|null|NaN|\[object/)
  expect(line.trim().length).toBeGreaterThan(5)
  // What is to be done about it is the second one.
  expect(line.split('\n').length).toBe(line.includes('to do:') ? 2 : 1)
})

it('there is a sample of every message', () => {
  expect(MESSAGE_NAMES.toSorted()).toEqual(Object.keys(MESSAGES).toSorted())
})

it.each([
  [
    'what waits names the command',
    sample('waiting-for'),
    'waiting for the order to cut over: causeway cutover --execute',
  ],
  ['what passes by itself names none', sample('waiting-for', { command: null }), 'waiting for the order to cut over'],
  [
    'a freeze says what to do',
    sample('frozen'),
    'FROZEN CW-1053: the slot is gone\n  to do: clean up and prepare again',
  ],
  [
    'an event within a phase',
    sample('phase-changed', { from: 'shift', to: 'shift', event: 'step-passed' }),
    'phase shift: step-passed   authority NONE, weight 100 %',
  ],
  ['a pause that was seen whole', sample('paused-for'), 'clients waited 212 ms of at most 5.0 s'],
  [
    'a pause whose beginning a restarted controller has not seen',
    sample('paused-for', { pauseMs: 0, steps: [] }),
    'clients go on',
  ],
  [
    'an unknown lag is said to be unknown',
    sample('stream-status', { lagMs: null }),
    'forward streaming, lag not known, 2.0 KiB not yet applied, 321 rows/s, 1,234 transactions applied',
  ],
  [
    'a stream that backs off says why',
    sample('stream-status', { state: 'backing-off', reason: 'refused' }),
    'forward backing-off (refused), lag 42 ms, 2.0 KiB not yet applied, 321 rows/s, 1,234 transactions applied',
  ],
  [
    'both tiers',
    sample('traffic-measured'),
    'weight 50 % configured, 50.0 % measured; blue 50/s, p99 12 ms, 2 errors; green 50/s, p99 12 ms, 2 errors',
  ],
])('%s', (_, said, line) => expect(messageLine(said)).toBe(line))

it('the end of a load is foretold only while there is something to copy', () => {
  expect(messageLine(sample('load-progress', { etaSeconds: null }))).toContain('1.0 KiB/s, ETA –, 1 of 2 tables ready')
  expect(messageLine(sample('load-progress', { etaSeconds: 0 }))).toBe(
    'loading: 5.0 KiB of about 10.0 KiB, 1 of 2 tables ready',
  )
})

it('a tier that served nothing has no latency', () => {
  const nothing = { sent: 0, requests: 0, errors: 0, requestsPerSecond: 0, p50Ms: 0, p95Ms: 0, p99Ms: 0 }
  expect(messageLine(sample('traffic-measured', { blue: nothing, green: nothing }))).toBe(
    'weight 50 % configured, nothing measured; blue nothing; green nothing',
  )
})
