import { expect, test } from 'vitest'
import { Gate } from './gate.ts'

const never = new AbortController().signal
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

test('a hold waits for what is inside and keeps new work out until release', async () => {
  const gate = new Gate()
  const events: string[] = []
  const work = Promise.withResolvers<void>()
  const inside = gate.pass(() => work.promise, never)
  const held = gate.hold().then(() => events.push('held'))
  const later = gate.pass(async () => events.push('later'), never)
  await nextTurn()
  expect(events).toEqual([])
  work.resolve()
  await inside
  await held
  await gate.hold()
  await nextTurn()
  expect(events).toEqual(['held'])
  gate.release()
  await later
  expect(events).toEqual(['held', 'later'])
})

test('work that waits can be given up and is not run then', async () => {
  const gate = new Gate()
  await gate.hold()
  const given = new AbortController()
  let ran = false
  const waiting = gate.pass(async () => (ran = true), given.signal)
  given.abort(new Error('the client has gone'))
  await expect(waiting).rejects.toThrow('the client has gone')
  gate.release()
  await nextTurn()
  expect(ran).toBe(false)
})

test('a release ends a hold that still waits', async () => {
  const gate = new Gate()
  const work = Promise.withResolvers<void>()
  const inside = gate.pass(() => work.promise, never)
  const held = gate.hold()
  gate.release()
  await held
  expect(gate.held).toBe(false)
  work.resolve()
  await inside
})
