import { expect, it } from 'vitest'
import { Broadcast } from './broadcast.ts'

it('hands values to everybody who listens, from then on', async () => {
  const ending = new AbortController()
  const broadcast = new Broadcast<number>()
  broadcast.send(0)
  const heard = [1, 2].map(() => Array.fromAsync(broadcast.listen(ending.signal)))
  broadcast.send(1)
  broadcast.send(2)
  await Promise.resolve()
  broadcast.send(3)
  setImmediate(() => ending.abort())
  expect(await Promise.all(heard)).toEqual([
    [1, 2, 3],
    [1, 2, 3],
  ])
})

it('a listener that is far behind loses the oldest', async () => {
  const ending = new AbortController()
  const broadcast = new Broadcast<number>()
  const heard = Array.fromAsync(broadcast.listen(ending.signal))
  for (let value = 1; value <= 1_500; value += 1) broadcast.send(value)
  setImmediate(() => ending.abort())
  const values = await heard
  expect([values.length, values[0], values.at(-1)]).toEqual([1_000, 501, 1_500])
})

it('ends at once for a signal that has come already', async () => {
  expect(await Array.fromAsync(new Broadcast<number>().listen(AbortSignal.abort()))).toEqual([])
})
