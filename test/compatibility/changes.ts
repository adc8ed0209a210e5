import { CHANGES_ROWS, type ChangeOutcome } from '../e2e/support/changes-rows.ts'
import { NOT_APPLICABLE, type CompatibilityRow } from './row.ts'

/** What the tests of changes make while data moves, as rows of the page. */
export const CHANGES: readonly CompatibilityRow[] = CHANGES_ROWS.map((row) => ({
  what: row.what,
  results: {
    schema: shown(row.schema),
    'full load': shown(row.fullLoad),
    changes: shown(row.cdc),
    verification: shown(row.verification),
    rollback: shown(row.rollback),
  },
}))

function shown(outcome: ChangeOutcome): string {
  return outcome === 'not applicable' ? NOT_APPLICABLE : outcome
}
