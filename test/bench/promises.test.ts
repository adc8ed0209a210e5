import { describe, expect, it } from 'vitest'
import { keepsPromises, promiseOf, ratioOf } from '../../bench/results.ts'
import { CAUSEWAY, type Measurement } from '../../bench/workload.ts'

const time = (by: string, values: readonly number[], more: Partial<Measurement> = {}): Measurement => {
  return { what: 'time', unit: 's', by, values, ...more }
}

describe('what is promised against a peer', () => {
  it.each([
    ['twice as fast', [10, 30, 20], [41, 39, 40], true],
    ['faster, but not by as much', [10, 30, 20], [38, 39, 39], false],
    ['slower', [40], [20], false],
  ])('%s, by medians', (_, ours, theirs, kept) => {
    const peer = time('peer', theirs, { atLeast: 2 })
    const measurements = [time(CAUSEWAY, ours), peer]
    expect(promiseOf(peer, measurements)).toEqual({ words: '≥ 2 ×', kept })
    expect(keepsPromises({ name: 'a', summary: '', durationSeconds: 1, measurements })).toBe(kept)
  })

  it('is not kept where Causeway was not measured', () => {
    const peer = time('peer', [1], { atLeast: 2 })
    expect(promiseOf(peer, [peer])?.kept).toBe(false)
  })

  it('more is better where it is a rate', () => {
    const rate = (by: string, value: number): Measurement => ({ what: 'rate', unit: 'rows/s', by, values: [value] })
    expect(ratioOf(rate('peer', 100), [rate(CAUSEWAY, 150), rate('peer', 100)])).toBe(1.5)
  })
})

it('a limit of the 99th percentile is broken by one value', () => {
  const most = { of: 'p99', most: 300 } as const
  expect(promiseOf(time(CAUSEWAY, [200, 300], { limit: most }), [])?.kept).toBe(true)
  expect(promiseOf(time(CAUSEWAY, [200, 301], { limit: most }), [])?.kept).toBe(false)
})
