/** Where the stream tells which rows it changed, so that exactly those are verified again. */
export interface ChangedRows {
  /** Whether single rows of this table are asked for now; where not, the whole table counts anyway. */
  asksFor(table: string): boolean

  /**
   * Called after the commit on the side applied to. `table` is `Table.sql`; a key is the text of each column of
   * `Table.key`, in that order. `overflow`: too many to list, or not known; the whole table counts.
   */
  note(table: string, keys: readonly ChangedKey[] | 'overflow'): void
}

export type ChangedKey = readonly (string | null)[]
