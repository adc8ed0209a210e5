import { expect, test } from 'vitest'
import { LatencyHistogram } from './latency-histogram.ts'

test('quantiles are within 1 % over six orders of magnitude, and nothing is 0', () => {
  for (const unitMs of [0.1, 1, 100, 5000]) {
    const histogram = new LatencyHistogram()
    expect(histogram.quantile(0.99)).toBe(0)
    for (let value = 1; value <= 100; value += 1) histogram.add(value * unitMs)
    for (const share of [0.5, 0.95, 0.99]) {
      expect(Math.abs(histogram.quantile(share) / (share * 100 * unitMs) - 1)).toBeLessThan(0.011)
    }
  }
})

test('what is out of range counts at its end', () => {
  const histogram = new LatencyHistogram()
  histogram.add(0)
  expect(histogram.quantile(0.5)).toBeLessThan(0.06)
  histogram.add(1e9)
  expect(histogram.quantile(1)).toBeGreaterThan(590_000)
})
