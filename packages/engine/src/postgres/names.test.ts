import type { ResolvedSpec } from '@causeway/spec'
import { expect, it } from 'vitest'
import { applicationPrefix } from './control/own-sessions.ts'
import { applicationName } from './names.ts'

const spec = (name: string, suffix: string) => ({ name, suffix }) as ResolvedSpec

it('names sessions by their migration, whatever the length of its name', () => {
  expect(applicationName(spec('shop', 'prod'), 7, 'control')).toBe('causeway/shop-prod/7/control')
  const [one, other] = ['a1', 'b2'].map((suffix) => spec('payments-platform-of-the-northern-region', suffix))
  if (one === undefined || other === undefined) throw new RangeError('two')
  const longest = applicationName(one, 999_999_999, 'large-objects')
  expect(longest.length).toBeLessThanOrEqual(63)
  expect(longest).toMatch(/\/999999999\/large-objects$/)
  expect(longest.startsWith(applicationPrefix(one))).toBe(true)
  expect(longest.startsWith(applicationPrefix(other))).toBe(false)
})
