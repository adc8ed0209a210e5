/**
 * Where a workload leaves what the oracle reads: one entry for each write, the last write of each key, and what must
 * hold over the whole. All of it written in the transaction of the write.
 */
export interface Ledger {
  /** Yields `client, seq, key, version`: one row for each write; versions of a key count from 1 in commit order. */
  readonly entries: string
  /** Yields `key, client, seq, version` of the last write of each key that was written. */
  readonly registers: string
  readonly invariants: readonly Invariant[]
}

export interface Invariant {
  readonly name: string
  /** Yields nothing while it holds, else rows with a text column `detail`. */
  readonly violations: string
}
