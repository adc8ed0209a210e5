import { CausewayError, type Side } from '@causeway/core'
import type { StreamTable } from '../stream-table.ts'
import type { StepFailure } from './pipeline.ts'

/** Whether the server refused what was to be done, rather than being unable to do anything now. */
export function isRefusal({ error }: StepFailure): boolean {
  // Lost connections, deadlocks, full disks and missing rights have codes of their own: the row is not to blame.
  return error === null || error.code === 'CW-0619' || error.code === 'CW-0719'
}

export function sqlstateOf(failure: StepFailure): string {
  const sqlstate = failure.error?.data['sqlstate']
  return typeof sqlstate === 'string' ? sqlstate : ''
}

/**
 * The error that freezes the stream: names the table and the columns of its key, never a value.
 */
export function frozen(side: Side, failure: StepFailure): CausewayError {
  const { step, error } = failure
  if (error !== null && !isRefusal(failure)) return error
  const { table } = step
  if (table === null) {
    return new CausewayError('CW-1050', `${side}: the transaction is refused: ${error?.message ?? ''}`, {
      cause: error,
    })
  }
  const key = keyColumns(table)
  const data = { side, table: table.sql, key, sqlstate: sqlstateOf(failure) || null }
  if (error === null) {
    return new CausewayError(
      'CW-1051',
      `${side}: a row to ${step.change?.kind ?? 'change'} is not in ${table.sql} (found by ${key.join(', ')})`,
      { data },
    )
  }
  const kind = step.change?.kind ?? 'change'
  return new CausewayError(
    'CW-1050',
    `${error.message}; it was to ${kind} a row of ${table.sql} (key ${key.join(', ')})`,
    { cause: error, data },
  )
}

function keyColumns({ columns, key }: StreamTable): readonly string[] {
  return key === null ? ['the whole row'] : key.flatMap((index) => columns[index]?.sql ?? [])
}
