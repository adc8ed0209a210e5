/** One thing preflight noticed. */
export interface Finding {
  /** Stable, e.g. `pg.wal-level`. */
  readonly check: string
  readonly severity: 'blocker' | 'warning' | 'information'
  readonly side: 'source' | 'target' | 'both'
  /** What was found, with the value. */
  readonly message: string
  /** What to do, with the exact statement where there is one; empty for information. */
  readonly remedy: string
}
