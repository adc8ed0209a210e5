import type { Side } from '@causeway/core'
import { sideError } from '../errors.ts'
import { formatLsn, lsnFrom, type Lsn } from '../position.ts'
import { quoteIdentifier, quoteLiteral } from '../quote.ts'
import { streamError } from '../stream/stream-error.ts'
import { gatherWhole, MESSAGE, type Gatherer } from './frames.ts'
import type { Session } from './session.ts'

/** What is read from a slot, and who takes it. */
export interface Capturing {
  readonly slot: string
  readonly publications: readonly string[]
  /** Values in binary where the server has a binary form; PostgreSQL 14 and later. */
  readonly binary: boolean
  /** One message of pgoutput: `bytes` from `start` to its end, gone when this returns unless it fills its memory. */
  readonly onMessage: (bytes: Buffer, start: number) => void
  /** Chooses who takes a row that is large; its message begins at `start` of the body. `null` passes it over. */
  readonly gatherRow: (bodyBytes: number, start: number) => Gatherer | null
}

export interface ReplicationOptions extends Capturing {
  /** Transactions that end here or before are not sent again. */
  readonly start: Lsn
  /** What is on the other side already, and was not told yet; `start` may be ahead of it. */
  readonly confirmed: Lsn
  /** The server has nothing else to send up to `end` for now. */
  readonly onKeepalive: (end: Lsn) => void
}

/** Frames of the replication protocol, inside CopyData. */
const FRAME = { data: 0x77, keepalive: 0x6b, status: 0x72 } as const
/** Kind, where the record starts, end of the server's log, server time. */
const DATA_HEADER_BYTES = 25
/** Kind, end of log, server time, reply asked for. */
const KEEPALIVE_BYTES = 18
/** Kind, written, flushed, applied, our time, reply asked for. */
const STATUS_BYTES = 34
/** Only rows are larger. */
const LARGE_BYTES = 1 << 20
const SERVER_EPOCH_MS = Date.UTC(2000, 0, 1)

/** A position newly confirmed is told within this time, and anything at all within the longer one. */
const TELL_MS = 1_000
const LONGEST_STATUS_MS = 10_000
/** A live server answers our status at once, unless it decodes a transaction of which it sends nothing. */
const SHORTEST_SILENCE_MS = 60_000
const SLOWEST_BYTES_PER_MS = 100

/**
 * A running START_REPLICATION. Tells the server at least every 10 s, and at a third of its time-out, what is confirmed,
 * also while paused, so that it does not give up on a slow receiver; gives up itself on a server that fell silent.
 *
 * https://www.postgresql.org/docs/current/protocol-replication.html
 */
export class Replication implements Disposable {
  readonly #session: Session
  readonly #options: ReplicationOptions
  readonly #started = Promise.withResolvers<void>()
  readonly #ended = new AbortController()
  #statusMs = LONGEST_STATUS_MS
  #silenceMs = SHORTEST_SILENCE_MS
  #timer: NodeJS.Timeout | undefined
  #confirmed: Lsn
  #told: Lsn
  #toldAt = 0
  #heardAt = performance.now()
  #isPaused = false

  constructor(session: Session, options: ReplicationOptions) {
    this.#session = session
    this.#options = options
    this.#confirmed = options.confirmed
    this.#told = options.confirmed
    // The end of a stream that nobody is waiting to see begin is not an unhandled failure.
    this.#started.promise.catch(() => {})
  }

  /**
   * Begins to stream; messages come as soon as this has resolved, or just before.
   *
   * @throws what the server says, e.g. `data.sqlstate` 55006 when the slot is in use
   */
  async start(): Promise<void> {
    const [row] = await this.#session.query(`SELECT setting FROM pg_settings WHERE name = 'wal_sender_timeout'`)
    const timeoutMs = Number(row?.[0] ?? 0)
    if (timeoutMs > 0) this.#statusMs = Math.min(LONGEST_STATUS_MS, timeoutMs / 3)
    this.#silenceMs = Math.max(SHORTEST_SILENCE_MS, 2 * timeoutMs)
    this.#session.closed.addEventListener('abort', () => this.#end(this.#session.closed.reason), { once: true })
    this.#session.closed.throwIfAborted()
    this.#session.onMessage({
      receive: (type, body) => this.#receive(type, body),
      gatherer: (type, bodyBytes) => {
        // Nothing is heard of a large row before its end.
        this.#heardAt = performance.now() + bodyBytes / SLOWEST_BYTES_PER_MS
        return gatherMessage(this.#options, type, bodyBytes, DATA_HEADER_BYTES)
      },
    })
    this.#session.send(MESSAGE.query, Buffer.from(`${this.#command()}\0`))
    await this.#started.promise
    this.#timer = setInterval(() => this.#tick(), Math.min(TELL_MS, this.#statusMs))
  }

  /** Aborts when the stream is over, whoever ended it; the reason is the error. */
  get ended(): AbortSignal {
    return this.#ended.signal
  }

  /** Everything up to here is on disk on the other side; the server may forget it. */
  confirm(position: Lsn): void {
    if (position > this.#confirmed) this.#confirmed = position
  }

  pause(): void {
    this.#isPaused = true
    this.#session.pause()
  }

  resume(): void {
    if (!this.#isPaused) return
    this.#isPaused = false
    this.#heardAt = performance.now()
    this.#session.resume()
  }

  /** Stops talking; the session is closed by its owner. */
  [Symbol.dispose](): void {
    clearInterval(this.#timer)
    this.#end(sideError(this.#side, '11', 'the stream was stopped'))
  }

  get #side(): Side {
    return this.#session.side
  }

  #command(): string {
    const { slot, start } = this.#options
    const options = Object.entries(pluginOptions(this.#options)).map(
      ([name, value]) => `${name} ${quoteLiteral(value)}`,
    )
    return `START_REPLICATION SLOT ${quoteIdentifier(slot)} LOGICAL ${formatLsn(start)} (${options.join(', ')})`
  }

  #receive(type: number, body: Buffer): void {
    this.#heardAt = performance.now()
    switch (type) {
      case MESSAGE.copyData:
        return this.#receiveFrame(body)
      case MESSAGE.copyBothResponse:
        return this.#started.resolve()
      case MESSAGE.errorResponse:
        return this.#end(this.#session.errorFrom(body))
      case MESSAGE.copyDone:
        return this.#end(sideError(this.#side, '12', 'the server ended the stream'))
    }
  }

  #receiveFrame(body: Buffer): void {
    if (this.ended.aborted) return
    try {
      if (body[0] === FRAME.data && body.length >= DATA_HEADER_BYTES) {
        // Nothing is in the frame of an origin that is gone, as when a subscription of the source was dropped.
        if (body.length === DATA_HEADER_BYTES) return
        this.#options.onMessage(body, DATA_HEADER_BYTES)
      } else if (body[0] === FRAME.keepalive && body.length >= KEEPALIVE_BYTES) {
        this.#options.onKeepalive(lsnFrom(body.readBigUInt64BE(1)))
        if (body[KEEPALIVE_BYTES - 1] === 1) this.#tell(false)
      } else {
        throw streamError(this.#side, '85', `a frame of kind ${body[0]} and ${body.length} bytes is not known`)
      }
    } catch (error) {
      this.#end(error)
    }
  }

  #tick(): void {
    const now = performance.now()
    if (this.#confirmed > this.#told || now - this.#toldAt >= this.#statusMs) this.#tell(true)
    if (this.#isPaused || now - this.#heardAt < this.#silenceMs) return
    this.#end(streamError(this.#side, '86', `nothing came for ${Math.round(this.#silenceMs / 1000)} s`))
  }

  /** Written, flushed and applied are the same to us: committed on the other side. */
  #tell(askReply: boolean): void {
    if (this.ended.aborted) return
    const frame = Buffer.alloc(STATUS_BYTES)
    frame[0] = FRAME.status
    for (const offset of [1, 9, 17]) frame.writeBigUInt64BE(this.#confirmed, offset)
    frame.writeBigInt64BE(BigInt(Date.now() - SERVER_EPOCH_MS) * 1000n, 25)
    frame[STATUS_BYTES - 1] = askReply ? 1 : 0
    this.#session.send(MESSAGE.copyData, frame)
    this.#told = this.#confirmed
    this.#toldAt = performance.now()
  }

  #end(error: unknown): void {
    clearInterval(this.#timer)
    this.#started.reject(error)
    if (!this.#ended.signal.aborted) this.#ended.abort(error)
  }
}

/** Of pgoutput. https://www.postgresql.org/docs/current/protocol-logical-replication.html */
export function pluginOptions({ publications, binary }: Capturing): Readonly<Record<string, string>> {
  const names = publications.map((name) => quoteIdentifier(name)).join(',')
  return { proto_version: '1', publication_names: names, ...(binary ? { binary: 'true' } : {}) }
}

/** Who takes a message that comes in parts; a row begins at `start` of its body. */
export function gatherMessage(capturing: Capturing, type: number, bodyBytes: number, start: number): Gatherer | null {
  if (type !== MESSAGE.copyData || bodyBytes < LARGE_BYTES) return gatherWhole(bodyBytes)
  return capturing.gatherRow(bodyBytes, start)
}
