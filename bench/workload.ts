import type { Major } from '@causeway/harness'

/** What a run may be told; `--help` explains each. */
export interface Sizes {
  /** Of the tables that are copied and compared. */
  readonly megabytes: number
  readonly rounds: number
  /** Cut-overs and rollbacks, in pairs. */
  readonly trips: number
  readonly writesPerSecond: number
  /** TPC-B transactions of one backlog. */
  readonly transactions: number
  /** Bytes of the table, of the one value and rows of the one transaction that must pass in bounded memory. */
  readonly memory: MemorySizes
}

export interface MemorySizes {
  readonly tableMegabytes: number
  readonly valueMegabytes: number
  readonly transactionRows: number
}

export interface BenchContext {
  readonly sizes: Sizes
  readonly from: Major
  readonly to: Major
  /** A line of progress, for whoever watches. */
  readonly say: (text: string) => void
}

/** One figure, once for each round. */
export interface Measurement {
  readonly what: string
  readonly unit: 's' | 'ms' | 'MB' | 'rows/s' | 'writes/s' | 'writes'
  /** `causeway`, or the peer. */
  readonly by: string
  readonly values: readonly number[]
  /** What is promised of it. */
  readonly limit?: { readonly of: 'median' | 'p99'; readonly most: number }
}

/** One question; a file of its own in `workloads/`, listed in `run.ts`. */
export interface Workload {
  readonly name: string
  /** What is done, in one sentence, for the table's heading. */
  readonly summary: string
  readonly run: (context: BenchContext) => Promise<readonly Measurement[]>
}

export const CAUSEWAY = 'causeway'
