import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lsnFrom } from '../position.ts'
import { decodeMessage, type RowChange } from './decoder.ts'
import { insert } from './fixtures/pgoutput.ts'
import { PieceQueue, type Piece } from './piece-queue.ts'
import { columnAt, valueEnd, valueStart } from './tuple.ts'

const { signal } = new AbortController()
const HEADER = Buffer.alloc(25)

/** A message as it comes off the wire, with a value that tells it from the others. */
function change(name: string, bytes = 0): RowChange {
  return decodeMessage(Buffer.concat([HEADER, insert(1, [name, '.'.repeat(bytes)])]), HEADER.length) as RowChange
}

function nameOf({ bytes, newTuple }: RowChange): string {
  const at = columnAt(bytes, newTuple, 0)
  return bytes.toString('utf8', valueStart(at), valueEnd(bytes, at))
}

const namesOf = (piece: Piece) => [...piece.changes].map((each) => nameOf(each as RowChange))
const add = (queue: PieceQueue, name: string, bytes = 0) => queue.addRow(change(name, bytes), HEADER.length, 0)

describe('pieces', () => {
  it('hold every change once and in order, commit only where the source did, and stay within the limit', async () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 30_000 }), { minLength: 1, maxLength: 20 })
    await fc.assert(
      fc.asyncProperty(
        fc.array(sizes, { minLength: 1, maxLength: 10 }),
        fc.infiniteStream(fc.boolean()),
        async (transactions, takes) => {
          const limit = 100_000
          const queue = new PieceQueue({ bytes: limit, ageMs: 0 })
          const expected: string[] = []
          const seen: string[] = []
          let committed = 0
          const take = async () => {
            const piece = await queue.next(0, signal)
            seen.push(...namesOf(piece))
            committed += piece.transactions
            // What is committed there are whole transactions of the source.
            if (piece.end !== null) expect(seen).toHaveLength(transactions.slice(0, committed).flat().length)
            queue.release(piece)
          }
          let number = 0
          for (const [index, transaction] of transactions.entries()) {
            for (const bytes of transaction) {
              // As the reader does: nothing more is taken in while it is full.
              while (queue.isFull) await take()
              expected.push(String(number))
              add(queue, String(number), bytes)
              expect(queue.heldBytes).toBeLessThan(limit + 30_000 + 1000)
              number += 1
            }
            queue.commit(lsnFrom(BigInt(index + 1)), 0)
            if (takes.next().value) await take()
          }
          queue.fail(new Error('the end'))
          await expect(
            (async () => {
              for (;;) await take()
            })(),
          ).rejects.toThrow('the end')
          expect(seen).toEqual(expected)
          expect(queue.heldBytes).toBe(0)
          expect(queue.isEmpty).toBe(true)
        },
      ),
      { numRuns: 200 },
    )
  })

  it('give their memory back when they are released, and not that of what came after', async () => {
    const queue = new PieceQueue({ bytes: 1_000_000, ageMs: 0 })
    add(queue, 'first')
    queue.commit(lsnFrom(1n), 0)
    add(queue, 'second')
    const first = await queue.next(0, signal)
    const [kept] = [...first.changes] as RowChange[]
    queue.commit(lsnFrom(2n), 0)
    queue.release(first)
    const second = await queue.next(0, signal)
    expect(namesOf(second)).toEqual(['second'])
    queue.release(second)
    expect(kept?.bytes).toHaveLength(0)
  })

  it('a transaction without effect leaves nothing, one with a marker is handed out at once', async () => {
    const queue = new PieceQueue({ bytes: 1_000_000, ageMs: 60_000 })
    queue.commit(lsnFrom(1n), 0)
    expect(queue.isEmpty).toBe(true)
    add(queue, 'waits for others')
    queue.commit(lsnFrom(2n), performance.now())
    queue.addMarker({ id: 'm', purpose: 'barrier', commitTimeUs: 0n, clientTransactions: 1 })
    queue.commit(lsnFrom(3n), performance.now())
    const piece = await queue.next(60_000, signal)
    expect(piece).toMatchObject({ end: 3n, transactions: 2, markers: [{ id: 'm' }] })
    expect(queue.isEmpty).toBe(false)
    queue.release(piece)
    expect(queue.isEmpty).toBe(true)
  })

  it('waits for a change, at most until the age limit, and ends with the signal', async () => {
    const queue = new PieceQueue({ bytes: 1_000_000, ageMs: 20 })
    const waiting = queue.next(60_000, signal)
    add(queue, 'one')
    queue.commit(lsnFrom(1n), performance.now())
    add(queue, 'two')
    queue.commit(lsnFrom(2n), performance.now())
    expect(namesOf(await waiting)).toEqual(['one', 'two'])
    await expect(queue.next(0, AbortSignal.timeout(10))).rejects.toMatchObject({ name: 'TimeoutError' })
  })
})
