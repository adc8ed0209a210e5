import { expect, it } from 'vitest'
import { MOST_MEGABYTES } from '../../bench/workload.ts'
import { peaksOf } from '../../bench/workloads/memory.ts'

it('a table, a value and a transaction larger than its memory pass through one process', async () => {
  const say = () => {}
  // `npm run bench -- memory` takes the sizes that are promised; here other tests keep the collector from its work.
  const sizes = { tableMegabytes: 200, valueMegabytes: 60, transactionRows: 300_000 }
  const peaks = await peaksOf({ from: 15, to: 17, say }, sizes)
  expect(peaks.map((peak) => peak.while)).toEqual([
    'copying',
    'comparing',
    'streaming a large value',
    'streaming a large transaction',
    'cutting over',
  ])
  expect(peaks.filter(({ megabytes }) => megabytes >= MOST_MEGABYTES)).toEqual([])
})
