import { CausewayError } from '@causeway/core'
import { cancellable } from '../abort.ts'
import { formatLsn, lsnFrom, parseLsn, type Lsn } from '../position.ts'
import { quoteLiteral } from '../quote.ts'
import { gatherMessage, pluginOptions, type Capturing } from '../wire/replication.ts'
import type { RunningCopy, Session } from '../wire/session.ts'

const MEGABYTE = 1024n * 1024n
/** With less to read, two slots are not worth it. */
export const BACKLOG_BYTES = 16n * MEGABYTE
/** So near to the end of the log it is streamed: a step would find little, and decode much again. */
const NEAR_BYTES = 2n * MEGABYTE
/**
 * So much log is decoded at a time; the server keeps what comes of it in a temporary file until it is read. Each step
 * begins where the server last noted which transactions run, every 15 s at most: were they all small, most of the log
 * would be decoded many times.
 */
const FIRST_STEP_BYTES = 16n * MEGABYTE
const LARGEST_STEP_BYTES = 256n * MEGABYTE
/** A transaction that takes longer would fill the disk of the server: it is streamed. */
const DECODE_WITHIN_MS = 10_000

/** In front of the rows of a binary COPY, and of each. https://www.postgresql.org/docs/current/sql-copy.html */
const FILE_HEADER_BYTES = 19
const ROW_HEADER_BYTES = 6
const END_OF_FILE = -1

export interface BacklogOptions {
  /** A second session, for as long as this lasts. */
  readonly open: () => Promise<Session>
  /** Messages come from this session now. */
  readonly onReading: (session: Session) => void
  /** Called between two steps, with a session that has nothing else to do. */
  readonly settle: (session: Session) => Promise<void>
  readonly decodeWithinMs?: number
}

/**
 * Reads what has gathered in a slot up to near the end of the log, whole transactions, in steps that a server answers
 * each with all it has: START_REPLICATION looks for our word at every record of the log and sends every row by itself,
 * and so takes four times as long. While one step is read, the next one is decoded on the other of two sessions.
 *
 * Each reads a copy of the slot that lives as long as its session, so that it may move ahead of what is confirmed.
 * @returns why it ended before, `null` when it did not
 */
export async function readBacklog(
  session: Session,
  capturing: Capturing,
  options: BacklogOptions,
): Promise<string | null> {
  const first = new StepReader(session, capturing, options)
  let reason: string | null = null
  try {
    await using second = await options.open().catch(streamInstead)
    await readSteps(first, new StepReader(second, capturing, options), capturing.slot, options)
  } catch (error) {
    if (!(error instanceof StreamInstead)) throw error
    reason = error.message
  }
  // The other one's went with its session.
  await first.drop()
  return reason
}

async function readSteps(
  first: StepReader,
  second: StepReader,
  slot: string,
  { settle }: BacklogOptions,
): Promise<void> {
  let stepBytes = FIRST_STEP_BYTES
  let before = slot
  /** @returns whether there was a step to take */
  const begin = async (reader: StepReader): Promise<boolean> => {
    const { from, logEnd } = await reader.extent(before)
    if (logEnd - from < NEAR_BYTES) return false
    await reader.decode(before, lsnFrom(from + stepBytes)).catch(streamInstead)
    if (stepBytes < LARGEST_STEP_BYTES) stepBytes *= 2n
    before = reader.slot
    return true
  }
  let [current, other] = [first, second]
  let isFruitful = true
  let isDecoded = await begin(current)
  while (isDecoded) {
    // In the middle of a transaction larger than the step each next one would decode all of it again.
    const next = isFruitful ? begin(other) : Promise.resolve(false)
    // It is waited for below, unless what comes before it fails.
    next.catch(() => {})
    try {
      isFruitful = await current.read()
    } catch (error) {
      // Whoever streams instead needs the sessions at rest.
      if (error instanceof StreamInstead) await next.catch(() => {})
      throw error
    }
    await settle(current.session)
    isDecoded = await next
    if (!isDecoded && !isFruitful) throw new StreamInstead('a transaction is larger than a step')
    ;[current, other] = [other, current]
  }
}

/** Reads every other step. */
class StepReader {
  readonly slot: string
  readonly session: Session
  readonly #capturing: Capturing
  readonly #options: BacklogOptions
  #copy: RunningCopy | null = null
  /** A server drops the temporary slots of a session in which anything fails. */
  #hasSlot = false

  constructor(session: Session, capturing: Capturing, options: BacklogOptions) {
    this.session = session
    this.#capturing = capturing
    this.#options = options
    this.slot = `${capturing.slot.slice(0, 50)}_${session.processId}`
  }

  /** From where the slot `before` is to the end of the log. A slot must never be told to go back. */
  async extent(before: string): Promise<{ readonly from: Lsn; readonly logEnd: Lsn }> {
    const [row] = await this.session.query(
      `SELECT confirmed_flush_lsn, pg_current_wal_flush_lsn() FROM pg_replication_slots WHERE slot_name = ${quoteLiteral(before)}`,
    )
    const [from, logEnd] = row ?? []
    return { from: parseLsn(from ?? ''), logEnd: parseLsn(logEnd ?? '') }
  }

  /** From where `before` is, which is the slot itself or what has read the step before. */
  async decode(before: string, upTo: Lsn): Promise<void> {
    await this.drop()
    const names = [before, this.slot].map(quoteLiteral).join(', ')
    await this.session.query(`SELECT pg_copy_logical_replication_slot(${names}, true)`)
    const start = async () => await this.session.startCopyOut(this.#sql(upTo))
    const limit = AbortSignal.timeout(this.#options.decodeWithinMs ?? DECODE_WITHIN_MS)
    // The server answers once all of it is decoded.
    this.#copy = await cancellable(limit, start, async () => this.session.cancel())
    this.#copy.finished.catch(() => {})
    this.#hasSlot = true
  }

  /** @returns whether anything came */
  async read(): Promise<boolean> {
    // Only in front of the first row there is more.
    let rowStart = FILE_HEADER_BYTES
    this.session.onMessage({
      receive: (_, body) => {
        const fields = body.readInt16BE(rowStart)
        if (fields === END_OF_FILE) return
        const start = rowStart + ROW_HEADER_BYTES
        rowStart = 0
        // Nothing is told of an origin that is gone, as when a subscription of the source was dropped.
        if (start < body.length) this.#capturing.onMessage(body, start)
      },
      gatherer: (type, bodyBytes) => gatherMessage(this.#capturing, type, bodyBytes, rowStart + ROW_HEADER_BYTES),
    })
    this.#options.onReading(this.session)
    this.session.resume()
    try {
      await this.#copy?.finished
      return rowStart === 0
    } catch (error) {
      this.#hasSlot = false
      // A server that was stopped while it decoded says at the same time that its answer begins.
      if (rowStart !== 0) streamInstead(error)
      throw error
    } finally {
      this.session.onMessage(null)
    }
  }

  async drop(): Promise<void> {
    if (!this.#hasSlot) return
    this.#hasSlot = false
    await this.session.query(`SELECT pg_drop_replication_slot(${quoteLiteral(this.slot)})`)
  }

  #sql(upTo: Lsn): string {
    const options = Object.entries(pluginOptions(this.#capturing)).flat()
    const [name, end, ...others] = [this.slot, formatLsn(upTo), ...options].map(quoteLiteral)
    const changes = `pg_logical_slot_get_binary_changes(${[name, end, 'NULL', ...others].join(', ')})`
    return `COPY (SELECT data FROM ${changes}) TO STDOUT (FORMAT binary)`
  }
}

class StreamInstead extends Error {
  override readonly name = 'StreamInstead'
}

/** disk_full, too_many_connections, configuration_limit_exceeded, insufficient_privilege, query_canceled. */
const EXPECTED = ['53100', '53300', '53400', '42501', '57014']

/** No slot, session or room for temporary files is left, the role may not copy a slot, or somebody cancelled: maybe we. */
function streamInstead(error: unknown): never {
  if (error instanceof DOMException && error.name === 'TimeoutError') {
    throw new StreamInstead('a transaction takes long to decode')
  }
  const isExpected = CausewayError.is(error) && EXPECTED.some((sqlstate) => sqlstate === error.data['sqlstate'])
  throw isExpected ? new StreamInstead(error.message) : error
}
