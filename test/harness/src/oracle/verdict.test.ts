import { expect, test } from 'vitest'
import type { Operation, Outcome } from './history.ts'
import { decide, type Entry } from './verdict.ts'

const entry = (seq: number, version: number, key = 'k'): Entry => ({ client: 'c', seq, key, version })

/** Operation `seq` starts at `10 × seq` and ends 5 later. */
function operation(seq: number, outcome: Outcome = 'acked', key = 'k'): Operation {
  const endedAtMs = outcome === 'unknown' ? Number.POSITIVE_INFINITY : seq * 10 + 5
  return { client: 'c', seq, key, outcome, startedAtMs: seq * 10, endedAtMs }
}

function verdict(entries: readonly Entry[], operations: readonly Operation[], register = entries.at(-1)) {
  return decide({ entries, registers: register === undefined ? [] : [register], brokenInvariants: [] }, operations)
}

test('content when every acknowledged write is there once', () => {
  const result = verdict(
    [entry(1, 1), entry(3, 2)],
    [operation(1), operation(2, 'failed'), operation(3, 'unknown'), operation(4, 'unknown')],
  )
  expect(result).toMatchObject({ ok: true, acked: 1, found: 1, failed: 1, unknown: 2, unknownFound: 1, offenders: [] })
})

test('a lost write', () => {
  const result = verdict([entry(1, 1)], [operation(1), operation(2)])
  expect(result).toMatchObject({ ok: false, acked: 2, found: 1, lost: 1 })
  expect(result.offenders[0]).toBe('c#2 on k was acknowledged at 1970-01-01T00:00:00.025Z and is not there')
})

test('a write applied twice, acknowledged or unknown', () => {
  expect(verdict([entry(1, 1), entry(1, 2)], [operation(1)])).toMatchObject({ ok: false, duplicated: 1, lost: 0 })
  expect(verdict([entry(1, 1), entry(1, 2)], [operation(1, 'unknown')])).toMatchObject({ ok: false, duplicated: 1 })
})

test('a failed write that is there, and one nobody made', () => {
  expect(verdict([entry(1, 1)], [operation(1, 'failed')])).toMatchObject({ ok: false, resurrected: 1 })
  expect(verdict([entry(1, 1)], [])).toMatchObject({ ok: false, unexpected: 1 })
})

test('an order that clients did not see; concurrent writes may stand either way', () => {
  expect(verdict([entry(2, 1), entry(1, 2)], [operation(1), operation(2)])).toMatchObject({ ok: false, reordered: 1 })
  const concurrent = { ...operation(2), startedAtMs: 12 }
  expect(verdict([entry(2, 1), entry(1, 2)], [operation(1), concurrent])).toMatchObject({ ok: true })
  expect(verdict([entry(2, 1), entry(1, 2)], [operation(1, 'unknown'), operation(2)])).toMatchObject({ ok: true })
})

test('a gap in the versions of a key: a write is missing between them', () => {
  expect(verdict([entry(1, 1), entry(2, 3)], [operation(1), operation(2)])).toMatchObject({ ok: false, reordered: 1 })
})

test('a row that does not hold its last write', () => {
  const entries = [entry(1, 1), entry(2, 2)]
  expect(verdict(entries, [operation(1), operation(2)], entry(1, 1))).toMatchObject({ ok: false, reordered: 1 })
  expect(verdict(entries, [operation(1), operation(2)], entry(9, 1, 'other')).reordered).toBe(2)
})

test('a broken invariant', () => {
  const result = decide({ entries: [], registers: [], brokenInvariants: ['the sum is 1'] }, [])
  expect(result).toMatchObject({ ok: false, brokenInvariants: ['the sum is 1'], offenders: ['the sum is 1'] })
})
