import type { SqlClient } from '../connect.ts'

export interface LargeObjectDifference {
  readonly oid: number
  readonly kind: 'missing-on-target' | 'missing-on-source' | 'differs'
}

/** Compared at a time. */
const PAGE_OBJECTS = 1_000
/** The most of an object that a server reads into memory. */
const PIECE_BYTES = 1 << 20
const LAST_OID = 4_294_967_295

/**
 * Compares the contents of all large objects in order of their oids. Digests are computed on the servers: only oids and
 * digests cross the network.
 *
 * @throws CW-0610, CW-0710 when an object may not be read
 */
export async function* largeObjectDifferences(
  source: SqlClient,
  target: SqlClient,
  signal: AbortSignal,
): AsyncGenerator<LargeObjectDifference> {
  for (let after = 0; after < LAST_OID;) {
    const page = await listObjects(source, [after, LAST_OID, PAGE_OBJECTS], signal)
    const upTo = page.length < PAGE_OBJECTS ? LAST_OID : (page.at(-1) ?? LAST_OID)
    const onSource = new Set(page)
    const onTarget = new Set(await listObjects(target, [after, upTo, null], signal))
    const common = page.filter((oid) => onTarget.has(oid))
    const [digests, copies] = await Promise.all([digest(source, common, signal), digest(target, common, signal)])
    for (const oid of [...new Set([...onSource, ...onTarget])].toSorted((left, right) => left - right)) {
      if (!onTarget.has(oid)) yield { oid, kind: 'missing-on-target' }
      else if (!onSource.has(oid)) yield { oid, kind: 'missing-on-source' }
      else if (digests.get(oid) !== copies.get(oid)) yield { oid, kind: 'differs' }
    }
    after = upTo
  }
}

async function listObjects(
  client: SqlClient,
  range: readonly [after: number, upTo: number, limit: number | null],
  signal: AbortSignal,
): Promise<readonly number[]> {
  const rows = await client.query<{ oid: number }>(
    'SELECT oid FROM pg_largeobject_metadata WHERE oid > $1::oid AND oid <= $2::oid ORDER BY oid LIMIT $3',
    range,
    { signal },
  )
  return rows.map(({ oid }) => oid)
}

/** An object that was removed since it was listed has no digest. */
async function digest(client: SqlClient, oids: readonly number[], signal: AbortSignal) {
  if (oids.length === 0) return new Map<number, string>()
  const rows = await client.query<{ oid: number; digest: string }>(
    `WITH RECURSIVE pieces AS (
       SELECT o.oid, 0::bigint AS start, md5(p.data) AS digest, length(p.data) AS length
       FROM pg_largeobject_metadata o, LATERAL (SELECT lo_get(o.oid, 0, $2::int) AS data OFFSET 0) p
       WHERE o.oid = ANY ($1::oid[])
       UNION ALL
       SELECT q.oid, q.start + $2::int, md5(p.data), length(p.data)
       FROM pieces q, LATERAL (SELECT lo_get(q.oid, q.start + $2::int, $2::int) AS data OFFSET 0) p
       WHERE q.length = $2::int)
     SELECT oid, md5(string_agg(digest, '' ORDER BY start)) AS digest FROM pieces GROUP BY oid`,
    [oids, PIECE_BYTES],
    { signal },
  )
  return new Map(rows.map(({ oid, digest }) => [oid, digest]))
}
