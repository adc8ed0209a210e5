import { expect, it, vi } from 'vitest'
import { fakeIo } from '../fixtures/fake-io.ts'
import { sample } from '../fixtures/messages.ts'
import { statusView } from '../fixtures/status-view.ts'
import { messageHost } from './message-host.ts'

it('with --json every message is a line of JSON on stdout', () => {
  const io = fakeIo({ terminal: true })
  using host = messageHost(io, true)
  host.emit(sample('weight-set'))
  host.emit(sample('stream-status'))
  host.say('beside it')
  const said = io
    .written('stdout')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown)
  expect(said).toEqual([sample('weight-set'), sample('stream-status')])
  expect(io.written('stderr')).toBe('beside it\n')
})

it('without a terminal it is lines on stderr, and progress of one kind is rare', () => {
  const io = fakeIo()
  using host = messageHost(io, false)
  host.begin(statusView())
  host.note('clients', 'shown in pictures only')
  for (let second = 0; second < 5; second += 1) host.emit(sample('stream-status'))
  host.emit(sample('stream-status', { direction: 'reverse' }))
  host.emit(sample('table-progress', { state: 'ready' }))
  host.emit(sample('table-progress', { state: 'ready', table: 'public.users' }))
  expect(io.written('stdout')).toBe('')
  const lines = io.written('stderr').trimEnd().split('\n')
  expect(lines.map((line) => line.slice(0, 35))).toEqual([
    '22:00:00.000 forward streaming, lag',
    '22:00:00.000 reverse streaming, lag',
    '22:00:00.000 table public.orders re',
    '22:00:00.000 table public.users rea',
  ])
})

it.each([{ TERM: 'xterm' }, { TERM: 'xterm', NO_COLOR: '1' }])(
  'on a terminal (%o) it is a picture, without colour',
  (env) => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    const io = fakeIo({ terminal: true, env })
    {
      using host = messageHost(io, false)
      host.begin(statusView())
      host.note('clients', '10 writes')
      host.emit(sample('waiting-for'))
      vi.advanceTimersByTime(1_000)
    }
    vi.useRealTimers()
    const text = io.written('stderr')
    expect(text).toContain('▶ READY')
    expect(text).toContain('clients    10 writes')
    expect(text).toContain('22:00:00.000 waiting for the order to cut over')
    expect(text).toContain('\u001B[')
    expect(text.replaceAll('\u001B', '')).not.toMatch(/\[\d[\d;]*m/)
  },
)

it('on a dumb terminal it is lines', () => {
  const io = fakeIo({ terminal: true, env: { TERM: 'dumb' } })
  using host = messageHost(io, false)
  host.emit(sample('weight-set'))
  expect(io.written('stderr')).toBe('22:00:00.000 weight 20 % → 50 % (declared step)\n')
})

it('what is watched is a result, and goes where it is told', () => {
  const io = fakeIo()
  using host = messageHost(io, false, io.stdout)
  host.emit(sample('weight-set'))
  expect([io.written('stdout'), io.written('stderr')]).toEqual([
    '22:00:00.000 weight 20 % → 50 % (declared step)\n',
    '',
  ])
})
