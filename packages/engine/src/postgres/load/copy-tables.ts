import { runLoop, type Lease } from '@causeway/core'
import type { Table } from '../catalog.ts'
import { connect } from '../connect.ts'
import type { EngineContext } from '../context.ts'
import { applicationName, migrationId } from '../names.ts'
import { CopyRound } from './copy-round.ts'
import { makeDurable } from './durable.ts'
import { readLanded, type LandedTable } from './landed.ts'
import type { ProgressMeter } from './progress.ts'

export interface CopyTablesOptions {
  readonly context: EngineContext
  readonly lease: Lease
  readonly tables: readonly Table[]
  readonly meter: ProgressMeter
  /** Called once for each table when all of it is on the target, whichever run brought it there. */
  readonly onLanded: (table: Table) => void
}

/**
 * Copies every table that has not landed yet, `fullLoad.workers` parts at a time.
 *
 * Lost connections are opened again, and only parts in flight are repeated. When the snapshot is lost, tables that have
 * landed stay and the others are copied from a new one, so that each table is always from one snapshot.
 * @returns what landed, by quoted name
 */
export async function copyTables(
  options: CopyTablesOptions,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, LandedTable>> {
  const { context, lease, tables, meter } = options
  const announced = new Set<string>()
  const onLanded = (table: Table): void => {
    if (announced.has(table.sql)) return
    announced.add(table.sql)
    meter.setState(table.sql, 'copied')
    options.onLanded(table)
  }
  let landed: ReadonlyMap<string, LandedTable> = new Map()
  const attempt = async (healthy: () => void, signal: AbortSignal): Promise<void> => {
    for (;;) {
      const application = applicationName(context.spec, lease.epoch, 'load')
      await using target = await connect(context.spec.target, { side: 'target', application, signal })
      landed = await readLanded(target, migrationId(context.spec), signal)
      const missing = tables.filter((table) => !landed.has(table.sql))
      // On the connection that has just read it: what was read is then on disk, the last table included.
      if (missing.length === 0) await makeDurable(target, migrationId(context.spec), lease)
      for (const table of tables) {
        const { rows, bytes } = landed.get(table.sql) ?? { rows: 0, bytes: 0 }
        meter.setCopied(table.sql, rows, bytes)
        if (landed.has(table.sql)) onLanded(table)
      }
      if (missing.length === 0) return
      await using round = await CopyRound.open({ ...options, tables: missing, onLanded, healthy }, target, signal)
      await round.run(signal)
    }
  }
  await runLoop(attempt, signal, { name: 'full load', logger: context.logger })
  return landed
}
