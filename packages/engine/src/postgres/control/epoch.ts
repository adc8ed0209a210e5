import { CausewayError, type Lease } from '@causeway/core'
import type { SqlClient } from '../connect.ts'
import { quoteLiteral } from '../quote.ts'

/** The epoch we act under is not the one in the control row any more, or the row is gone. */
export function leaseLost(side: string, epoch: number): CausewayError {
  return new CausewayError(
    'CW-0801',
    `${side}: epoch ${epoch} is over, another process has taken over this migration`,
    {
      data: { side, epoch },
    },
  )
}

/**
 * For a session without parameters: one row while the epoch holds, none when it is over; to be run first in the
 * transaction. The lock keeps a take-over from passing the epoch on before this transaction has ended.
 */
export function epochCheckSql(migration: string, epoch: number): string {
  return `SELECT 1 FROM causeway.control WHERE migration = ${quoteLiteral(migration)} AND epoch = ${epoch} FOR SHARE`
}

/** Must be the first statement of a transaction with an effect. @throws CW-0801 */
export async function requireEpoch(client: SqlClient, migration: string, lease: Pick<Lease, 'epoch'>): Promise<void> {
  const rows = await client.query(epochCheckSql(migration, lease.epoch))
  if (rows.length === 0) throw leaseLost(client.side, lease.epoch)
}

/** Runs `body` in a transaction that has no effect unless the lease still holds. @throws CW-0801 */
export async function withEpoch<T>(
  client: SqlClient,
  migration: string,
  lease: Pick<Lease, 'epoch'>,
  body: () => Promise<T>,
): Promise<T> {
  return client.transaction(async () => {
    await requireEpoch(client, migration, lease)
    return body()
  })
}
