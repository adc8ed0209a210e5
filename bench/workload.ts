import type { Major } from '@causeway/harness'

/** What a run may be told; `--help` explains each. */
export interface Sizes {
  /** Of the tables that are copied and compared. */
  readonly megabytes: number
  readonly rounds: number
  /** Small tables of one database. */
  readonly tables: number
  /** Of one backlog of TPC-B; those of a wide table are a fifth, for they hold more. */
  readonly transactions: number
  /** Of pgbench, below a backlog and while lag is measured. */
  readonly scale: number
  /** Transactions per second, rising, and how long each rate lasts. */
  readonly lagRates: readonly number[]
  readonly lagSeconds: number
  /** Cut-overs and rollbacks, in pairs. */
  readonly trips: number
  /** Writes per second during them. */
  readonly writeRates: readonly number[]
  /** What must pass in bounded memory. */
  readonly memory: MemorySizes
}

export interface MemorySizes {
  readonly tableMegabytes: number
  readonly valueMegabytes: number
  readonly transactionRows: number
}

export interface BenchContext {
  readonly sizes: Sizes
  /** Which peers carry databases: those whose name it matches. */
  readonly peers: RegExp
  readonly from: Major
  readonly to: Major
  /** A line of progress, for whoever watches. */
  readonly say: (text: string) => void
}

/** One figure, once for each round. */
export interface Measurement {
  readonly what: string
  readonly unit: 's' | 'ms' | 'MB' | 'rows/s' | 'tx/s' | 'writes/s' | 'writes'
  /** `causeway`, or the peer. */
  readonly by: string
  readonly values: readonly number[]
  /** What is promised of it. */
  readonly limit?: { readonly of: 'median' | 'p99'; readonly most: number }
  /** Of a peer's: how many times better Causeway's shall be, by their medians. */
  readonly atLeast?: number
}

/** One question; a file of its own in `workloads/`, listed in `run.ts`. */
export interface Workload {
  /** A group before the slash. */
  readonly name: string
  /** What is done, in one sentence, for the table's heading. */
  readonly summary: string
  /** Why it cannot be done here; `null` when it can. */
  readonly missing?: () => Promise<string | null>
  readonly run: (context: BenchContext) => Promise<readonly Measurement[]>
}

export const CAUSEWAY = 'causeway'

/** Memory of our process, whatever the size of a database, a table, a value, or a transaction. */
export const MOST_MEGABYTES = 300
