import type { Lease } from '@causeway/core'
import type { ResolvedScope } from '@causeway/spec'
import { SEQUENCES, type SequenceRow } from '../catalog-query.ts'
import type { SqlClient } from '../connect.ts'
import { quoteQualified } from '../quote.ts'
import { scopeParameters } from '../schema/scope.ts'
import { leaseLost } from './epoch.ts'
import { sequenceTarget, type SequenceState } from './sequence-target.ts'

interface Found extends SequenceRow {
  /** Digits, `t` or `f` for called. */
  readonly last: string
  readonly called: boolean
  readonly key: string | null
}

/**
 * One round trip for all: the state of a sequence is in a relation of its own, and 2,000 of them in one UNION take the
 * planner 13 s, so the server makes and runs a small query for each. Values come as text out of XML it made itself;
 * OFFSET keeps the planner from making it twice.
 */
const STATES = states(
  `CASE WHEN q.feeds IS NOT NULL THEN query_to_xml(format('SELECT %s(%I) AS key FROM %I.%I',
     CASE WHEN q.increment > 0 THEN 'max' ELSE 'min' END, q.feeds->>'column', q.feeds->>'schema', q.feeds->>'table'),
     false, true, '')::text END`,
)

const STATES_WITHOUT_KEYS = states('NULL')

function states(furthest: string): string {
  return `
    SELECT s.*, substring(state FROM '<last_value>(.*)</last_value>') AS last, state LIKE '%<is_called>true%' AS called,
      substring(furthest FROM '<key>(.*)</key>') AS key
    FROM (SELECT q.*, ${furthest} AS furthest,
        query_to_xml(format('SELECT last_value, is_called FROM %I.%I', q.schema, q.name), false, true, '')::text AS state
      FROM (${SEQUENCES}) AS q OFFSET 0) AS s`
}

/**
 * Puts every sequence in scope on `to` past what the same sequence on `from`, and the rows it feeds there, have used.
 *
 * Both sides must be still. Three statements, whatever the number of sequences: about 100 ms for 2,000. Running it again
 * changes nothing. See `sequenceTarget` for the rules.
 * @returns how many were changed
 * @throws CW-0801
 */
export async function advanceSequences(
  from: SqlClient,
  to: SqlClient,
  options: { readonly migration: string; readonly scope: ResolvedScope; readonly headroom: number },
  lease: Pick<Lease, 'epoch'>,
): Promise<number> {
  const parameters = scopeParameters(options.scope)
  const [there, here] = await Promise.all([
    from.query<Found>(STATES, parameters),
    to.query<Found>(STATES_WITHOUT_KEYS, parameters),
  ])
  const states = new Map(there.map((row) => [quoteQualified(row.schema, row.name), row]))
  const names: string[] = []
  const targets: SequenceState[] = []
  for (const row of here) {
    const name = quoteQualified(row.schema, row.name)
    const other = states.get(name)
    if (other === undefined) continue
    const key = other.key === null ? null : BigInt(other.key)
    const target = sequenceTarget(rangeOf(row), stateOf(other), stateOf(row), key, options.headroom)
    if (target === null) continue
    names.push(name)
    targets.push(target)
  }
  if (names.length === 0) return 0
  // setval is not undone by a rollback: the epoch is checked by the very statement, not by one before it.
  const changed = await to.query(
    `WITH held AS MATERIALIZED (SELECT FROM causeway.control WHERE migration = $1 AND epoch = $2 FOR SHARE)
     SELECT setval(name::regclass, last, called)
     FROM held, unnest($3::text[], $4::int8[], $5::bool[]) AS wanted(name, last, called)`,
    [options.migration, lease.epoch, names, targets.map(({ last }) => last), targets.map(({ called }) => called)],
  )
  if (changed.length === 0) throw leaseLost(to.side, lease.epoch)
  return changed.length
}

function rangeOf(row: SequenceRow) {
  return {
    increment: BigInt(row.increment),
    minValue: BigInt(row.min_value),
    maxValue: BigInt(row.max_value),
    cycles: row.cycles,
  }
}

function stateOf(row: Found): SequenceState {
  return { last: BigInt(row.last), called: row.called }
}
