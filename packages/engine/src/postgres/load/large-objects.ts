import { CausewayError, runLoop, type Direction, type Lease } from '@causeway/core'
import { connect, type SqlClient } from '../connect.ts'
import type { EngineContext } from '../context.ts'
import { requireEpoch } from '../control/epoch.ts'
import { applicationName, migrationId } from '../names.ts'
import { quoteIdentifier, quoteLiteral } from '../quote.ts'
import { largeObjectDifferences, type LargeObjectDifference } from './large-object-differences.ts'

/** Copied in one transaction; at most this many times `FIRST_BYTES` are in our memory. */
const BATCH_OBJECTS = 32
/** Of each object together with the others of its batch; what is left follows piece by piece. */
const FIRST_BYTES = 1 << 17
const PIECE_BYTES = 1 << 20

interface LargeObject {
  readonly oid: number
  readonly owner: string
  readonly comment: string | null
  /** Besides the owner's; a `grantee` that is `null` is everybody. */
  readonly grants: readonly Grant[] | null
}

interface Grant {
  readonly grantee: string | null
  readonly privilege: string
  readonly grantable: boolean
}

const READ_OBJECTS = `
  SELECT o.oid, lo_get(o.oid, 0, $2::int) AS data, r.rolname AS owner, obj_description(o.oid, 'pg_largeobject') AS comment,
    (SELECT json_agg(json_build_object('grantee', g.rolname, 'privilege', a.privilege_type, 'grantable', a.is_grantable))
     FROM aclexplode(o.lomacl) a LEFT JOIN pg_roles g ON g.oid = a.grantee WHERE a.grantee <> o.lomowner) AS grants
  FROM pg_largeobject_metadata o JOIN pg_roles r ON r.oid = o.lomowner
  WHERE o.oid = ANY ($1::oid[])`

/** `source` is the side written to, whichever that is. */
interface Copy {
  readonly context: EngineContext
  readonly lease: Lease
  readonly source: SqlClient
  readonly target: SqlClient
  readonly signal: AbortSignal
}

/**
 * `copyLargeObjects` on sessions of its own, opened again when they are lost.
 * @throws CW-0610 when an object may not be read
 */
export async function syncLargeObjects(
  context: EngineContext,
  direction: Direction,
  lease: Lease,
  signal: AbortSignal,
): Promise<void> {
  const { spec, logger } = context
  const [from, to] = direction === 'forward' ? (['source', 'target'] as const) : (['target', 'source'] as const)
  const application = applicationName(spec, lease.epoch, 'large-objects')
  const attempt = async (healthy: () => void, signal: AbortSignal): Promise<void> => {
    await using source = await connect(spec[from], { side: from, application, signal })
    await using target = await connect(spec[to], { side: to, application, signal })
    await copyLargeObjects({ context, lease, source, target, signal }, healthy)
  }
  await runLoop(attempt, signal, { name: 'large objects', logger })
}

/**
 * Makes the large objects of the side written to those of the other: missing and different ones are copied under their
 * oid, others removed. Owner, grants and comment come along as far as the target lets this role set them.
 *
 * May be called again at any time, and does only what is left. The stream does not carry large objects.
 * @throws CW-0610 when an object may not be read
 */
export async function copyLargeObjects(copy: Copy, progressed: () => void = () => {}): Promise<void> {
  let batch: LargeObjectDifference[] = []
  for await (const difference of largeObjectDifferences(copy.source, copy.target, copy.signal)) {
    batch.push(difference)
    if (batch.length < BATCH_OBJECTS) continue
    await bringOver(copy, batch)
    batch = []
    progressed()
  }
  if (batch.length > 0) await bringOver(copy, batch)
}

async function bringOver(copy: Copy, differences: readonly LargeObjectDifference[]): Promise<void> {
  const { context, lease, source, target, signal } = copy
  const surplus = differences.filter(({ kind }) => kind !== 'missing-on-target').map(({ oid }) => oid)
  const wanted = differences.filter(({ kind }) => kind !== 'missing-on-source').map(({ oid }) => oid)
  await target.transaction(async () => {
    await target.query('SELECT lo_unlink(oid) FROM unnest($1::oid[]) AS oid', [surplus], { signal })
    await source.transaction(async () => {
      // So that each object is copied as it was at one moment.
      await source.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY', [], { signal })
      await copyObjects(copy, wanted)
    })
    // Checked last, so that its lock does not keep everybody from taking over while a large object is copied.
    await requireEpoch(target, migrationId(context.spec), lease)
  })
}

async function copyObjects(copy: Copy, oids: readonly number[]): Promise<void> {
  const { source, target, signal } = copy
  const objects = await source.query<LargeObject & { readonly data: Buffer }>(READ_OBJECTS, [oids, FIRST_BYTES], {
    signal,
  })
  await target.query(
    'SELECT lo_from_bytea(oid, data) FROM unnest($1::oid[], $2::bytea[]) AS object(oid, data)',
    [objects.map(({ oid }) => oid), objects.map(({ data }) => data)],
    { signal },
  )
  for (const { oid, data } of objects) {
    if (data.length === FIRST_BYTES) await copyRest(copy, oid)
  }
  await setAttributes(copy, objects)
}

async function copyRest({ source, target, signal }: Copy, oid: number): Promise<void> {
  for (let offset = FIRST_BYTES; ; offset += PIECE_BYTES) {
    const read = 'SELECT lo_get($1, $2, $3) AS data'
    const [piece] = await source.query<{ data: Buffer }>(read, [oid, offset, PIECE_BYTES], { signal })
    if (piece === undefined || piece.data.length === 0) return
    await target.query('SELECT lo_put($1, $2, $3)', [oid, offset, piece.data], { signal })
  }
}

/** All at once, and only when the target refuses some of them one by one: often every object has the same owner. */
async function setAttributes(copy: Copy, objects: readonly LargeObject[]): Promise<void> {
  const statements = objects.flatMap(attributeStatements)
  if (statements.length === 0 || (await isAllowed(copy, statements.join('; ')))) return
  for (const sql of statements) {
    if (!(await isAllowed(copy, sql))) copy.context.logger.warn(`left out, the target refuses it to this role: ${sql}`)
  }
}

async function isAllowed({ target, signal }: Copy, sql: string): Promise<boolean> {
  await target.query('SAVEPOINT attributes', [], { signal })
  try {
    await target.query(sql, [], { signal })
    return true
  } catch (error) {
    if (!CausewayError.is(error) || error.disposition === 'retry') throw error
    await target.query('ROLLBACK TO SAVEPOINT attributes', [], { signal })
    return false
  }
}

/** The owner first: with the object, grants that the maker gave would change their giver. */
function attributeStatements({ oid, owner, comment, grants }: LargeObject): readonly string[] {
  const object = `LARGE OBJECT ${oid}`
  return [
    `ALTER ${object} OWNER TO ${quoteIdentifier(owner)}`,
    ...(comment === null ? [] : [`COMMENT ON ${object} IS ${quoteLiteral(comment)}`]),
    ...(grants ?? []).map(({ grantee, privilege, grantable }) => {
      const to = grantee === null ? 'PUBLIC' : quoteIdentifier(grantee)
      return `GRANT ${privilege} ON ${object} TO ${to}${grantable ? ' WITH GRANT OPTION' : ''}`
    }),
  ]
}
