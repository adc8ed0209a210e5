import type { Lease, MarkerArrival } from '@causeway/core'
import type { SqlClient } from '../connect.ts'
import type { Lsn } from '../position.ts'
import { gatherWhole } from '../wire/frames.ts'
import { RAW_TEXT } from '../wire/raw-text.ts'
import { openSession, type Session } from '../wire/session.ts'
import { Applier } from './apply/applier.ts'
import { openApplySession } from './apply/apply-session.ts'
import { ChangedKeys } from './apply/changed-keys.ts'
import { Capture, type ClientCounter } from './capture.ts'
import type { ChangedRows } from './changed-rows.ts'
import { commitTimeMs, ourClockMs, writeBeat, type Beat } from './heartbeat.ts'
import { keepAsking } from './liveness.ts'
import { PieceQueue, type MarkerRow, type Piece } from './piece-queue.ts'
import { replicationError } from './slot.ts'
import { SlotReader } from './slot-reader.ts'
import type { StreamEnds } from './stream-ends.ts'
import { gatherPacked } from './packed-row.ts'
import { planStream, type StreamPlan } from './stream-plan.ts'

/** What a running stream tells as it goes. */
export interface StreamingEvents {
  started(position: Lsn): void
  beatWritten(beat: Beat): void
  /** After each commit on the other side. */
  committed(commit: Committed): void
  /** Nobody knows whether this was committed: the connection broke before the answer. The next `started` tells. */
  inDoubt(commit: Committed): void
}

export interface Committed {
  readonly position: Lsn
  readonly transactions: number
  readonly rows: number
  readonly beats: readonly number[]
  readonly markers: readonly { readonly id: string; readonly arrival: MarkerArrival }[]
}

export interface StreamingOptions {
  readonly ends: StreamEnds
  readonly lease: Lease
  readonly clients: ClientCounter
  readonly changedRows: ChangedRows
  readonly events: StreamingEvents
}

/** A piece being applied when the stream is stopped is finished, but not waited for longer than this. */
const STOP_WITHIN_MS = 5_000

/**
 * One connection of the stream: streams until `signal`, or until something fails. What was received whole before a
 * failure is still applied.
 *
 * @throws what failed, or the abort reason
 */
export async function streamChanges(options: StreamingOptions, signal: AbortSignal): Promise<void> {
  const { ends, lease } = options
  await using resources = new AsyncDisposableStack()
  const from = resources.use(await ends.watch(ends.from, signal))
  const to = resources.use(await ends.watch(ends.to, signal))
  const plan = await planStream(from, to, ends, signal)
  const firstBeat = await writeBeat(from, ends.progress.migration, lease, signal)
  options.events.beatWritten(firstBeat)
  const target = resources.use(
    await openApplySession(ends.database(ends.to), { side: ends.to, application: ends.application('apply'), signal }),
  )
  const openSource = async (replication: boolean): Promise<Session> => {
    const application = ends.application('read')
    const session = await openSession(ends.database(ends.from), { side: ends.from, application, signal, replication })
    resources.use(session)
    if (plan.isRaw) await session.query(`SET ${RAW_TEXT}`, { signal })
    return session
  }
  const source = await openSource(true)
  if (plan.isRaw) await target.query(`SET ${RAW_TEXT}`, { signal })
  const connections = { source, openSource: () => openSource(false), target, from, to }
  const streaming = new Streaming(options, plan, connections, firstBeat.clockOffsetMs)
  await streaming.run(signal)
}

interface Connections {
  readonly source: Session
  /** Another one to read the log by, for as long as the stream runs. */
  readonly openSource: () => Promise<Session>
  readonly target: Session
  /** For heartbeats, and to notice a server that is gone. */
  readonly from: SqlClient
  readonly to: SqlClient
}

class Streaming {
  readonly #options: StreamingOptions
  readonly #plan: StreamPlan
  readonly #queue: PieceQueue
  readonly #capture: Capture
  readonly #changedKeys: ChangedKeys
  readonly #applier: Applier
  readonly #connections: Connections
  #clockOffsetMs: number
  /** Of the transaction being applied in pieces. */
  #uncommitted = NOTHING

  constructor(options: StreamingOptions, plan: StreamPlan, connections: Connections, clockOffsetMs: number) {
    const { ends, clients, lease } = options
    const { replication } = ends.context.spec
    this.#options = options
    this.#plan = plan
    this.#connections = connections
    this.#clockOffsetMs = clockOffsetMs
    this.#applier = new Applier(connections.target, {
      side: ends.to,
      lease,
      progress: ends.progress,
      position: plan.start,
      format: plan.format,
      tableAt: (number) => plan.tables.tableAt(number),
    })
    this.#queue = new PieceQueue({
      bytes: replication.batchBytes,
      ageMs: replication.batchAgeMs,
      onSealed: (piece) => this.#applier.plan(piece),
    })
    this.#capture = new Capture({
      side: ends.from,
      migration: ends.progress.migration,
      tables: plan.tables,
      queue: this.#queue,
      clients,
      progress: plan.start,
      seam: plan.seam,
    })
    this.#changedKeys = new ChangedKeys((number) => plan.tables.tableAt(number))
  }

  async run(signal: AbortSignal): Promise<void> {
    const { source, target, from, to } = this.#connections
    const over = new AbortController()
    // A statement that waits for a lock would keep the stream from stopping.
    const stop = () => setTimeout(() => void target.close(), STOP_WITHIN_MS).unref()
    signal.addEventListener('abort', stop, { once: true, signal: over.signal })
    using reader = this.#reader(source)
    await this.#start(reader)
    this.#options.events.started(this.#plan.start)
    const { heartbeatMs } = this.#options.ends.context.spec.replication
    const watching = [
      keepAsking(
        from,
        heartbeatMs,
        () => this.#beat(from),
        over.signal,
        (error) => this.#queue.fail(error),
      ),
      keepAsking(
        to,
        heartbeatMs,
        () => to.query('SELECT 1'),
        over.signal,
        (error) => {
          this.#queue.fail(error)
          // Somebody may wait for an answer that never comes.
          void target.close()
        },
      ),
    ]
    try {
      await this.#apply(reader, signal)
    } finally {
      over.abort()
      await Promise.all(watching)
    }
  }

  #reader(source: Session): SlotReader {
    const { slot, context } = this.#options.ends
    const reader = new SlotReader(source, {
      slot,
      publications: this.#plan.publications,
      binary: this.#plan.format === 1,
      start: this.#plan.start,
      logEnd: this.#plan.seam.end,
      open: this.#connections.openSource,
      received: () => this.#capture.position,
      onMessage: (bytes, start) => {
        this.#capture.receive(bytes, start)
        if (this.#queue.isFull) reader.pause()
        else if (this.#isIdle) reader.confirm(this.#capture.position)
      },
      gatherRow: (bodyBytes, start) => {
        if (this.#capture.dropsRows) return null
        // Only text has values to pack.
        return this.#plan.format === 0 ? gatherPacked(bodyBytes, start) : gatherWhole(bodyBytes)
      },
      onKeepalive: (end) => {
        if (this.#isIdle) reader.confirm(end)
      },
      onCannotCatchUp: (reason) => context.logger.info('the log is streamed although there is much of it', { reason }),
    })
    // What was received whole before is still applied.
    const end = () => this.#queue.fail(replicationError(source.side, slot, reader.ended.reason))
    reader.ended.addEventListener('abort', end, { once: true })
    return reader
  }

  async #start(reader: SlotReader): Promise<void> {
    const { ends } = this.#options
    try {
      await reader.start()
    } catch (error) {
      throw replicationError(ends.from, ends.slot, error)
    }
  }

  /** Everything received is on the other side, or has no place there: what the server has sent may be confirmed. */
  get #isIdle(): boolean {
    return this.#queue.isEmpty && !this.#capture.isInTransaction
  }

  async #apply(reader: SlotReader, signal: AbortSignal): Promise<void> {
    let lingerMs = 0
    for (;;) {
      const piece = await this.#queue.next(lingerMs, signal)
      const began = performance.now()
      this.#note(piece)
      try {
        await this.#applier.apply(piece)
      } catch (error) {
        if (piece.end !== null) this.#options.events.inDoubt(this.#told(piece, piece.end))
        throw error
      }
      if (piece.end !== null) this.#committed(piece, piece.end, reader)
      this.#queue.release(piece)
      if (!this.#queue.isFull) reader.resume()
      // Gathering for as long as applying took: few waits when there is little to do, large batches when there is much.
      lingerMs = performance.now() - began
    }
  }

  #note(piece: Piece): void {
    const { transactions, rows, beats, markers } = this.#uncommitted
    if (piece.end === null) this.#changedKeys.add(piece.changes)
    this.#uncommitted = {
      transactions: transactions + piece.transactions,
      rows: rows + piece.changes.length,
      beats: [...beats, ...piece.beats],
      markers: [...markers, ...piece.markers],
    }
  }

  #committed(piece: Piece, position: Lsn, reader: SlotReader): void {
    // Only now: before the commit the other side could still lose it.
    reader.confirm(position)
    this.#options.events.committed(this.#told(piece, position))
  }

  /** Rows before markers: whoever waits for one then verifies what changed before it. */
  #told({ changes }: Piece, position: Lsn): Committed {
    const { markers, ...totals } = this.#uncommitted
    this.#uncommitted = NOTHING
    this.#changedKeys.tell(changes, this.#options.changedRows)
    const arrivals = markers.map((marker) => ({ id: marker.id, arrival: this.#arrival(marker) }))
    return { position, ...totals, markers: arrivals }
  }

  #arrival({ commitTimeUs, clientTransactions }: MarkerRow): MarkerArrival {
    const roundTripMs = Math.max(0, ourClockMs() - commitTimeMs(commitTimeUs, this.#clockOffsetMs))
    return { roundTripMs, clientTransactions }
  }

  async #beat(from: SqlClient): Promise<void> {
    const { ends, lease, events } = this.#options
    const beat = await writeBeat(from, ends.progress.migration, lease)
    this.#clockOffsetMs = beat.clockOffsetMs
    events.beatWritten(beat)
  }
}

interface Totals {
  readonly transactions: number
  readonly rows: number
  readonly beats: readonly number[]
  readonly markers: readonly MarkerRow[]
}

const NOTHING: Totals = { transactions: 0, rows: 0, beats: [], markers: [] }
