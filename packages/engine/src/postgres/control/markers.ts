import { randomUUID } from 'node:crypto'
import type { Lease, Marker, MarkerPurpose } from '@causeway/core'
import type { SqlClient } from '../connect.ts'
import { withEpoch } from './epoch.ts'

/**
 * Adds a marker row. Those of the minutes before go: a marker is awaited as it comes by in the stream, its row is looked at
 * by nobody, and there are several a second for as long as the migration lasts.
 */
export const ADD_MARKER = `
  WITH passed AS (DELETE FROM causeway.marker WHERE id IN (
    SELECT id FROM causeway.marker WHERE migration = $1 AND at < clock_timestamp() - interval '1 minute' FOR UPDATE SKIP LOCKED))
  INSERT INTO causeway.marker (migration, id, purpose) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`

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
    await client.query(ADD_MARKER, [migration, marker.id, purpose])
  })
  return marker
}
