import type { ResolvedSpec } from '@causeway/spec'
import { streamName } from '../names.ts'
import { quoteIdentifier } from '../quote.ts'

/** A statement as it will be run, or what happens where there is no single statement. */
export interface PlannedStep {
  readonly phase: string
  readonly side: 'source' | 'target' | 'both'
  readonly what: string
  readonly sql: string | null
}

/** In the order in which a migration runs them. */
export function plannedSteps(spec: ResolvedSpec, tables: number): readonly PlannedStep[] {
  return [...untilReady(spec, tables), ...fromCutover(spec)]
}

function untilReady(spec: ResolvedSpec, tables: number): readonly PlannedStep[] {
  const slot = (direction: 'forward' | 'reverse') => quoteIdentifier(streamName(spec, direction))
  const publication = (direction: 'forward' | 'reverse') =>
    `CREATE PUBLICATION ${slot(direction)} FOR TABLE ${tables} tables, "causeway"."progress", "causeway"."marker", "causeway"."heartbeat"`
  const logicalSlot = (direction: 'forward' | 'reverse') =>
    `SELECT pg_create_logical_replication_slot('${streamName(spec, direction)}', 'pgoutput')`
  return [
    { phase: 'prepare', side: 'both', what: 'control tables, removed by commit', sql: 'CREATE SCHEMA causeway' },
    { phase: 'prepare', side: 'target', what: 'schema without indexes, foreign keys and triggers', sql: null },
    {
      phase: 'prepare',
      side: 'target',
      what: 'closed to everybody else until the cut-over',
      sql: fence(spec.target.database),
    },
    { phase: 'prepare', side: 'source', what: 'publication', sql: publication('forward') },
    { phase: 'prepare', side: 'source', what: 'slot; the log is kept from here on', sql: logicalSlot('forward') },
    {
      phase: 'full-load',
      side: 'both',
      what: `COPY of ${tables} tables, ${spec.fullLoad.workers} at a time, then indexes, keys, foreign keys, triggers`,
      sql: null,
    },
    { phase: 'replicate', side: 'both', what: 'changes applied in batches, exactly once', sql: null },
    { phase: 'verify', side: 'both', what: 'every row of every table compared by hash, while data moves', sql: null },
    {
      phase: 'shift',
      side: 'both',
      what: `green at ${spec.traffic.steps.join(', ')} %, the source stays the authority`,
      sql: null,
    },
    { phase: 'ready', side: 'target', what: 'publication of the way back', sql: publication('reverse') },
    { phase: 'ready', side: 'target', what: 'slot of the way back', sql: logicalSlot('reverse') },
  ]
}

function fromCutover(spec: ResolvedSpec): readonly PlannedStep[] {
  return [
    { phase: 'cutover', side: 'source', what: 'fence; the pause begins', sql: fence(spec.source.database) },
    {
      phase: 'cutover',
      side: 'both',
      what: 'marker across, changed rows compared, sequences advanced',
      sql: `INSERT INTO causeway.marker …; SELECT setval(…)`,
    },
    {
      phase: 'cutover',
      side: 'source',
      what: 'the decision',
      sql: `UPDATE causeway.control SET decision = 'COMMIT' WHERE … AND decision IS NULL`,
    },
    {
      phase: 'cutover',
      side: 'target',
      what: 'opened; the pause ends',
      sql: `GRANT CONNECT ON DATABASE ${quoteIdentifier(spec.target.database)} TO whoever had it`,
    },
    {
      phase: 'commit',
      side: 'both',
      what: 'slots, publications and the schema causeway are removed',
      sql: 'DROP SCHEMA causeway CASCADE',
    },
  ]
}

function fence(database: string): string {
  return `REVOKE CONNECT ON DATABASE ${quoteIdentifier(database)} FROM PUBLIC and every role but ours; then pg_terminate_backend for every other session`
}
