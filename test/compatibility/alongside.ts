import { results, type CompatibilityRow } from './row.ts'

/** Something that a session holds while the zoo is carried. */
export interface AlongsideRow extends CompatibilityRow {
  /** In a session that stays open until a fence ends it. */
  readonly sql: string
  /** Returns no rows on the target. */
  readonly absent: string
}

export const ALONGSIDE: readonly AlongsideRow[] = [
  {
    what: 'Temporary tables of open sessions',
    results: results({ schema: 'left alone' }),
    sql: 'CREATE TEMPORARY TABLE of_a_session AS SELECT 1 AS id',
    absent: `SELECT FROM pg_class WHERE relname = 'of_a_session'`,
  },
]
