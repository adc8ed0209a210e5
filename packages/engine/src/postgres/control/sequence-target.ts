/** How a sequence counts, from pg_sequence. */
export interface SequenceRange {
  readonly increment: bigint
  readonly minValue: bigint
  readonly maxValue: bigint
  readonly cycles: boolean
}

/** `last_value` and `is_called` of a sequence: when it was not called, `last` is what it gives out first. */
export interface SequenceState {
  readonly last: bigint
  readonly called: boolean
}

/**
 * Where a sequence must be so that it gives out nothing that the other side has given out, or that a row already has.
 *
 * `key` is the furthest value, in the direction of counting, in the columns it feeds. `headroom` counts values, not
 * steps; it is left out where the range has no room for it. Steps are kept: odd numbers stay odd. A sequence never goes
 * back, but one that cycles has no order and is put where the other side stands.
 * @returns `null` when nothing is to be changed
 */
export function sequenceTarget(
  range: SequenceRange,
  there: SequenceState,
  here: SequenceState,
  key: bigint | null,
  headroom: number,
): SequenceState | null {
  const wanted = range.cycles ? onTheCircle(range, there, headroom) : onTheLine(range, there, key, headroom)
  const changes = range.cycles ? !isSame(wanted, here) : isAhead(range, wanted, here)
  return changes ? wanted : null
}

function onTheLine(range: SequenceRange, there: SequenceState, key: bigint | null, headroom: number): SequenceState {
  const { increment } = range
  const keySteps = key === null ? 0n : stepsToReach(there.last, key, increment)
  // Nothing was given out and no row is in the way: it begins where the other would.
  if (!there.called && keySteps === 0n && key !== there.last) return there
  const base = there.last + keySteps * increment
  const ahead = base + ceilDivide(BigInt(headroom), abs(increment)) * increment
  const isInside = (value: bigint) => value >= range.minValue && value <= range.maxValue
  if (isInside(ahead)) return { last: ahead, called: true }
  if (isInside(base)) return { last: base, called: true }
  return { last: increment > 0n ? range.maxValue : range.minValue, called: true }
}

function onTheCircle(range: SequenceRange, there: SequenceState, headroom: number): SequenceState {
  if (!there.called) return there
  const ahead = there.last + ceilDivide(BigInt(headroom), abs(range.increment)) * range.increment
  const size = range.maxValue - range.minValue + 1n
  const offset = (((ahead - range.minValue) % size) + size) % size
  return { last: range.minValue + offset, called: true }
}

/** How many steps lead from `from` to `to` or just past it; 0 when it lies behind. */
function stepsToReach(from: bigint, to: bigint, increment: bigint): bigint {
  const distance = increment > 0n ? to - from : from - to
  return distance <= 0n ? 0n : ceilDivide(distance, abs(increment))
}

function isAhead({ increment }: SequenceRange, wanted: SequenceState, here: SequenceState): boolean {
  const next = ({ last, called }: SequenceState) => (called ? last + increment : last)
  return increment > 0n ? next(wanted) > next(here) : next(wanted) < next(here)
}

function isSame(left: SequenceState, right: SequenceState): boolean {
  return left.last === right.last && left.called === right.called
}

function ceilDivide(value: bigint, by: bigint): bigint {
  return (value + by - 1n) / by
}

function abs(value: bigint): bigint {
  return value < 0n ? -value : value
}
