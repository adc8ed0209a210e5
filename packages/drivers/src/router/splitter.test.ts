import { expect, test } from 'vitest'
import { Splitter } from './splitter.ts'

test('any run of 1,000 requests is within 1 point, also every second request of it', () => {
  for (const weight of [0, 1, 20, 50, 80, 99, 100]) {
    const splitter = new Splitter()
    splitter.weight = weight
    const choices = Array.from({ length: 20_000 }, () => splitter.next() === 'green')
    for (const stride of [1, 2, 3, 5, 10]) {
      for (let start = 0; start + 1000 * stride <= choices.length; start += 977) {
        const run = Array.from({ length: 1000 }, (_, index) => choices[start + index * stride])
        expect(Math.abs(run.filter(Boolean).length / 10 - weight)).toBeLessThanOrEqual(1)
      }
    }
  }
})
