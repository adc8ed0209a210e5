import { CausewayError } from '../errors/causeway-error.ts'
import type { Direction, VerificationResult } from '../ports/migration-engine.ts'
import type { Run } from './run.ts'
import { keepCarrying, keepVerified, stopCarrying } from './streams.ts'

/** Compares everything once and keeps the result. False when rows differ, and then the migration is frozen. */
export async function verifyOnce(run: Run, direction: Direction, signal: AbortSignal): Promise<boolean> {
  const result = await run.engine.verify(
    direction,
    run.lease,
    (progress) => run.tellSoon('verification-progress', progress),
    signal,
  )
  await run.record.remember({ verification: { mismatches: result.mismatchCount, finishedAt: result.finishedAt } })
  await run.record.tell('verification-result', {
    tables: result.tables.length,
    rows: result.tables.reduce((sum, table) => sum + table.rows, 0),
    mismatchCount: result.mismatchCount,
    mismatches: result.mismatches,
    inMotion: result.inMotion,
    durationMs: result.durationMs,
    position: result.position,
    perTable: result.tables,
  })
  if (result.mismatchCount === 0) {
    keepVerified(run, direction)
    return true
  }
  const problem = mismatchError(result)
  if (run.exitWhenBlocked) throw problem
  await run.record.freeze(
    problem.message,
    problem.code,
    'repair the rows, then: causeway resume; they are compared again',
  )
  return false
}

/**
 * Makes the reverse stream the witness that nobody writes to the closed target. It begins before the first comparison:
 * what was written there until then is found by it, what comes later stops the stream. Idempotent.
 *
 * One that has stopped, or that an earlier process left, begins anew, since what stopped it would stop it again: most
 * often that is how rows were repaired. Nothing is to be carried from there, and all rows are compared once more.
 *
 * @returns whether it began anew: the comparisons made so far are void
 */
export async function watchTarget(run: Run, signal: AbortSignal): Promise<boolean> {
  const reverse = run.engine.stream('reverse')
  const beginsAnew = run.resumed || reverse.status().state === 'frozen'
  if (beginsAnew) {
    await stopCarrying(run, 'reverse')
    await reverse.drop(run.lease, signal)
  }
  await reverse.create(run.lease, signal)
  keepCarrying(run, 'reverse')
  return beginsAnew
}

/**
 * Watches the target and has every row compared once under the eyes of that witness. Which rows changed since is known to
 * this process only, so that a comparison made by an earlier one is void as well, however young. False when rows differ.
 */
export async function watchedAndVerified(run: Run, signal: AbortSignal): Promise<boolean> {
  const begunAnew = await watchTarget(run, signal)
  if (!begunAnew && run.record.state.verification !== null) {
    keepVerified(run, 'forward')
    return true
  }
  return await verifyOnce(run, 'forward', signal)
}

export function mismatchError(result: VerificationResult): CausewayError {
  const first = result.mismatches[0]
  const where =
    first === undefined ? '' : `, first ${first.table} (${first.key}): ${first.columns.join(', ') || first.kind}`
  const restless = result.inMotion === 0 ? '' : `, ${result.inMotion} row(s) did not settle`
  return new CausewayError(
    'CW-0501',
    `${result.mismatchCount} row(s) differ between source and target${where}${restless}`,
    {
      data: { mismatches: result.mismatches },
    },
  )
}
