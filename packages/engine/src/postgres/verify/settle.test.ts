import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { settle, type Observed } from './settle.ts'

/** One row on two sides; the stream brings every state of `from` to `to`, in order, some steps late. */
class Row {
  from: Observed | undefined
  to: Observed | undefined
  readonly #damaged: boolean
  readonly #onTheWay: (string | null)[] = []
  #versions = 0
  #written = 0

  constructor(value: string | null, damaged: boolean) {
    this.#damaged = damaged
    this.write(value)
    this.arrive(1)
  }

  write(value: string | null): void {
    this.from = this.#observed(value)
    this.#written += 1
    this.#onTheWay.push(value)
  }

  arrive(steps: number): void {
    for (const value of this.#onTheWay.splice(0, steps)) this.to = this.#observed(this.#damaged ? `${value}!` : value)
  }

  get written(): number {
    return this.#written
  }

  arriveUpTo(written: number): void {
    this.arrive(Math.max(0, this.#onTheWay.length - (this.#written - written)))
  }

  #observed(value: string | null): Observed | undefined {
    this.#versions += 1
    return value === null ? undefined : { value, version: String(this.#versions), place: '' }
  }
}

/** What the world does between two readings. */
type Step =
  | { readonly kind: 'write'; readonly value: string | null }
  | { readonly kind: 'arrive'; readonly steps: number }
const world = fc.array(
  fc.oneof(
    fc.constantFrom('a', 'b', null).map((value): Step => ({ kind: 'write', value })),
    fc.nat(3).map((steps): Step => ({ kind: 'arrive', steps })),
  ),
  { maxLength: 6 },
)

function observing(row: Row, worlds: readonly (readonly Step[])[]) {
  const rest = [...worlds]
  const live = () => {
    for (const step of rest.shift() ?? []) {
      if (step.kind === 'write') row.write(step.value)
      else row.arrive(step.steps)
    }
  }
  return {
    rounds: 5,
    observe: async (side: 'from' | 'to') => {
      live()
      const seen = row[side]
      live()
      return new Map(seen === undefined ? [] : [['row', seen]])
    },
    passed: async () => {
      const { written } = row
      live()
      row.arriveUpTo(written)
    },
  }
}

describe('settle', () => {
  test('never takes motion for damage', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('a', null), fc.array(world, { maxLength: 40 }), async (value, worlds) => {
        const { differing } = await settle(['row'], observing(new Row(value, false), worlds))
        expect(differing).toEqual([])
      }),
      { numRuns: 2000 },
    )
  })

  test('finds a row that differs once nobody writes it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('a', null), fc.array(world, { maxLength: 6 }), async (value, worlds) => {
        const row = new Row(value, true)
        const { differing, moving } = await settle(['row'], observing(row, worlds))
        expect([...differing.map(({ id }) => id), ...moving]).toEqual(['row'])
      }),
    )
    const { differing } = await settle(['row'], observing(new Row('a', true), []))
    expect(differing).toMatchObject([{ id: 'row', from: { value: 'a' }, to: { value: 'a!' } }])
  })

  test('leaves a row that differs and is written all the time to be verified later', async () => {
    const worlds = Array.from({ length: 100 }, (_, index) => [{ kind: 'write' as const, value: String(index) }])
    const { differing, moving } = await settle(['row'], observing(new Row('a', true), worlds))
    expect({ differing, moving }).toEqual({ differing: [], moving: ['row'] })
  })
})
