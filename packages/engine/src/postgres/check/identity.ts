import type { Finding } from '@causeway/core'
import { matches } from '../schema/scope.ts'
import { quoteIdentifier } from '../quote.ts'
import type { Facts } from './facts.ts'
import type { Relation } from './relation-facts.ts'
import { blocker } from './report.ts'

/** Each table must be able to name the row that was changed, or be declared to have rows added only. */
export function identity({ spec, moved }: Facts): readonly Finding[] {
  return moved.relations
    .filter((table) => table.kind === 'r' && !table.unlogged && !table.identified)
    .filter((table) => !table.paths.some((path) => matches(spec.scope.insertOnly, path)))
    .map((table) => withoutIdentity(table))
}

function withoutIdentity(table: Relation): Finding {
  const otherwise = `or declare ${table.paths[0] ?? table.sql} in scope.insertOnly when its rows are only ever added`
  const remedy = (identity: string, also = '') =>
    `ALTER TABLE ${table.sql} REPLICA IDENTITY ${identity}; -- on the source; ${also}${otherwise}`
  const full = 'or write it whole with REPLICA IDENTITY FULL; '
  const byIndex = table.uniqueIndex === null ? null : `USING INDEX ${quoteIdentifier(table.uniqueIndex)}`
  if (table.replicaIdentity === 'n') {
    const message = `${table.sql} has REPLICA IDENTITY NOTHING: updates and deletes cannot be followed`
    return blocker('pg.replica-identity-nothing', 'source', message, remedy(byIndex ?? 'FULL'))
  }
  if (table.replicaIdentity === 'i') {
    const message = `${table.sql} has the index of its REPLICA IDENTITY no more: updates and deletes cannot be followed`
    return blocker('pg.replica-identity-index', 'source', message, remedy(byIndex ?? 'FULL'))
  }
  if (table.deferrableKey) {
    const message = `${table.sql} has a DEFERRABLE primary key, which cannot be its replica identity`
    const also = byIndex === null ? 'or make the primary key NOT DEFERRABLE; ' : full
    return blocker('pg.deferrable-key', 'source', message, remedy(byIndex ?? 'FULL', also))
  }
  const message = `${table.sql} has no primary key and no other replica identity: updates and deletes cannot be followed`
  const also = byIndex === null ? 'better, add a primary key; ' : full
  return blocker('pg.no-key', 'source', message, remedy(byIndex ?? 'FULL', also))
}
