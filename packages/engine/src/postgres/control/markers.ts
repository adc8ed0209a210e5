import { randomUUID } from 'node:crypto'
import type { Lease, Marker, MarkerPurpose } from '@causeway/core'
import type { SqlClient } from '../connect.ts'
import { leaseLost, withEpoch } from './epoch.ts'

/** Commits a marker row, on disk when this returns, that the stream leaving this database carries. @throws CW-0801 */
export async function mark(
  client: SqlClient,
  migration: string,
  purpose: MarkerPurpose,
  lease: Pick<Lease, 'epoch'>,
): Promise<Marker> {
  const marker = { id: randomUUID(), purpose }
  await withEpoch(client, migration, lease, async () => {
    await client.query('SET LOCAL synchronous_commit = on')
    await client.query('INSERT INTO causeway.marker (migration, id, purpose) VALUES ($1, $2, $3)', [
      migration,
      marker.id,
      purpose,
    ])
  })
  return marker
}

/** Commits the next heartbeat and returns its number, from 1; one round trip. @throws CW-0801 */
export async function beat(client: SqlClient, migration: string, lease: Pick<Lease, 'epoch'>): Promise<number> {
  const [row] = await client.query<{ beat: string }>(
    `WITH held AS (SELECT FROM causeway.control WHERE migration = $1 AND epoch = $2 FOR SHARE)
     INSERT INTO causeway.heartbeat AS h (migration, beat) SELECT $1, 1 FROM held
     ON CONFLICT (migration) DO UPDATE SET beat = h.beat + 1 RETURNING beat`,
    [migration, lease.epoch],
  )
  if (row === undefined) throw leaseLost(client.side, lease.epoch)
  return Number(row.beat)
}
