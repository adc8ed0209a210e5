import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sequenceTarget, type SequenceRange, type SequenceState } from './sequence-target.ts'

const up: SequenceRange = { increment: 1n, minValue: 1n, maxValue: 2n ** 63n - 1n, cycles: false }
const down: SequenceRange = { increment: -1n, minValue: -(2n ** 63n), maxValue: -1n, cycles: false }
const fresh: SequenceState = { last: 1n, called: false }
const at = (last: bigint): SequenceState => ({ last, called: true })

describe('sequenceTarget', () => {
  it.each([
    ['follows the other side with headroom', up, at(500n), fresh, 500n, 1000, at(1500n)],
    ['goes past a key that is ahead of the sequence', up, at(500n), fresh, 900n, 1000, at(1900n)],
    ['leaves one alone that nobody called', up, fresh, fresh, null, 1000, null],
    [
      'begins where the other would begin',
      up,
      { last: 100n, called: false },
      fresh,
      null,
      1000,
      { last: 100n, called: false },
    ],
    ['goes past rows even when nobody called it', up, fresh, fresh, 70n, 10, at(80n)],
    ['goes past the very first value when a row has it', up, fresh, fresh, 1n, 0, at(1n)],
    ['never goes back', up, at(500n), at(9000n), 500n, 1000, null],
    ['counts down', down, at(-500n), { last: -1n, called: false }, -600n, 1000, at(-1600n)],
    ['keeps odd numbers odd', { ...up, increment: 2n }, at(501n), fresh, 604n, 5, at(611n)],
    ['takes whole steps of headroom', { ...up, increment: 10n }, at(501n), fresh, null, 25, at(531n)],
    ['leaves out headroom there is no room for', { ...up, maxValue: 600n }, at(500n), fresh, null, 1000, at(500n)],
    ['stays at the end when a key is beyond it', { ...up, maxValue: 600n }, at(500n), fresh, 700n, 0, at(600n)],
    ['goes round with one that cycles', { ...up, maxValue: 600n, cycles: true }, at(590n), at(595n), 600n, 20, at(10n)],
    ['goes round downwards', { ...down, minValue: -600n, cycles: true }, at(-590n), at(-5n), null, 20, at(-10n)],
  ])('%s', (_, range, there, here, key, headroom, expected) => {
    expect(sequenceTarget(range, there, here, key, headroom)).toEqual(expected)
  })

  const steps = fc.integer({ min: 1, max: 7 }).chain((size) => fc.constantFrom(BigInt(size), BigInt(-size)))
  const state = fc.record({ last: fc.bigInt({ min: -300n, max: 300n }), called: fc.boolean() })
  const any = fc.record({
    increment: steps,
    there: state,
    here: state,
    key: fc.option(fc.bigInt({ min: -400n, max: 400n })),
    headroom: fc.nat(50),
  })
  const range = (increment: bigint): SequenceRange => ({ increment, minValue: -1000n, maxValue: 1000n, cycles: false })

  it('gives out nothing the other side has given out, no key, and nothing twice', () => {
    fc.assert(
      fc.property(any, ({ increment, there, here, key, headroom }) => {
        const result = sequenceTarget(range(increment), there, here, key, headroom) ?? here
        const direction = increment > 0n ? 1n : -1n
        const next = direction * (result.called ? result.last + increment : result.last)
        const used = [there.called ? there.last : null, here.called ? here.last : null, key]
        expect(used.filter((value) => value !== null && next <= direction * value)).toEqual([])
      }),
    )
  })

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(any, fc.boolean(), ({ increment, there, here, key, headroom }, cycles) => {
        const counting = { ...range(increment), cycles }
        const once = sequenceTarget(counting, there, here, key, headroom) ?? here
        expect(sequenceTarget(counting, there, once, key, headroom)).toBeNull()
      }),
    )
  })
})
