import { CausewayError } from '@causeway/core'
import { cancellable } from '../abort.ts'
import { formatLsn, lsnFrom, parseLsn, type Lsn } from '../position.ts'
import { quoteLiteral } from '../quote.ts'
import { gatherWhole, MESSAGE } from '../wire/frames.ts'
import { pluginOptions, type Capturing } from '../wire/replication.ts'
import type { Session } from '../wire/session.ts'
import { streamError } from './stream-error.ts'

/** With less to read, a slot of its own is not worth it. */
export const BACKLOG_BYTES = 16n * 1024n * 1024n
/** So much log is decoded at a time; the server keeps what comes of it in a temporary file until it is read. */
const STEP_BYTES = 64n * 1024n * 1024n
/** A transaction that takes longer would fill the disk of the server: it is streamed. */
const DECODE_WITHIN_MS = 10_000

export interface BacklogOptions {
  readonly logEnd: Lsn
  /** Called between two steps. */
  readonly settle: () => Promise<void>
  readonly decodeWithinMs?: number
}

/** In front of the rows of a binary COPY, and of each. https://www.postgresql.org/docs/current/sql-copy.html */
const FILE_HEADER_BYTES = 19
const ROW_HEADER_BYTES = 6
const END_OF_FILE = -1
/** Only rows are larger. */
const LARGE_BYTES = 1 << 20

/**
 * Reads what has gathered in a slot up to near the end of the log, whole transactions, in steps that a server answers
 * each with all it has: START_REPLICATION looks for our word at every record of the log and sends every row by itself,
 * and so takes four times as long.
 *
 * It reads a copy of the slot that lives as long as the session, so that it may move ahead of what is confirmed.
 * @returns why it ended before, `null` when it did not
 */
export async function readBacklog(
  session: Session,
  capturing: Capturing,
  { logEnd, settle, decodeWithinMs = DECODE_WITHIN_MS }: BacklogOptions,
): Promise<string | null> {
  const copy = `${capturing.slot.slice(0, 50)}_${session.processId}`
  try {
    const names = [capturing.slot, copy].map(quoteLiteral).join(', ')
    await session.query(`SELECT pg_copy_logical_replication_slot(${names}, true)`)
    let end = logEnd
    for (let upTo = capturing.start; end - upTo >= BACKLOG_BYTES; end = await readLogEnd(session)) {
      upTo = lsnFrom(upTo + STEP_BYTES)
      await readStep(session, capturing, stepSql(capturing, copy, upTo), decodeWithinMs)
      await settle()
    }
    await session.query(`SELECT pg_drop_replication_slot(${quoteLiteral(copy)})`)
    return null
  } catch (error) {
    // The server has dropped the copy with the statement that failed.
    return reasonToStream(error)
  }
}

async function readLogEnd(session: Session): Promise<Lsn> {
  const [row] = await session.query('SELECT pg_current_wal_flush_lsn()')
  return parseLsn(row?.[0] ?? '')
}

function stepSql(capturing: Capturing, slot: string, upTo: Lsn): string {
  const options = Object.entries(pluginOptions(capturing)).flat()
  const [name, end, ...others] = [slot, formatLsn(upTo), ...options].map(quoteLiteral)
  const changes = `pg_logical_slot_get_binary_changes(${[name, end, 'NULL', ...others].join(', ')})`
  return `COPY (SELECT data FROM ${changes}) TO STDOUT (FORMAT binary)`
}

async function readStep(session: Session, capturing: Capturing, sql: string, decodeWithinMs: number): Promise<void> {
  let failure: { readonly error: unknown } | null = null
  let rowStart = FILE_HEADER_BYTES
  const receive = (body: Buffer): void => {
    const fields = body.readInt16BE(rowStart)
    if (fields === END_OF_FILE) return
    const start = rowStart + ROW_HEADER_BYTES
    rowStart = 0
    if (fields !== 1 || start > body.length) throw streamError(session.side, '85', 'a row of the log is not one value')
    // Nothing is told of an origin that is gone, as when a subscription of the source was dropped.
    if (start < body.length) capturing.onMessage(body, start)
  }
  session.onMessage({
    receive: (_, body) => {
      // What comes behind a failure is read and dropped, or its cancellation would not be seen.
      if (failure !== null) return
      try {
        receive(body)
      } catch (error) {
        failure = { error }
        void session.close()
      }
    },
    gatherer: (type, bodyBytes) => {
      if (type !== MESSAGE.copyData || bodyBytes < LARGE_BYTES) return gatherWhole(bodyBytes)
      return capturing.gatherRow(bodyBytes, rowStart + ROW_HEADER_BYTES)
    },
  })
  try {
    const start = async () => await session.startCopyOut(sql)
    const copy = await cancellable(AbortSignal.timeout(decodeWithinMs), start, async () => session.cancel())
    session.resume()
    await copy.finished
  } catch (error) {
    throw (failure as { readonly error: unknown } | null)?.error ?? error
  } finally {
    session.onMessage(null)
  }
}

/** No slot is left, the role may not copy one, or the statement was cancelled, by us or by somebody whom it was too much. */
function reasonToStream(error: unknown): string {
  if (error instanceof DOMException && error.name === 'TimeoutError') return 'a transaction takes long to decode'
  if (!CausewayError.is(error) || !EXPECTED.some((sqlstate) => sqlstate === error.data['sqlstate'])) throw error
  return error.message
}

/** configuration_limit_exceeded, insufficient_privilege, query_canceled. */
const EXPECTED = ['53400', '42501', '57014']
