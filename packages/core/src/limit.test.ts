import { describe, expect, it } from 'vitest'
import { mapLimit } from './limit.ts'

const never = new AbortController().signal
const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

describe('mapLimit', () => {
  it('keeps the order and never runs more than the limit', async () => {
    let running = 0
    let most = 0
    const results = await mapLimit([5, 4, 3, 2, 1], 2, never, async (turns) => {
      running += 1
      most = Math.max(most, running)
      for (let index = 0; index < turns; index += 1) await turn()
      running -= 1
      return turns * 10
    })
    expect(results).toEqual([50, 40, 30, 20, 10])
    expect(most).toBe(2)
  })

  it('does nothing for no items', async () => {
    expect(await mapLimit([], 4, never, async () => 1)).toEqual([])
  })

  it('throws the first error after all others have ended, and begins no more', async () => {
    const error = new Error('first')
    const log: string[] = []
    const mapped = mapLimit(['fails', 'waits', 'never'], 2, never, async (item, signal) => {
      log.push(`${item} begins`)
      if (item === 'fails') throw error
      while (!signal.aborted) await turn()
      await turn()
      log.push(`${item} ended`)
    })
    await expect(mapped).rejects.toBe(error)
    expect(log).toEqual(['fails begins', 'waits begins', 'waits ended'])
  })

  it('leaves with the reason of the abort once the work in flight has ended', async () => {
    const stop = new AbortController()
    const reason = new Error('stop')
    const log: string[] = []
    const mapped = mapLimit([1, 2, 3], 2, stop.signal, async (item, signal) => {
      log.push(`${item} begins`)
      while (!signal.aborted) await turn()
      await turn()
      log.push(`${item} ended`)
    })
    await turn()
    stop.abort(reason)
    await expect(mapped).rejects.toBe(reason)
    expect(log).toEqual(['1 begins', '2 begins', '1 ended', '2 ended'])
    await expect(mapLimit([1], 1, stop.signal, async () => 1)).rejects.toBe(reason)
  })
})
