import type { Finding } from '@causeway/core'
import { quoteIdentifier } from '../quote.ts'
import type { Facts } from './facts.ts'
import { ADMINISTRATOR, blocker, onBothSides, some } from './report.ts'

/** Policies would hide rows from us. They do not apply to the owner unless forced, nor to a role that bypasses them. */
export function rowSecurity(facts: Facts): readonly Finding[] {
  return onBothSides(facts, (side, { grants }) => {
    if (grants.superuser || grants.bypassesRowSecurity) return []
    const hiding = facts.moved.relations.filter(
      (table) => table.forcedRowSecurity || (side === 'source' && table.rowSecurity && !table.actsAsOwner),
    )
    if (hiding.length === 0) return []
    const role = quoteIdentifier(grants.role)
    return [
      blocker(
        'pg.row-security',
        side,
        `row level security hides rows of ${some(hiding.map(({ sql }) => sql))} from the role ${grants.role}`,
        `ALTER ROLE ${role} BYPASSRLS; -- on the ${side}, ${ADMINISTRATOR}; or ALTER TABLE … NO FORCE ROW LEVEL SECURITY`,
      ),
    ]
  })
}
