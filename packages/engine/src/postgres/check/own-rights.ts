import type { Finding } from '@causeway/core'
import { quoteIdentifier } from '../quote.ts'
import type { Facts } from './facts.ts'
import { blocker } from './report.ts'

/** Our role works as a member of owners: what an owner has taken from itself, we do not have either. */
export function ownRights({ moved, source, target }: Facts): readonly Finding[] {
  if (source.grants.superuser && target.grants.superuser) return []
  return moved.ownersWithout.map(({ owner, object, rights }) =>
    blocker(
      'pg.owner-rights',
      'source',
      `${owner}, who owns the ${object}, has no ${rights.join(', ')} on it, and so has Causeway on either side`,
      `GRANT ${rights.join(', ')} ON ${object.replace(/^\w+/, (kind) => kind.toUpperCase())} TO ${quoteIdentifier(owner)}; -- on the source, until the migration has ended`,
    ),
  )
}
