import type { Finding } from '@causeway/core'
import type { Facts } from './facts.ts'
import { blocker, some } from './report.ts'

const SINCE = 140_000

/** What the source can have and the target's version refuses to create. */
export function versionChanges({ moved, source, target }: Facts): readonly Finding[] {
  if (source.server.version >= SINCE || target.server.version < SINCE) return []
  const { postfixOperators, arrayAggregates } = moved.objects
  return [
    ...(postfixOperators.length === 0
      ? []
      : [
          blocker(
            'pg.postfix-operator',
            'target',
            `PostgreSQL has no postfix operators since 14: ${some(postfixOperators)}`,
            'DROP OPERATOR … on the source; call its function instead',
          ),
        ]),
    ...(arrayAggregates.length === 0
      ? []
      : [
          blocker(
            'pg.array-aggregate',
            'target',
            `since 14 the array functions of these aggregates take other types, and creating them fails: ${some(arrayAggregates)}`,
            'DROP AGGREGATE … on the source and create it with anycompatiblearray and anycompatible on the target, or use array_agg',
          ),
        ]),
  ]
}
