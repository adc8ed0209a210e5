import type { Catalog } from '../catalog.ts'
import { readCatalog } from '../catalog.ts'
import { connect, type SqlClient } from '../connect.ts'
import type { EngineContext } from '../context.ts'
import type { RequiredGrant } from '../control/grants.ts'
import { streamName } from '../names.ts'
import { quoteIdentifier } from '../quote.ts'
import { tableName } from '../table-name.ts'
import { openSession } from '../wire/session.ts'
import { relayCopy } from '../wire/relay.ts'
import { grantsNeeded } from './grants-needed.ts'

/** What a migration would do, before it does anything. */
export interface MigrationPlan {
  readonly source: {
    readonly version: number
    readonly tables: number
    readonly sequences: number
    readonly sizeBytes: number
  }
  readonly target: { readonly version: number }
  readonly grants: readonly RequiredGrant[]
  readonly steps: readonly PlannedStep[]
  readonly largest: readonly { readonly table: string; readonly sizeBytes: number; readonly parts: number }[]
  readonly estimate: LoadEstimate
}

/** A statement as it will be run, or what happens where there is no single statement. */
export interface PlannedStep {
  readonly phase: string
  readonly side: 'source' | 'target' | 'both'
  readonly what: string
  readonly sql: string | null
}

export interface LoadEstimate {
  /** Real rows, source to target, one stream, over the very link the load will use. */
  readonly measuredBytesPerSecond: number | null
  readonly sampleBytes: number
  /** With all workers as fast as that one, and with one doing all the work; indexes come on top. */
  readonly copySeconds: { readonly best: number; readonly worst: number } | null
  readonly indexes: number
}

const LARGEST_SHOWN = 10
const SAMPLE_BYTES = 16 << 20

/** Reads both sides; on the target it fills a temporary table for a moment, to measure the way there. */
export async function planMigration(context: EngineContext, signal: AbortSignal): Promise<MigrationPlan> {
  const { spec } = context
  await using source = await connect(spec.source, { side: 'source', application: 'causeway/plan', signal })
  await using target = await connect(spec.target, { side: 'target', application: 'causeway/plan', signal })
  const catalog = await readCatalog(source, spec.scope)
  const sizeBytes = catalog.tables.reduce((sum, table) => sum + table.sizeBytes, 0)
  const bySize = catalog.tables.toSorted((left, right) => right.sizeBytes - left.sizeBytes)
  return {
    source: {
      version: source.serverVersion,
      tables: catalog.tables.length,
      sequences: catalog.sequences.length,
      sizeBytes,
    },
    target: { version: target.serverVersion },
    grants: await grantsNeeded(context, signal),
    steps: steps(context, catalog),
    largest: bySize.slice(0, LARGEST_SHOWN).map((table) => ({
      table: tableName(table),
      sizeBytes: table.sizeBytes,
      parts: Math.max(1, Math.ceil(table.sizeBytes / spec.fullLoad.chunkBytes)),
    })),
    estimate: await estimate(context, source, catalog, sizeBytes, signal),
  }
}

async function estimate(
  { spec }: EngineContext,
  source: SqlClient,
  { tables }: Catalog,
  sizeBytes: number,
  signal: AbortSignal,
): Promise<LoadEstimate> {
  const [row] = await source.query<{ indexes: string }>(
    'SELECT count(*) AS indexes FROM pg_index WHERE indrelid = ANY ($1::oid[])',
    [tables.map((table) => table.oid)],
  )
  const indexes = Number(row?.indexes ?? 0)
  const largest = tables.toSorted((left, right) => right.sizeBytes - left.sizeBytes)[0]
  if (largest === undefined || largest.sizeBytes === 0)
    return { measuredBytesPerSecond: null, sampleBytes: 0, copySeconds: null, indexes }
  await using from = await openSession(spec.source, { side: 'source', application: 'causeway/plan', signal })
  await using to = await openSession(spec.target, { side: 'target', application: 'causeway/plan', signal })
  await to.query('BEGIN; CREATE TEMPORARY TABLE causeway_sample (line text) ON COMMIT DROP')
  const bytesPerRow = Math.max(1, largest.sizeBytes / Math.max(1, largest.estimatedRows))
  const rows = Math.ceil(SAMPLE_BYTES / bytesPerRow)
  const beganAt = performance.now()
  const { bytes } = await relayCopy(
    from,
    `COPY (SELECT t::text FROM ONLY ${largest.sql} AS t LIMIT ${rows}) TO STDOUT`,
    to,
    'COPY pg_temp.causeway_sample FROM STDIN',
    () => {},
    signal,
  )
  const seconds = (performance.now() - beganAt) / 1_000
  await to.query('ROLLBACK')
  const rate = bytes / seconds
  return {
    measuredBytesPerSecond: rate,
    sampleBytes: bytes,
    copySeconds: { best: sizeBytes / (rate * spec.fullLoad.workers), worst: sizeBytes / rate },
    indexes,
  }
}

function steps({ spec }: EngineContext, { tables }: Catalog): readonly PlannedStep[] {
  const slot = (direction: 'forward' | 'reverse') => quoteIdentifier(streamName(spec, direction))
  const publication = (direction: 'forward' | 'reverse') =>
    `CREATE PUBLICATION ${slot(direction)} FOR TABLE ${tables.length} tables, "causeway"."progress", "causeway"."marker", "causeway"."heartbeat"`
  const logicalSlot = (direction: 'forward' | 'reverse') =>
    `SELECT pg_create_logical_replication_slot('${streamName(spec, direction)}', 'pgoutput')`
  const fence = (database: string) =>
    `REVOKE CONNECT ON DATABASE ${quoteIdentifier(database)} FROM PUBLIC and every role but ours; then pg_terminate_backend for every other session`
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
      what: `COPY of ${tables.length} tables, ${spec.fullLoad.workers} at a time, then indexes, keys, foreign keys, triggers`,
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
