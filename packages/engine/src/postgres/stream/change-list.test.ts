import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ChangeList, type Change } from './change-list.ts'

const buffers = [Buffer.from('a'), Buffer.from('b'), Buffer.from('c')]
const uint32 = fc.integer({ min: 0, max: 0xffff_ffff })
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('insert', 'update', 'delete'),
    relation: uint32,
    bytes: fc.constantFrom(...buffers),
    oldTuple: uint32,
    oldIsWhole: fc.boolean(),
    newTuple: uint32,
  }),
  fc.record({ kind: fc.constant('truncate' as const), relations: fc.array(uint32), restartIdentity: fc.boolean() }),
)

it('gives back what it was given, in order', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 100 }), fc.array(change, { maxLength: 100 }), (some, more) => {
      const [list, other] = [new ChangeList(), new ChangeList()]
      for (const each of some) list.push(each)
      for (const each of more) other.push(each)
      list.append(other)
      expect([...list]).toEqual([...some, ...more])
      expect(() => list.at(list.length)).toThrow(RangeError)
      list.clear()
      expect(() => list.at(0)).toThrow(RangeError)
      list.append(other)
      expect([...list]).toEqual(more)
    }),
  )
})
