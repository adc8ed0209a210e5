import { expect, it } from 'vitest'
import { LagMeter, RateMeter } from './lag.ts'

it('the lag is the age of a heartbeat when it arrives, and grows while the next one is missing', () => {
  const lag = new LagMeter(1000)
  expect(lag.lagMs(5000)).toBe(null)
  lag.arrived(10_000, 10_030)
  expect([10_030, 10_900, 11_030, 11_500, 20_000].map((now) => lag.lagMs(now))).toEqual([30, 30, 30, 500, 9000])
  lag.arrived(11_000, 20_000)
  expect(lag.lagMs(20_000)).toBe(9000)
  // One that is sent again says nothing new.
  lag.arrived(10_000, 20_000)
  lag.arrived(20_000, 20_010)
  expect(lag.lagMs(20_010)).toBe(10)
})

it('the rate is that of the last seconds', () => {
  const rate = new RateMeter()
  for (let second = 0; second < 10; second += 1) rate.add(100, second * 1000)
  expect(rate.perSecond(9000)).toBe(100)
  expect(rate.perSecond(60_000)).toBe(0)
})
