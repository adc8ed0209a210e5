import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { brokenBy, explore, moves, type Move } from './model/explore.ts'
import { firstWorld, RULES, type Bounds, type Invariant, type Rule, type World } from './model/world.ts'

describe('the hand-over protocol', () => {
  it.each<Bounds>([
    { ops: 2, handovers: 1, misfortunes: 1 },
    { ops: 1, handovers: 2, misfortunes: 1 },
    { ops: 1, handovers: 1, misfortunes: 2 },
    { ops: 3, handovers: 2, misfortunes: 0 },
  ])(
    'keeps I1 to I8 in every world within $ops writes, $handovers hand-overs, $misfortunes misfortunes',
    (bounds) => {
      const { states, broken, trace } = explore(bounds, null, null)
      expect({ broken, trace }).toEqual({ broken: null, trace: [] })
      expect(states).toBeGreaterThan(1_000)
    },
    30_000,
  )

  it('keeps I1 to I8 on long walks with many writes, hand-overs and misfortunes', () => {
    const reached = new Set<string>()
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 100, maxLength: 400, size: 'max' }), (choices) => {
        const end = settle(walk(choices, reached), choices)
        expect(end.source.open || end.target.open).toBe(true)
      }),
      { numRuns: 1_000 },
    )
    // Else the walks prove little.
    for (const phase of ['cutover', 'hold', 'rolled-back', 'ready']) expect(reached).toContain(phase)
    for (const label of ['TAKE-OVER', 'CRASH, JOURNAL LOST', 'fence IS LATE']) expect(reached).toContain(label)
  }, 30_000)
})

interface Loss {
  readonly rule: Rule
  readonly invariant: Invariant
  readonly bounds: Bounds
}

const ONE: Bounds = { ops: 2, handovers: 1, misfortunes: 1 }
const AND_BACK: Bounds = { ops: 2, handovers: 2, misfortunes: 0 }
const AND_BACK_WITH_BAD_LUCK: Bounds = { ops: 1, handovers: 2, misfortunes: 1 }

const LOSSES: readonly Loss[] = [
  { rule: 'drain before the barrier', invariant: 'I1', bounds: ONE },
  { rule: 'drain before the barrier', invariant: 'I2', bounds: ONE },
  { rule: 'markers are awaited', invariant: 'I3', bounds: ONE },
  { rule: 'sequences are advanced', invariant: 'I4', bounds: ONE },
  { rule: 'reverse starts before the other side opens', invariant: 'I6', bounds: ONE },
  { rule: 'reverse starts before the other side opens', invariant: 'I2', bounds: AND_BACK },
  { rule: 'decision is compare-and-set', invariant: 'I5', bounds: ONE },
  { rule: 'epoch is checked in every effect', invariant: 'I8', bounds: ONE },
  { rule: 'epoch is checked in every effect', invariant: 'I1', bounds: AND_BACK_WITH_BAD_LUCK },
  { rule: 'no abort after COMMIT', invariant: 'I1', bounds: ONE },
  { rule: 'no abort after COMMIT', invariant: 'I5', bounds: ONE },
  { rule: 'a stalled pause is aborted', invariant: 'I7', bounds: ONE },
  { rule: 'witness before the decision', invariant: 'I2', bounds: ONE },
  { rule: 'effects name their hand-over', invariant: 'I7', bounds: ONE },
  { rule: 'effects name their hand-over', invariant: 'I1', bounds: AND_BACK_WITH_BAD_LUCK },
]

describe('without the rule', () => {
  it.each(LOSSES)('"$rule", $invariant breaks', ({ rule, invariant, bounds }) => {
    const { broken, trace } = explore(bounds, rule, invariant)
    expect(broken).toBe(invariant)
    expect(trace.length).toBeGreaterThan(0)
  })

  it('every rule is tried', () => {
    expect([...new Set(LOSSES.map(({ rule }) => rule))].toSorted()).toEqual([...RULES].toSorted())
  })
})

const LONG: Bounds = { ops: 8, handovers: 6, misfortunes: 4 }

function walk(choices: readonly number[], reached: Set<string>): World {
  let world = firstWorld()
  for (const choice of choices) {
    const move = pick(
      moves(world, LONG, () => true),
      choice,
    )
    if (move === null) return world
    world = move.to
    reached.add(move.label).add(world.controller.journal.phase)
    expect(brokenBy(world)).toEqual([])
  }
  return world
}

/** No client and no misfortune acts any more; the system alone comes to rest. */
function settle(world: World, choices: readonly number[]): World {
  let settled = world
  for (let step = 0; step < 1_000; step += 1) {
    const owed = moves(settled, LONG, () => true).filter((move) => move.owed)
    const move = pick(owed, choices[step % choices.length] ?? 0)
    if (move === null) return settled
    settled = move.to
    expect(brokenBy(settled)).toEqual([])
  }
  throw new Error('the system does not come to rest')
}

/** One choice in sixteen may be a rare move. */
function pick(possible: readonly Move[], choice: number): Move | null {
  const usual = possible.filter((move) => !move.rare)
  const among = choice % 16 === 0 || usual.length === 0 ? possible : usual
  return among[Math.floor(choice / 16) % Math.max(1, among.length)] ?? null
}
