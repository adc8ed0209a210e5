import type { Mismatch, TableVerification, VerificationResult } from '@causeway/core'
import { MOST_DESCRIBED } from './mismatches.ts'
import { on, type Pair } from './pair.ts'

/** What came out for one table. */
export interface TableOutcome {
  readonly result: TableVerification
  readonly mismatches: readonly Mismatch[]
  readonly inMotion: number
}

/** Where the log of the side that changes come from ends now: what follows speaks of everything before. */
export async function readPosition(pair: Pair, signal: AbortSignal): Promise<string> {
  const statement = { sql: 'SELECT pg_current_wal_lsn()::text AS position', params: [] }
  const [row] = await on<{ readonly position: string }>(pair.from, statement, signal)
  return row?.position ?? ''
}

/** `startedAt` is of `performance.now()`. */
export function resultOf(outcomes: readonly TableOutcome[], position: string, startedAt: number): VerificationResult {
  const sum = (numberOf: (outcome: TableOutcome) => number) =>
    outcomes.reduce((total, each) => total + numberOf(each), 0)
  return {
    tables: outcomes.map(({ result }) => result),
    mismatches: outcomes.flatMap(({ mismatches }) => mismatches).slice(0, MOST_DESCRIBED),
    mismatchCount: sum(({ result }) => result.mismatches),
    inMotion: sum(({ inMotion }) => inMotion),
    position,
    finishedAt: new Date().toISOString(),
    durationMs: performance.now() - startedAt,
  }
}
