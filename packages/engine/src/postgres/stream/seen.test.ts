import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseSnapshot, sawTransaction, widenTransactionId } from './seen.ts'

it('reads what the server prints', () => {
  expect(parseSnapshot('4294967300:4294967305:4294967301,4294967303')).toEqual({
    xmin: 4294967300n,
    xmax: 4294967305n,
    inProgress: new Set([4294967301n, 4294967303n]),
  })
  expect(parseSnapshot('10:10:').inProgress.size).toBe(0)
  for (const text of ['', '10:10', '10:x:', '10:10:1,', '-1:10:']) expect(() => parseSnapshot(text)).toThrow(RangeError)
})

/** A server's history: each transaction begins at a time, has an id by that order, and commits later. */
const history = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 20 })

it('a transaction was seen exactly when it had committed before the snapshot, whatever the epoch of the ids', () => {
  fc.assert(
    fc.property(
      history,
      fc.nat(50),
      fc.bigInt({ min: 3n, max: 1n << 40n }),
      fc.integer({ min: -30, max: 30 }),
      (durations, snapshotAt, firstId, apart) => {
        const transactions = durations.map((duration, begun) => ({
          id: firstId + BigInt(begun),
          begun,
          ended: begun + duration,
        }))
        const running = transactions.filter(({ begun, ended }) => begun <= snapshotAt && ended > snapshotAt)
        const next = firstId + BigInt(transactions.filter(({ begun }) => begun <= snapshotAt).length)
        const xmin = running[0]?.id ?? next
        const snapshot = parseSnapshot(`${xmin}:${next}:${running.map(({ id }) => id).join(',')}`)
        // Read at about the same time, and on either side of what it is to widen.
        const near = firstId + BigInt(transactions.length + apart)
        for (const { id, ended } of transactions) {
          const low = Number(id & 0xffff_ffffn)
          expect(widenTransactionId(low, near)).toBe(id)
          expect(sawTransaction(snapshot, widenTransactionId(low, near))).toBe(ended <= snapshotAt)
        }
      },
    ),
  )
})

it('widens across the wrap of 32 bits', () => {
  expect(widenTransactionId(0xffff_ffff, 0x2_0000_0003n)).toBe(0x1_ffff_ffffn)
  expect(widenTransactionId(2, 0x2_0000_0003n)).toBe(0x2_0000_0002n)
  expect(widenTransactionId(3, 0x1_ffff_fff0n)).toBe(0x2_0000_0003n)
})

it('one that completes while the other id is read lies at it, or above', () => {
  expect(widenTransactionId(5000, 5000n)).toBe(5000n)
  expect(widenTransactionId(5007, 5000n)).toBe(5007n)
})
