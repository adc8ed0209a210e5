import { describe, expect, it } from 'vitest'
import type { Column, Table } from '../catalog.ts'
import { lsnFrom } from '../position.ts'
import { Capture, ClientCounter } from './capture.ts'
import { begin, commit, insert, relation, remove, truncate, update } from './fixtures/pgoutput.ts'
import { PieceQueue, type Piece } from './piece-queue.ts'
import { parseSnapshot } from './seen.ts'
import { StreamTables } from './stream-tables.ts'

const { signal } = new AbortController()
const OURS = 'shop-a1'
const [ITEM, PARENT, PROGRESS, MARKER, HEARTBEAT] = [1, 2, 3, 4, 5]

function column(name: string): Column {
  return {
    name,
    sql: `"${name}"`,
    typeOid: 25,
    typeModifier: -1,
    type: 'text',
    typeKind: 'b',
    notNull: true,
    generated: false,
    identity: null,
  }
}

const item: Table = {
  oid: ITEM,
  schema: 'public',
  name: 'item',
  sql: '"public"."item"',
  isPartition: false,
  columns: [column('id'), column('v')],
  key: [column('id')],
  replicaIdentity: 'default',
  insertOnly: false,
  heapPages: 1,
  sizeBytes: 1,
  estimatedRows: 1,
}

const COLUMNS = [{ name: 'id', isKey: true }, { name: 'v' }]
const ANNOUNCED = [
  relation(ITEM, 'public', 'item', COLUMNS),
  relation(PARENT, 'public', 'parent', COLUMNS),
  relation(PROGRESS, 'causeway', 'progress', [{ name: 'migration', isKey: true }, { name: 'stream' }]),
  relation(MARKER, 'causeway', 'marker', [
    { name: 'migration' },
    { name: 'id', isKey: true },
    { name: 'purpose' },
    { name: 'at' },
  ]),
  relation(HEARTBEAT, 'causeway', 'heartbeat', [{ name: 'migration', isKey: true }, { name: 'beat' }]),
]

/** A capture that has been told about every table. */
function newCapture(
  options: { readonly clients?: ClientCounter; readonly progress?: bigint; readonly snapshot?: string } = {},
) {
  const queue = new PieceQueue({ bytes: 1_000_000, ageMs: 0 })
  const clients = options.clients ?? new ClientCounter()
  const snapshots = new Map(options.snapshot === undefined ? [] : [[item.sql, parseSnapshot(options.snapshot)]])
  const capture = new Capture({
    side: 'source',
    migration: OURS,
    tables: new StreamTables({
      from: [item],
      to: [item],
      parents: new Set([PARENT]),
      snapshots,
      domains: new Map(),
      isRaw: false,
    }),
    queue,
    clients,
    progress: lsnFrom(options.progress ?? 0n),
    seam: { end: lsnFrom(1000n), nearTransactionId: 5000n },
  })
  const receive = (...messages: readonly Buffer[]) => {
    for (const message of messages) capture.receive(message, 0)
  }
  receive(begin(1n, 1), ...ANNOUNCED, commit(2n))
  /** Everything committed since the last time. */
  const piece = async (): Promise<Piece> => await queue.next(0, signal)
  return { capture, clients, queue, receive, piece }
}

describe('transactions', () => {
  it('of clients are kept and counted; what Causeway applied here is dropped, without a look at its rows', async () => {
    const { capture, clients, receive, piece, queue } = newCapture()
    receive(begin(20n, 9), insert(ITEM, ['1', 'x']), remove(ITEM, { key: ['1', null] }), commit(30n))
    receive(begin(40n, 10), update(PROGRESS, [OURS, 'reverse']))
    expect(capture.dropsRows).toBe(true)
    receive(Buffer.from('I, but not an insert'), truncate([ITEM]), commit(50n))
    expect(capture.dropsRows).toBe(false)
    expect(capture.position).toBe(50n)
    const kept = await piece()
    expect([kept.changes.length, kept.end, clients.transactions]).toEqual([2, 30n, 1])
    queue.release(kept)
    expect(queue.isEmpty).toBe(true)
  })

  it('that begin with the progress of another migration are those of clients here', async () => {
    const { clients, receive, piece } = newCapture()
    receive(begin(20n, 9), update(PROGRESS, ['other-b2', 'forward']), insert(ITEM, ['1', 'x']), commit(30n))
    expect((await piece()).changes).toHaveLength(1)
    expect(clients.transactions).toBe(1)
  })

  it('that the other side has are dropped, and counted by nobody', () => {
    const { clients, receive, queue } = newCapture({ progress: 30n })
    receive(begin(20n, 9), insert(ITEM, ['1', 'x']), commit(30n))
    expect([queue.isEmpty, clients.transactions]).toEqual([true, 0])
  })

  it('that are sent again after a broken connection are counted once', () => {
    const clients = new ClientCounter()
    for (let connection = 0; connection < 2; connection += 1) {
      const { receive } = newCapture({ clients })
      receive(begin(20n, 9), insert(ITEM, ['1', 'x']), commit(30n))
    }
    expect(clients.transactions).toBe(1)
  })

  it('that a copy has seen are counted but not applied to its table, up to the end of the seam', async () => {
    const { clients, receive, piece } = newCapture({ snapshot: '100:200:150' })
    const change = (commitLsn: bigint, xid: number) =>
      receive(begin(commitLsn, xid), insert(ITEM, [String(xid), 'x']), truncate([ITEM]), commit(commitLsn + 1n))
    change(20n, 120)
    change(30n, 150)
    change(40n, 200)
    // Behind the seam an id as low as this has been given out again.
    change(2000n, 120)
    const { changes } = await piece()
    expect(changes).toHaveLength(6)
    expect(clients.transactions).toBe(4)
  })
})

describe('control rows', () => {
  it('markers carry how many client transactions came before them', async () => {
    const { receive, piece } = newCapture()
    receive(begin(20n, 9), insert(ITEM, ['1', 'x']), commit(30n))
    receive(begin(40n, 10, 77n), insert(MARKER, [OURS, 'm-1', 'barrier', '2026-01-01']), commit(50n))
    receive(begin(60n, 11), insert(MARKER, ['other-b2', 'm-2', 'barrier', '2026-01-01']), commit(70n))
    receive(begin(80n, 12), remove(MARKER, { key: [null, 'm-1', null, null] }), commit(90n))
    const { markers, changes } = await piece()
    expect(markers).toEqual([{ id: 'm-1', purpose: 'barrier', commitTimeUs: 77n, clientTransactions: 1 }])
    expect(changes).toHaveLength(1)
  })

  it('heartbeats are not applied, and are no clients', async () => {
    const { clients, receive, piece } = newCapture()
    receive(begin(20n, 9), insert(HEARTBEAT, [OURS, '1700000000000']), commit(30n))
    receive(begin(40n, 10), update(HEARTBEAT, [OURS, '1700000000500']), commit(50n))
    receive(begin(60n, 11), update(HEARTBEAT, ['other-b2', '5']), commit(70n))
    const { beats, changes } = await piece()
    expect([beats, changes.length, clients.transactions]).toEqual([[1700000000000, 1700000000500], 0, 0])
  })
})

describe('what cannot be right', () => {
  it('a TRUNCATE names partitioned tables too: they hold no rows', async () => {
    const { receive, piece } = newCapture()
    receive(begin(20n, 9), truncate([PARENT, ITEM]), truncate([PARENT]), commit(30n))
    expect((await piece()).changes).toHaveLength(1)
  })

  it.each([
    [
      'a row of an unknown table',
      [begin(20n, 9), relation(77, 'public', 'new', COLUMNS), insert(77, ['1', 'x'])],
      'CW-1052',
    ],
    ['a TRUNCATE of one', [begin(20n, 9), relation(77, 'public', 'new', COLUMNS), truncate([77])], 'CW-1052'],
    ['a row before its table is described', [begin(20n, 9), insert(78, ['1', 'x'])], 'CW-0685'],
    ['a row outside of a transaction', [insert(ITEM, ['1', 'x'])], 'CW-0685'],
    ['a row with other columns', [begin(20n, 9), insert(ITEM, ['1'])], 'CW-0685'],
    ['a key with other columns', [begin(20n, 9), update(ITEM, ['1', 'x'], { key: ['1'] })], 'CW-0685'],
    ['an unknown message', [begin(20n, 9), Buffer.from('?')], 'CW-0685'],
  ])('%s stops the stream', (_, messages, code) => {
    const { receive } = newCapture()
    expect(() => receive(...messages)).toThrow(expect.objectContaining({ code }))
  })

  it('a table that is only described is no reason to stop', async () => {
    const { receive, piece } = newCapture()
    receive(begin(20n, 9), relation(77, 'public', 'new', COLUMNS), insert(ITEM, ['1', 'x']), commit(30n))
    expect((await piece()).changes).toHaveLength(1)
  })
})
