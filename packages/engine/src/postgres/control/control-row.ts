import type { CausewayError } from '@causeway/core'
import { type ControlRow, type Decision, type HandoverId, type Lease } from '@causeway/core'
import type { SqlClient } from '../connect.ts'
import { sideError } from '../errors.ts'
import { leaseLost } from './epoch.ts'

interface Row {
  readonly epoch: string
  readonly holder: string
  readonly fenced: boolean
  readonly handover: number | null
  readonly handover_kind: HandoverId['kind'] | null
  readonly decision: Decision | null
}

/** @throws CW-0621, CW-0721 when this side has no control row */
export async function readControl(client: SqlClient, migration: string): Promise<ControlRow> {
  const [row] = await client.query<Row>(
    'SELECT epoch, holder, fenced, handover, handover_kind, decision FROM causeway.control WHERE migration = $1',
    [migration],
  )
  if (row === undefined) throw sideError(client.side, '21', `there is no control row of ${migration}`)
  const { holder, fenced, handover, handover_kind: kind, decision } = row
  return {
    epoch: Number(row.epoch),
    holder,
    fenced,
    handover: handover === null || kind === null ? null : { number: handover, kind, decision },
  }
}

/**
 * Opens a hand-over: from here on its decision is empty. Opening the one that is open already changes nothing.
 *
 * @throws CW-0622, CW-0722 when another is undecided or this number was used before; CW-0801
 */
export async function openHandover(
  client: SqlClient,
  migration: string,
  handover: HandoverId,
  lease: Pick<Lease, 'epoch'>,
): Promise<void> {
  const opened = await update(
    client,
    `UPDATE causeway.control SET handover = $3, handover_kind = $4, decision = NULL, updated_at = clock_timestamp()
     WHERE migration = $1 AND epoch = $2
       AND (handover IS NULL OR decision IS NOT NULL AND handover < $3
         OR handover = $3 AND handover_kind = $4 AND decision IS NULL)
     RETURNING 1`,
    [migration, lease.epoch, handover.number, handover.kind],
  )
  if (opened) return
  const row = await currentRow(client, migration, lease)
  throw impossible(client, handover, row)
}

/**
 * Compare-and-set of the decision, by hand-over and epoch, on disk when this returns: of two that race exactly one wins.
 *
 * @returns the decision that stands, this one or the one made before; ABORT also for one that was never opened here
 * @throws CW-0622, CW-0722 when this hand-over is not the one that is open; CW-0801
 */
export async function decide(
  client: SqlClient,
  migration: string,
  handover: HandoverId,
  decision: Decision,
  lease: Pick<Lease, 'epoch'>,
): Promise<Decision> {
  const decided = await update(
    client,
    `UPDATE causeway.control SET decision = $5, updated_at = clock_timestamp()
     WHERE migration = $1 AND epoch = $2 AND handover = $3 AND handover_kind = $4 AND decision IS NULL
     RETURNING 1`,
    [migration, lease.epoch, handover.number, handover.kind, decision],
  )
  if (decided) return decision
  const row = await currentRow(client, migration, lease)
  const open = row.handover
  if (open?.number === handover.number && open.kind === handover.kind && open.decision !== null) return open.decision
  // Never opened here, so nobody can ever commit it: undoing it is done.
  if (decision === 'ABORT' && (open === null || open.number < handover.number)) return 'ABORT'
  throw impossible(client, handover, row)
}

/** The server may have been told not to wait for the disk; for these rows it must. */
async function update(client: SqlClient, sql: string, params: readonly unknown[]): Promise<boolean> {
  return client.transaction(async () => {
    await client.query('SET LOCAL synchronous_commit = on')
    return (await client.query(sql, params)).length > 0
  })
}

async function currentRow(client: SqlClient, migration: string, lease: Pick<Lease, 'epoch'>): Promise<ControlRow> {
  const row = await readControl(client, migration)
  if (row.epoch !== lease.epoch) throw leaseLost(client.side, lease.epoch)
  return row
}

function impossible(client: SqlClient, handover: HandoverId, row: ControlRow): CausewayError {
  const open = row.handover
  const found = open === null ? 'none is open' : `${open.kind}-${open.number} is ${open.decision ?? 'undecided'}`
  return sideError(client.side, '22', `${handover.kind}-${handover.number} is not possible: ${found}`, {
    data: { handover, found: open },
  })
}
