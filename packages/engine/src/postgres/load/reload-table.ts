import { runLoop, type Lease } from '@causeway/core'
import type { Table } from '../catalog.ts'
import { connect, type SqlClient } from '../connect.ts'
import type { EngineContext } from '../context.ts'
import { applicationName } from '../names.ts'
import { copyPart, openCopyPair } from './copy-part.ts'
import { beginMarkedPart } from './copy-sql.ts'
import { openSnapshot } from './snapshot.ts'

/**
 * Copies one table again from a new snapshot, in one transaction; until it ends the old content stays.
 *
 * The forward stream must not be running, and must look at `causeway.copied` when it goes on: it then applies to this
 * table exactly what the new snapshot did not see. Indexes, constraints and triggers stay as they are.
 */
export async function reloadTable(
  context: EngineContext,
  table: Table,
  lease: Lease,
  signal: AbortSignal,
): Promise<void> {
  const { spec, logger } = context
  const application = applicationName(spec, lease.epoch, 'reload')
  const attempt = async (_: () => void, signal: AbortSignal): Promise<void> => {
    await using target = await connect(spec.target, { side: 'target', application, signal })
    const emptyBy = (await isReferenced(target, table, signal)) ? 'delete' : 'truncate'
    await using snapshot = await openSnapshot(context, lease.epoch, signal)
    await using pair = await openCopyPair(context, lease.epoch, signal)
    // The caller goes on as soon as this is done: it must survive a crash of the target.
    await pair.target.query('SET synchronous_commit = on', { signal })
    const part = { table, part: 0, parts: 1, fromPage: null, toPage: null }
    const options = {
      context,
      epoch: lease.epoch,
      snapshot,
      emptyBy,
      begin: beginMarkedPart,
      onBytes: () => {},
    } as const
    await copyPart(pair, part, options, signal)
    await target.query(`ANALYZE ${table.sql}`, [], { signal })
  }
  await runLoop(attempt, AbortSignal.any([signal, lease.lost]), { name: 'reload', logger })
}

/** The server refuses to truncate a table that a foreign key of another one points to. */
async function isReferenced(target: SqlClient, table: Table, signal: AbortSignal): Promise<boolean> {
  const rows = await target.query(
    `SELECT FROM pg_constraint WHERE contype = 'f' AND confrelid = $1::regclass AND conrelid <> confrelid LIMIT 1`,
    [table.sql],
    { signal },
  )
  return rows.length > 0
}
