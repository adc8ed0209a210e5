import { describe, expect, test } from 'vitest'
import type { Column, Table } from '../catalog.ts'
import { ChangedRowQueue } from './changed-row-queue.ts'

const ID: Column = {
  name: 'id',
  sql: '"id"',
  typeOid: 23,
  typeModifier: -1,
  type: 'integer',
  typeKind: 'b',
  notNull: true,
  generated: false,
  identity: null,
}

function table(name: string, key: readonly Column[] | null = [ID], estimatedRows = 1000): Table {
  return {
    oid: 1,
    schema: 's',
    name,
    sql: name,
    isPartition: false,
    columns: [ID],
    key,
    replicaIdentity: 'default',
    insertOnly: false,
    heapPages: 1,
    sizeBytes: 8192,
    estimatedRows,
  }
}

const [orders, items, log] = [table('orders'), table('items'), table('log', null, 0)]

function emptyQueue(): ChangedRowQueue {
  const queue = new ChangedRowQueue([orders, items, log])
  queue.clear()
  return queue
}

const idsOf = (queue: ChangedRowQueue) =>
  [...queue.rows(1000)].map(([{ name }, rows]) => [name, ...rows.map(({ id }) => id[0])])

describe('what is pending', () => {
  test('begins with every table whole', () => {
    const queue = new ChangedRowQueue([orders, items, log])
    expect(queue.size).toBe(2001)
    expect(queue.wholeTables({ inPass: false })).toEqual([orders, items, log])
  })

  test('is each row once, until it is verified', () => {
    const queue = emptyQueue()
    queue.note('orders', [['1'], ['2'], ['1']])
    queue.note('unknown', [['9']])
    expect(queue.size).toBe(2)
    for (const [table, rows] of queue.rows(10)) queue.verified(table, rows)
    expect(queue.size).toBe(0)
  })

  test('asks for single rows of a table only where they would be kept', () => {
    const queue = new ChangedRowQueue([orders, items])
    expect(queue.asksFor('orders')).toBe(false)
    const endPass = queue.beginPass(orders)
    expect(['orders', 'items', 'unknown'].map((table) => queue.asksFor(table))).toEqual([true, false, false])
    endPass(true)
    expect(queue.asksFor('orders')).toBe(true)
    queue.note('orders', 'overflow')
    expect(queue.asksFor('orders')).toBe(false)
  })

  test('stays when the row has changed since it was taken', () => {
    const queue = emptyQueue()
    queue.note('orders', [['1'], ['2']])
    const taken = queue.rows(10)
    queue.note('orders', [['2']])
    for (const [table, rows] of taken) queue.verified(table, rows)
    expect(idsOf(queue)).toEqual([['orders', '2']])
  })

  test('gives each table a share, and those their turn that were not postponed', () => {
    const queue = emptyQueue()
    queue.note('orders', [['1'], ['2'], ['3']])
    queue.note('items', [['4']])
    const [first] = queue.rows(2)
    expect([...queue.rows(2).values()].map(([row]) => row?.id)).toEqual([['1'], ['4']])
    if (first) queue.postpone(...first)
    expect(idsOf(queue)).toEqual([
      ['orders', '2', '3', '1'],
      ['items', '4'],
    ])
  })

  test('is the whole table when the rows are not known, have no key, or are too many', () => {
    const queue = emptyQueue()
    queue.note('orders', [['1'], [null]])
    queue.note('log', [['1']])
    expect(queue.wholeTables({ inPass: false })).toEqual([orders, log])
    queue.note('items', 'overflow')
    expect(queue.size).toBe(2001)

    queue.clear()
    queue.note('orders', [['kept']])
    for (let id = 0; id <= 200_000; id += 1) queue.note('items', [[String(id)]])
    expect(queue.wholeTables({ inPass: false })).toEqual([items])
    expect(idsOf(queue)).toEqual([['orders', 'kept']])

    queue.clear()
    for (let id = 0; id < 20; id += 1) queue.note('items', [[String(id).repeat(1_000_000)]])
    expect(queue.wholeTables({ inPass: false })).toEqual([items])
  })
})

describe('a pass over a whole table', () => {
  test('stands for what was noted before it, not for what is noted during it', () => {
    const queue = emptyQueue()
    queue.note('orders', [['before']])
    const end = queue.beginPass(orders)
    queue.note('orders', [['during']])
    expect(queue.wholeTables({ inPass: false })).toEqual([])
    expect(queue.wholeTables({ inPass: true })).toEqual([orders])
    end(true)
    expect(queue.wholeTables({ inPass: true })).toEqual([])
    expect(idsOf(queue)).toEqual([['orders', 'during']])
  })

  test('that did not come to its end leaves all pending', () => {
    const queue = emptyQueue()
    queue.note('orders', [['before']])
    const end = queue.beginPass(orders)
    queue.note('orders', [['during']])
    end(false)
    expect(queue.wholeTables({ inPass: false })).toEqual([orders])
    expect(queue.size).toBe(1000)
  })

  test('does not cover an overflow during it', () => {
    const queue = emptyQueue()
    const end = queue.beginPass(orders)
    queue.note('orders', 'overflow')
    end(true)
    expect(queue.wholeTables({ inPass: false })).toEqual([orders])
  })
})

describe('waiting', () => {
  test('ends with the first row noted', async () => {
    const queue = emptyQueue()
    const filled = queue.filled(AbortSignal.timeout(1000))
    queue.note('orders', [['1']])
    await expect(filled).resolves.toBeUndefined()
  })

  test('ends with its signal', async () => {
    const stop = new AbortController()
    const filled = emptyQueue().filled(stop.signal)
    stop.abort(new Error('enough'))
    await expect(filled).rejects.toThrow('enough')
  })
})
