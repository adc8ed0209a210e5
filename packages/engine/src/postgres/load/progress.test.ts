import type { LoadProgress, TableProgress } from '@causeway/core'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Table } from '../catalog.ts'
import { movingAverage, ProgressMeter, summarize } from './progress.ts'

function progress(totalBytes: number, copiedBytes: number, state: TableProgress['state'] = 'copying'): TableProgress {
  return { table: 't', state, copiedBytes, totalBytes, copiedRows: 0 }
}

describe('summarize', () => {
  test('estimates nothing before one percent', () => {
    expect(summarize([progress(1000, 9)], 10).etaSeconds).toBeNull()
    expect(summarize([progress(1000, 10)], 10).etaSeconds).toBe(99)
  })

  test('counts a landed table as done, whatever went over the wire', () => {
    expect(summarize([progress(1000, 400, 'indexing'), progress(1000, 0, 'waiting')], 100).etaSeconds).toBe(10)
    expect(summarize([progress(1000, 5000, 'copying'), progress(1000, 0, 'waiting')], 100).etaSeconds).toBe(10)
  })

  test('estimates nothing while nothing moves', () => {
    expect(summarize([progress(1000, 500)], 0).etaSeconds).toBeNull()
  })
})

test('the average moves with the weight of the sample', () => {
  expect(movingAverage(null, 50, 250)).toBe(50)
  expect(movingAverage(100, 0, 250)).toBeGreaterThan(95)
  expect(movingAverage(100, 0, 60_000)).toBeLessThan(1)
})

describe('ProgressMeter', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  const table = { schema: 'public', name: 't', sql: '"public"."t"', sizeBytes: 4000 } as Table

  test('reports at most four times a second, only changes, and the final state at the end', () => {
    const reports: LoadProgress[] = []
    {
      using meter = new ProgressMeter([table], (report) => reports.push(report))
      for (let ms = 0; ms < 1000; ms += 10) {
        meter.addBytes(table.sql, 10)
        vi.advanceTimersByTime(10)
      }
      expect(reports).toHaveLength(4)
      expect(reports.at(-1)?.bytesPerSecond).toBeCloseTo(1000)
      vi.advanceTimersByTime(2000)
      expect(reports).toHaveLength(4)
      meter.addBytes(table.sql, -400)
      meter.addRows(table.sql, 7)
      meter.setState(table.sql, 'ready')
    }
    expect(reports.at(-1)?.tables).toEqual([
      { table: 'public.t', state: 'ready', copiedBytes: 600, totalBytes: 4000, copiedRows: 7 },
    ])
    vi.advanceTimersByTime(2000)
    expect(reports).toHaveLength(5)
  })
})
