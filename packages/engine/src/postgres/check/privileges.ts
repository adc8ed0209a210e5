import type { Finding } from '@causeway/core'
import { requiredGrants } from '../control/grants.ts'
import type { Facts } from './facts.ts'
import { ADMINISTRATOR, blocker, onBothSides } from './report.ts'

/** Every right our role still lacks. Row security has a check of its own, which knows the tables. */
export function privileges(facts: Facts): readonly Finding[] {
  return onBothSides(facts, (side, { grants }) =>
    requiredGrants(side, { ...grants, forcedRowSecurity: false })
      .filter(({ satisfied }) => !satisfied)
      .map(({ statement, reason }) =>
        blocker(
          'pg.privilege',
          side,
          `the role ${grants.role} may not ${reason}`,
          `${statement}; -- on the ${side}, in the database ${grants.database}, ${ADMINISTRATOR}`,
        ),
      ),
  )
}
