import { describe, expect, test } from 'vitest'
import type { Table } from '../catalog.ts'
import { planCopies } from './plan.ts'

const MB = 1024 * 1024
const PAGE = 8192

function table(name: string, sizeBytes: number, heapPages = Math.ceil(sizeBytes / PAGE)): Table {
  return {
    oid: 1,
    schema: 'public',
    name,
    sql: `"public"."${name}"`,
    isPartition: false,
    columns: [],
    key: null,
    replicaIdentity: 'default',
    insertOnly: false,
    heapPages,
    sizeBytes,
    estimatedRows: 0,
  }
}

const options = { workers: 2, chunkBytes: 100 * MB, rangeScans: true }

describe('planCopies', () => {
  test('begins with the largest table', () => {
    const parts = planCopies([table('small', 1 * MB), table('large', 90 * MB), table('empty', 0)], options)
    expect(parts.map((part) => part.table.name)).toEqual(['large', 'small', 'empty'])
  })

  test('copies tables that fill the workers evenly as a whole, however large they are', () => {
    const parts = planCopies([table('first', 1300 * MB), table('second', 1100 * MB)], options)
    expect(parts.map((part) => [part.part, part.parts, part.fromPage, part.toPage])).toEqual([
      [0, 1, null, null],
      [0, 1, null, null],
    ])
  })

  test('splits a table that would keep the other workers waiting, into ranges without gap or overlap, open at both ends', () => {
    const parts = planCopies([table('large', 350 * MB), table('small', 10 * MB)], options)
    const pages = (350 * MB) / PAGE
    expect(parts.map((part) => [part.table.name, part.fromPage, part.toPage])).toEqual([
      ['large', null, pages / 4],
      ['large', pages / 4, pages / 2],
      ['large', pages / 2, (pages * 3) / 4],
      ['large', (pages * 3) / 4, null],
      ['small', null, null],
    ])
  })

  test('counts TOAST into the size of a chunk, and never plans more parts than pages', () => {
    expect(planCopies([table('documents', 1000 * MB, 40)], options)).toHaveLength(10)
    expect(planCopies([table('blobs', 1000 * MB, 3)], options)).toHaveLength(3)
    expect(planCopies([table('one blob', 1000 * MB, 1)], options)).toHaveLength(1)
  })

  test('plans one part per worker where each part reads the whole heap', () => {
    expect(planCopies([table('large', 1000 * MB)], { ...options, rangeScans: false })).toHaveLength(2)
  })

  test('never splits for a single worker', () => {
    expect(planCopies([table('large', 1000 * MB)], { ...options, workers: 1 })).toHaveLength(1)
  })
})
