import { CausewayError, faultPoint, type Side } from '@causeway/core'
import { bothSettled } from '../both-settled.ts'
import { epochCheckSql, leaseLost } from '../control/epoch.ts'
import { actAsReplica } from '../control/replica-role.ts'
import type { EngineContext } from '../context.ts'
import { applicationName, migrationId } from '../names.ts'
import { quoteLiteral } from '../quote.ts'
import { encodingOf, RAW_TEXT, travelsRaw } from '../wire/raw-text.ts'
import { relayCopy, type RelayResult } from '../wire/relay.ts'
import { openSession, type Session } from '../wire/session.ts'
import { copyIn, copyOut, recordLanded, type beginPart, type EmptyBy } from './copy-sql.ts'
import { copyFormat } from './format.ts'
import type { CopyPart } from './plan.ts'
import type { SourceSnapshot } from './snapshot.ts'

/** Two sessions that copy one part after the other. After a failure they are closed, never used again. */
export interface CopyPair extends AsyncDisposable {
  readonly source: Session
  readonly target: Session
}

export interface CopyPartOptions {
  readonly context: EngineContext
  readonly epoch: number
  readonly snapshot: SourceSnapshot
  readonly emptyBy: EmptyBy
  /** Opens the target's transaction; see copy-sql.ts. */
  readonly begin: typeof beginPart
  readonly onBytes: (bytes: number) => void
}

/** @throws as `connect` */
export async function openCopyPair(context: EngineContext, epoch: number, signal: AbortSignal): Promise<CopyPair> {
  const { spec } = context
  const application = applicationName(spec, epoch, 'copy')
  await using stack = new AsyncDisposableStack()
  const open = async (side: Side) => stack.use(await openSession(spec[side], { side, application, signal }))
  const [source, target] = await bothSettled(open('source'), open('target'))
  // The load ends with a commit that waits for the disk, and so for all commits before it.
  await target.query('SET synchronous_commit = off', { signal })
  await actAsReplica('target', async (sql) => await target.query(sql, { signal }))
  const sessions = stack.move()
  return { source, target, [Symbol.asyncDispose]: async () => await sessions.disposeAsync() }
}

/**
 * Lands one part in one transaction together with the record that it did, unless that record is there already.
 *
 * A whole table is emptied in the same transaction; one in several parts must have been emptied before.
 * @returns `null` when the part had landed before
 * @throws CW-0801 when the lease has gone to another; nothing is left of the part then
 * @throws CW-0670, CW-0770 when the table cannot be read or written
 */
export async function copyPart(
  pair: CopyPair,
  part: CopyPart,
  options: CopyPartOptions,
  signal: AbortSignal,
): Promise<RelayResult | null> {
  const { context, epoch, snapshot, emptyBy, begin, onBytes } = options
  const migration = migrationId(context.spec)
  const { source, target } = pair
  try {
    const names = [part.table.sql, ...part.table.columns.map(({ sql }) => sql)]
    const raw = travelsRaw(encodingOf(source), encodingOf(target), names)
    const [, begun] = await Promise.all([
      importSnapshot(source, snapshot, signal),
      target.query(begin(part, migration, emptyBy).join('; '), { signal }),
    ])
    if (begun[0]?.[0] === 't') {
      await endBoth(pair, 'ROLLBACK', signal)
      return null
    }
    const format = copyFormat(part.table.columns, snapshot.domains)
    const [outSql, inSql] = [copyOut(part, format), copyIn(part, format, emptyBy)]
    if (raw) await Promise.all([source, target].map((session) => session.query(`SET LOCAL ${RAW_TEXT}`, { signal })))
    const result = await relayCopy(source, outSql, target, inSql, onBytes, signal)
    const record = `${recordLanded(part, migration, snapshot.text, result)}; ${epochCheckSql(migration, epoch)}`
    const [, rows] = await Promise.all([
      requireUnmoved(pair, part, snapshot, signal),
      // The epoch is checked last: its lock held while data flows would keep everybody from taking over.
      target.query(record, { signal }),
    ])
    if (rows.length === 0) throw leaseLost('target', epoch)
    faultPoint('full-load.before-commit')
    await endBoth(pair, 'COMMIT', signal)
    faultPoint('full-load.table-copied')
    return result
  } catch (error) {
    throw namingTable(error, part)
  }
}

async function importSnapshot(source: Session, snapshot: SourceSnapshot, signal: AbortSignal): Promise<void> {
  const begin = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY'
  try {
    await source.query(`${begin}; SET TRANSACTION SNAPSHOT ${quoteLiteral(snapshot.id)}`, { signal })
  } catch (error) {
    signal.throwIfAborted()
    if (source.closed.aborted) throw error
    snapshot.reportLost('the session that holds the snapshot is gone', error)
    throw snapshot.lost.reason
  }
}

/**
 * A table that was truncated or rewritten since the snapshot looks empty to it, although the stream is told that its rows
 * were there. The COPY keeps the table from it until the end of its transaction, so that looking afterwards is enough.
 */
async function requireUnmoved(
  { source }: CopyPair,
  { table }: CopyPart,
  snapshot: SourceSnapshot,
  signal: AbortSignal,
) {
  // The row of pg_class is the one the snapshot sees; the function knows the file of now.
  const sql = `SELECT pg_relation_filenode(oid) = relfilenode FROM pg_class WHERE oid = ${quoteLiteral(table.sql)}::regclass`
  const [row] = await source.query(sql, { signal })
  if (row?.[0] === 't') return
  snapshot.reportLost(`${table.sql} was truncated or rewritten since the snapshot was taken`)
  throw snapshot.lost.reason
}

async function endBoth({ source, target }: CopyPair, how: 'COMMIT' | 'ROLLBACK', signal: AbortSignal): Promise<void> {
  await Promise.all([target.query(how, { signal }), source.query(how, { signal })])
}

/** What a server says of a COPY that fails does not always name the table. */
function namingTable(error: unknown, part: CopyPart): unknown {
  if (!CausewayError.is(error) || (error.code !== 'CW-0619' && error.code !== 'CW-0719')) return error
  const code = error.code === 'CW-0619' ? 'CW-0670' : 'CW-0770'
  const { sql } = part.table
  return new CausewayError(code, `${sql} cannot be copied: ${error.message}`, {
    cause: error,
    data: { ...error.data, table: sql },
  })
}
