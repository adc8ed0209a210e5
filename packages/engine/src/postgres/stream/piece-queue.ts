import { ChangeList, type Change } from './change-list.ts'
import type { RowChange, Truncate } from './decoder.ts'
import { MessageStore, type KeptMessage } from './message-store.ts'
import type { Lsn } from '../position.ts'

/** A marker row as it came, to be answered once it is committed on the other side. */
export interface MarkerRow {
  readonly id: string
  readonly purpose: string
  /** Microseconds since 2000-01-01, by the clock of the side it was written on. */
  readonly commitTimeUs: bigint
  /** Client transactions that were committed before it. */
  readonly clientTransactions: number
}

/** What is applied together. */
export interface Piece {
  /** In the order of the source: transactions by commit, changes inside as they were made. */
  readonly changes: ChangeList
  readonly bytes: number
  readonly markers: readonly MarkerRow[]
  /** Heartbeats: when each was written, on our clock. */
  readonly beats: readonly number[]
  /** Transactions that end in this piece. */
  readonly transactions: number
  /** Where the last transaction ends; `null` when it goes on in the next piece and nothing may be committed yet. */
  readonly end: Lsn | null
  /** Memory of this piece and those before it: message blocks below this number. */
  readonly freesBlocksBefore: number
}

export interface QueueOptions {
  /** Everything held, waiting or being applied, stays under this plus one change. */
  readonly bytes: number
  /** A transaction waits no longer than this for others to join it. */
  readonly ageMs: number
  /** Called when a piece is complete before somebody asks for it, and so most likely while another one is applied. */
  readonly onSealed?: (piece: Piece) => void
}

/** Of what is built around one change while it is applied; small changes are mostly this. */
const CHANGE_OVERHEAD_BYTES = 300
/** Composing many small changes takes objects that outlive collections of garbage. */
const MOST_CHANGES = 20_000

/**
 * Between the reader of the stream and the one who applies it: gathers whole transactions into pieces, and cuts a
 * transaction that is larger than a piece.
 */
export class PieceQueue {
  readonly #options: QueueOptions
  readonly #store = new MessageStore()
  #sealed: Piece[] = []
  #gathering = emptyDraft()
  /** The transaction being received. */
  #open = emptyDraft()
  #heldBytes = 0
  #piecesOut = 0
  #failure: { readonly error: unknown } | null = null
  #wake: () => void = () => {}

  constructor(options: QueueOptions) {
    this.#options = options
  }

  /** Bytes waiting or being applied; the reader pauses at the limit. */
  get heldBytes(): number {
    return this.#heldBytes
  }

  get isFull(): boolean {
    return this.#heldBytes >= this.#options.bytes
  }

  /** Nothing is waiting, being received or being applied. */
  get isEmpty(): boolean {
    if (this.#piecesOut > 0 || this.#sealed.length > 0) return false
    return isBlank(this.#gathering) && isBlank(this.#open)
  }

  /** A change of table `number`, decoded from the message that begins at `start` of its bytes, which are copied. */
  addRow(change: RowChange, start: number, number: number): void {
    const length = change.bytes.length - start
    if (this.#open.changes.length === 0) this.#open.firstBlock = this.#store.blockNumber
    this.#add(moved(change, number, start, this.#store.keep(change.bytes, start)), length)
  }

  addTruncate(truncate: Truncate): void {
    if (this.#open.changes.length === 0) this.#open.firstBlock = this.#store.blockNumber
    this.#add(truncate, 0)
  }

  addMarker(marker: MarkerRow): void {
    this.#open.markers.push(marker)
  }

  addBeat(beat: number): void {
    this.#open.beats.push(beat)
  }

  /** The transaction being received ends at `end`. Nothing is kept of one that has no effect here. */
  commit(end: Lsn, nowMs: number): void {
    const open = this.#open
    const isRest = open.begun
    if (!isRest && isBlank(open)) return
    const gathering = this.#gathering
    if (isBlank(gathering)) gathering.since = nowMs
    gathering.changes.append(open.changes)
    gathering.markers.push(...open.markers)
    gathering.beats.push(...open.beats)
    gathering.bytes += open.bytes
    gathering.transactions += 1
    gathering.end = end
    // A list for every transaction would be most of what there is to collect as garbage.
    open.changes.clear()
    this.#open = emptyDraft(open.changes)
    // The rest of a transaction that was cut is wanted at once: the other side holds its locks.
    if (isRest) this.#sealGathering()
    else this.#wake()
  }

  /** No more will come; what is complete is still handed out. */
  fail(error: unknown): void {
    this.#failure ??= { error }
    this.#wake()
  }

  /**
   * The next piece, once there is one; complete transactions join it for `lingerMs`, at most the limit, unless a marker
   * is among them: somebody waits for it. One caller at a time. @throws what `fail` was told, or the abort reason
   */
  async next(lingerMs: number, signal: AbortSignal): Promise<Piece> {
    for (;;) {
      signal.throwIfAborted()
      const sealed = this.#sealed.shift()
      if (sealed !== undefined) return this.#handOut(sealed)
      const gathering = this.#gathering
      const isReady = gathering.end !== null
      if (this.#failure !== null && !isReady) throw this.#failure.error
      const dueInMs = gathering.since + Math.min(lingerMs, this.#options.ageMs) - performance.now()
      if (isReady && (dueInMs <= 0 || gathering.markers.length > 0 || this.#failure !== null)) {
        return this.#handOut(this.#takeGathering())
      }
      await this.#waitForChange(isReady ? dueInMs : null, signal)
    }
  }

  /** Gives back the memory of a piece that is applied: its changes cannot be read any more. In the order of `next`. */
  release(piece: Piece): void {
    this.#store.freeBefore(piece.freesBlocksBefore)
    this.#heldBytes -= piece.bytes
    this.#piecesOut -= 1
  }

  #add(change: Change, messageBytes: number): void {
    const bytes = messageBytes + CHANGE_OVERHEAD_BYTES
    this.#open.changes.push(change)
    this.#open.bytes += bytes
    this.#heldBytes += bytes
    const changes = this.#gathering.changes.length + this.#open.changes.length
    if (!this.#isPiece(changes, this.#gathering.bytes + this.#open.bytes)) return
    if (!isBlank(this.#gathering)) this.#sealGathering()
    if (this.#isPiece(this.#open.changes.length, this.#open.bytes)) this.#sealOpen()
  }

  #handOut(piece: Piece): Piece {
    this.#piecesOut += 1
    return piece
  }

  /** At half of the limit, so that one piece is applied while the next one is received. */
  #isPiece(changes: number, bytes: number): boolean {
    return changes >= MOST_CHANGES || bytes >= this.#options.bytes / 2
  }

  #sealGathering(): void {
    this.#seal(this.#takeGathering())
  }

  #takeGathering(): Piece {
    const piece = { ...this.#gathering, freesBlocksBefore: this.#firstBlockNeeded() }
    this.#gathering = emptyDraft()
    return piece
  }

  /** Of what comes after the transactions that are complete. */
  #firstBlockNeeded(): number {
    if (this.#open.changes.length > 0) return this.#open.firstBlock
    this.#store.closeBlock()
    return this.#store.blockNumber
  }

  #sealOpen(): void {
    this.#store.closeBlock()
    const piece = { ...this.#open, end: null, freesBlocksBefore: this.#store.blockNumber }
    this.#open = { ...emptyDraft(), begun: true }
    this.#seal(piece)
  }

  #seal(piece: Piece): void {
    this.#sealed.push(piece)
    this.#options.onSealed?.(piece)
    this.#wake()
  }

  async #waitForChange(limitMs: number | null, signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#wake = resolve
    const timer = limitMs === null ? undefined : setTimeout(resolve, limitMs)
    signal.addEventListener('abort', this.#onAbort, { once: true })
    await promise
    signal.removeEventListener('abort', this.#onAbort)
    clearTimeout(timer)
  }

  readonly #onAbort = (): void => this.#wake()
}

/** The same change where its message is now. */
function moved(change: RowChange, number: number, from: number, { bytes, start }: KeptMessage): RowChange {
  const shift = start - from
  const { kind, oldTuple, oldIsWhole, newTuple } = change
  return {
    kind,
    relation: number,
    bytes,
    oldTuple: oldTuple === 0 ? 0 : oldTuple + shift,
    oldIsWhole,
    newTuple: newTuple === 0 ? 0 : newTuple + shift,
  }
}

interface Draft extends Omit<Piece, 'freesBlocksBefore'> {
  bytes: number
  markers: MarkerRow[]
  beats: number[]
  transactions: number
  end: Lsn | null
  /** When the first complete transaction joined. */
  since: number
  /** An earlier part of the transaction has been sealed. */
  begun: boolean
  /** The message block that its first change may be in. */
  firstBlock: number
}

function emptyDraft(changes = new ChangeList()): Draft {
  return {
    changes,
    bytes: 0,
    markers: [],
    beats: [],
    transactions: 0,
    end: null,
    since: 0,
    begun: false,
    firstBlock: 0,
  }
}

function isBlank(draft: Draft): boolean {
  return draft.changes.length === 0 && draft.markers.length === 0 && draft.beats.length === 0
}
