import type { Catalog } from '../catalog.ts'
import { readCatalog } from '../catalog.ts'
import { connect, type SqlClient } from '../connect.ts'
import type { EngineContext } from '../context.ts'
import type { RequiredGrant } from '../control/grants.ts'
import { tableName } from '../table-name.ts'
import { openSession } from '../wire/session.ts'
import { relayCopy } from '../wire/relay.ts'
import { grantsNeeded } from './grants-needed.ts'
import { plannedSteps, type PlannedStep } from './planned-steps.ts'

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
    steps: plannedSteps(spec, catalog.tables.length),
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
