import { expect, test } from 'vitest'
import { BuildQueue, type BuildStep, type TakenStep } from './build-queue.ts'

const { signal } = new AbortController()
const step = (
  name: string,
  table: string | null = null,
  waitsFor: readonly number[] = [],
  bytes: number = 0,
): BuildStep => ({
  statements: [{ sql: name, hash: name, optional: false }],
  table,
  waitsFor,
  bytes,
})

const nameOf = ({ step }: TakenStep) => step.statements[0]?.sql

async function take(queue: BuildQueue): Promise<TakenStep> {
  const taken = await queue.take(signal)
  if (taken === null) throw new Error('no step left')
  return taken
}

test('gives out steps when their table has landed and what they wait for is done', async () => {
  const queue = new BuildQueue([step('index', 'a'), step('constraint', 'a', [0, 0]), step('other', null)])
  expect(queue.leftOf('a')).toBe(2)
  const other = await take(queue)
  expect(nameOf(other)).toBe('other')
  queue.done(other)
  const waiting = take(queue)
  queue.landed('a')
  const index = await waiting
  expect(nameOf(index)).toBe('index')
  const next = take(queue)
  queue.done(index)
  expect(nameOf(await next)).toBe('constraint')
  expect(queue.leftOf('a')).toBe(1)
})

test('of those that are ready the largest comes first, and of equal ones the first', async () => {
  const queue = new BuildQueue([
    step('later', 'a', [], 9),
    step('small', null, [], 1),
    step('large', null, [], 5),
    step('large too', null, [], 5),
    step('nothing'),
  ])
  const given: (string | undefined)[] = []
  for (let count = 0; count < 5; count += 1) {
    if (count === 1) queue.landed('a')
    given.push(nameOf(await take(queue)))
  }
  expect(given).toEqual(['large', 'later', 'large too', 'small', 'nothing'])
})

test('ends for everybody when the last step is done', async () => {
  const queue = new BuildQueue([step('only')])
  const taken = await take(queue)
  const others = [queue.take(signal), queue.take(signal)]
  queue.done(taken)
  expect(await Promise.all(others)).toEqual([null, null])
  expect(await new BuildQueue([]).take(signal)).toBeNull()
})

test('gives a step again that was given back', async () => {
  const queue = new BuildQueue([step('only')])
  const taken = await take(queue)
  const other = take(queue)
  queue.giveBack(taken)
  expect(await other).toEqual(taken)
})

test('ends waiting with the abort reason', async () => {
  const stop = new AbortController()
  const waiting = new BuildQueue([step('later', 'a')]).take(stop.signal)
  stop.abort(new Error('enough'))
  await expect(waiting).rejects.toThrow('enough')
})
