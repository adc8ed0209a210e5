import { expect, test } from 'vitest'
import { HoldGate } from './hold-gate.ts'

const never = new AbortController().signal

test('only so many wait; the rest is refused at once', async () => {
  const gate = new HoldGate(2)
  await gate.hold(5000, never)
  const waiting = [gate.enter(never), gate.enter(never)]
  expect(await gate.enter(never)).toBe('full')
  gate.release()
  expect(await Promise.all(waiting)).toEqual(['admitted', 'admitted'])
})

test('one that has gone makes room', async () => {
  const gate = new HoldGate(1)
  await gate.hold(5000, never)
  const leaving = new AbortController()
  void gate.enter(leaving.signal)
  leaving.abort()
  const next = gate.enter(never)
  gate.release()
  expect(await next).toBe('admitted')
})

test('a hold right after a release waits for those just admitted', async () => {
  const gate = new HoldGate(10)
  await gate.hold(5000, never)
  const waiting = gate.enter(never)
  gate.release()
  const again = gate.hold(5000, never)
  let held = false
  void again.then(() => (held = true))
  expect(await waiting).toBe('admitted')
  // Every promise that is settled by now has been heard.
  await new Promise((resolve) => setImmediate(resolve))
  expect(held).toBe(false)
  gate.leave()
  await again
  gate.release()
})

test('a hold whose budget ends before all are out is no hold', async () => {
  const gate = new HoldGate(10)
  void gate.enter(never)
  await expect(gate.hold(20, never)).rejects.toMatchObject({ code: 'CW-0901', data: { inFlight: 1 } })
  expect(await gate.enter(never)).toBe('admitted')
})
