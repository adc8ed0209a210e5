import { mapLimit, type Lease, type LoadProgress, type LoadSummary } from '@causeway/core'
import type { Catalog, Table } from '../catalog.ts'
import { connect } from '../connect.ts'
import type { EngineContext } from '../context.ts'
import { applicationName } from '../names.ts'
import { quoteQualified } from '../quote.ts'
import type { PostDataStatement } from '../schema/post-data.ts'
import { analyzeSteps, planBuild, type BuildPlanOptions } from './build-plan.ts'
import { BuildQueue, type BuildStep } from './build-queue.ts'
import { build } from './build.ts'
import { copyTables } from './copy-tables.ts'
import type { LandedTable } from './landed.ts'
import { syncLargeObjects } from './large-objects.ts'
import { ProgressMeter } from './progress.ts'

export interface FullLoadParts {
  readonly context: EngineContext
  /** Of the source. */
  readonly catalog: Catalog
  readonly postData: readonly PostDataStatement[]
}

/**
 * Copies every table not yet landed and builds what was deferred; tables on the target are as `prepare` left them.
 *
 * May be called again after a crash at any point: what is done is not done again, and nothing is done twice. When
 * tables had to be copied from different snapshots, foreign keys stay NOT VALID until `finishBuild`.
 */
export async function fullLoad(
  parts: FullLoadParts,
  lease: Lease,
  report: (progress: LoadProgress) => void,
  signal: AbortSignal,
): Promise<LoadSummary> {
  const startedAt = performance.now()
  const { context, catalog } = parts
  const { tables } = catalog
  const stop = AbortSignal.any([signal, lease.lost])
  using meter = new ProgressMeter(tables, report)
  const landed = await copyAndIndex(parts, lease, meter, stop)
  const snapshots = new Set([...landed.values()].map(({ snapshot }) => snapshot))
  if (snapshots.size > 1) {
    context.logger.info(
      'tables are from several snapshots: foreign keys are validated once the stream has passed them',
      {
        snapshots: snapshots.size,
      },
    )
  }
  await buildAfterTables(parts, { skipCrossChecks: snapshots.size > 1 }, lease, stop)
  const sum = (of: (table: LandedTable) => number) =>
    [...landed.values()].reduce((total, table) => total + of(table), 0)
  return {
    tables: tables.length,
    rows: sum((table) => table.rows),
    bytes: sum((table) => table.bytes),
    durationMs: performance.now() - startedAt,
  }
}

/**
 * Builds whatever `fullLoad` had to leave for later; quick when there is nothing. To be called when the stream has
 * passed the end of the load. @throws CW-0771 when a foreign key does not hold on the target
 */
export async function finishBuild(parts: FullLoadParts, lease: Lease, signal: AbortSignal): Promise<void> {
  await buildAfterTables(parts, { skipCrossChecks: false }, lease, AbortSignal.any([signal, lease.lost]))
}

async function copyAndIndex(parts: FullLoadParts, lease: Lease, meter: ProgressMeter, signal: AbortSignal) {
  const { context, catalog, postData } = parts
  const { tables } = catalog
  const queue = new BuildQueue(planBuild(tables, postData, { skipCrossChecks: false }).tables)
  const showState = (table: string) => meter.setState(table, queue.leftOf(table) === 0 ? 'ready' : 'indexing')
  const onLanded = ({ sql }: Table): void => {
    queue.landed(sql)
    showState(sql)
  }
  const onDone = ({ table }: BuildStep): void => {
    if (table !== null) showState(table)
  }
  let landed: ReadonlyMap<string, LandedTable> = new Map()
  const work = [
    async (signal: AbortSignal) => {
      landed = await copyTables({ context, lease, tables, meter, onLanded }, signal)
    },
    async (signal: AbortSignal) => await syncLargeObjects(context, 'forward', lease, signal),
    async (signal: AbortSignal) => {
      await build({ context, lease, queue, workers: context.spec.fullLoad.indexWorkers, onDone }, signal)
    },
  ]
  await mapLimit(work, work.length, signal, async (run, signal) => await run(signal))
  return landed
}

async function buildAfterTables(parts: FullLoadParts, options: BuildPlanOptions, lease: Lease, signal: AbortSignal) {
  const { context, catalog, postData } = parts
  const plan = planBuild(catalog.tables, postData, options)
  const run = async (steps: readonly BuildStep[], workers: number) => {
    if (steps.length > 0) await build({ context, lease, queue: new BuildQueue(steps), workers }, signal)
  }
  await run(plan.parents, 1)
  await run(plan.foreignKeys, 1)
  const analyzes = analyzeSteps(await partitionedTables(parts, lease, signal))
  await run([...plan.validations, ...analyzes], context.spec.fullLoad.indexWorkers)
  await run(plan.finals, 1)
}

/** The uppermost ones that the landed partitions belong to, quoted. */
async function partitionedTables({ context, catalog }: FullLoadParts, lease: Lease, signal: AbortSignal) {
  const { spec } = context
  const partitions = catalog.tables.filter((table) => table.isPartition).map((table) => table.sql)
  if (partitions.length === 0) return []
  const application = applicationName(spec, lease.epoch, 'load')
  await using target = await connect(spec.target, { side: 'target', application, signal })
  const rows = await target.query<{ schema: string; name: string }>(
    `SELECT n.nspname AS schema, c.relname AS name
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.oid IN (SELECT pg_partition_root(leaf::regclass) FROM unnest($1::text[]) AS leaf)
     ORDER BY 1, 2`,
    [partitions],
    { signal },
  )
  return rows.map(({ schema, name }) => quoteQualified(schema, name))
}
