import { CausewayError, type Side } from '@causeway/core'
import type { Lsn } from '../position.ts'
import { decodeMessage, MalformedMessage, MESSAGE, type Begin, type RowChange, type Truncate } from './decoder.ts'
import type { PieceQueue } from './piece-queue.ts'
import { sawTransaction, widenTransactionId, type Snapshot } from './seen.ts'
import { streamError } from './stream-error.ts'
import type { Route, StreamTables } from './stream-tables.ts'
import { BINARY_VALUE, columnAt, columnCount, kindAt, NULL_VALUE, UNCHANGED, valueEnd, valueStart } from './tuple.ts'

export interface CaptureOptions {
  readonly side: Side
  readonly migration: string
  readonly tables: StreamTables
  readonly queue: PieceQueue
  readonly clients: ClientCounter
  /** What is on the other side already; transactions that end there are dropped. */
  readonly progress: Lsn
  readonly seam: Seam
}

/** Where copies and stream may overlap. */
export interface Seam {
  /** No snapshot saw a transaction that was committed from here on. */
  readonly end: Lsn
  /** A transaction id given out about then. Transactions committed before `end` may be above it. */
  readonly nearTransactionId: bigint
}

/** Counts transactions of clients over all connections of one stream; one that is sent again is counted once. */
export class ClientCounter {
  /** Whether clients may write to this database at all; it is closed to them until they may. */
  expected = true
  #transactions = 0
  #counted = 0n

  get transactions(): number {
    return this.#transactions
  }

  count(commitLsn: Lsn): void {
    if (commitLsn <= this.#counted) return
    this.#counted = commitLsn
    this.#transactions += 1
  }
}

interface Transaction {
  readonly begin: Begin
  /** 64 bits; `null` behind the seam, where no copy can have seen it. */
  readonly xid: bigint | null
  /**
   * `undecided` until its first row: one that begins with our progress is what the other direction applied here, and
   * is dropped. `dropped` too when the other side has it already.
   */
  fate: 'undecided' | 'kept' | 'dropped'
  counted: boolean
}

/**
 * Turns messages of the stream into what has to be applied: drops our own transactions, those that are applied already
 * and rows that a copy has seen; takes markers and heartbeats out; hands the rest to the queue in order.
 */
export class Capture {
  readonly #options: CaptureOptions
  #transaction: Transaction | null = null
  #position: Lsn

  constructor(options: CaptureOptions) {
    this.#options = options
    this.#position = options.progress
  }

  /** Where the last transaction received ends. */
  get position(): Lsn {
    return this.#position
  }

  get isInTransaction(): boolean {
    return this.#transaction !== null
  }

  /** Rows that come now are dropped: they belong to a transaction of ours, or to one that is applied already. */
  get dropsRows(): boolean {
    return this.#transaction?.fate === 'dropped'
  }

  /** @throws CW-0685, CW-0785 for bytes that are not pgoutput; CW-1052 when a row's table is not as it was */
  receive(bytes: Buffer, start: number): void {
    if (this.dropsRows && isRowMessage(bytes[start])) return
    try {
      this.#dispatch(bytes, start)
    } catch (error) {
      if (!(error instanceof MalformedMessage)) throw error
      throw streamError(this.#options.side, '85', `the stream is not pgoutput as known: ${error.message}`, {
        cause: error,
      })
    }
  }

  #dispatch(bytes: Buffer, start: number): void {
    const message = decodeMessage(bytes, start)
    switch (message.kind) {
      case 'begin':
        return this.#begin(message)
      case 'commit':
        return this.#commit(message.endLsn)
      case 'relation':
        return this.#options.tables.announce(message)
      case 'insert':
      case 'update':
      case 'delete':
        return this.#row(message, start)
      case 'truncate':
        return this.#truncate(message)
      case 'other':
    }
  }

  #begin(begin: Begin): void {
    const { seam, progress } = this.#options
    const xid = begin.commitLsn < seam.end ? widenTransactionId(begin.xid, seam.nearTransactionId) : null
    const fate = begin.commitLsn < progress ? 'dropped' : 'undecided'
    this.#transaction = { begin, xid, fate, counted: false }
  }

  #commit(end: Lsn): void {
    const { fate } = this.#current()
    this.#transaction = null
    this.#position = end
    if (fate === 'kept') this.#options.queue.commit(end, performance.now())
  }

  #row(change: RowChange, start: number): void {
    const transaction = this.#current()
    const route = this.#route(change.relation)
    if (transaction.fate === 'undecided') {
      transaction.fate = route.kind === 'progress' && this.#isOurs(change) ? 'dropped' : 'kept'
      if (transaction.fate === 'dropped') return
    }
    switch (route.kind) {
      case 'table':
        this.#requireColumns(change, route.table.columns.length)
        this.#countClient(transaction)
        if (!isSeen(route.snapshot, transaction.xid)) this.#options.queue.addRow(change, start, route.number)
        return
      case 'marker':
        return this.#marker(change, transaction)
      case 'heartbeat':
        return this.#heartbeat(change)
      case 'refused':
        throw route.error
      case 'progress':
      case 'parent':
    }
  }

  #truncate(truncate: Truncate): void {
    const transaction = this.#current()
    transaction.fate = 'kept'
    const tables = truncate.relations.flatMap((id) => {
      const route = this.#route(id)
      if (route.kind === 'refused') throw route.error
      if (route.kind !== 'table') return []
      this.#countClient(transaction)
      return isSeen(route.snapshot, transaction.xid) ? [] : [route.number]
    })
    if (tables.length > 0) this.#options.queue.addTruncate({ ...truncate, relations: tables })
  }

  /** Only inserts count: markers are never changed, and their removal concerns each side by itself. */
  #marker(change: RowChange, transaction: Transaction): void {
    if (change.kind !== 'insert' || !this.#isOurs(change)) return
    this.#options.queue.addMarker({
      id: textOf(change, MARKER_ID),
      purpose: textOf(change, MARKER_PURPOSE),
      commitTimeUs: transaction.begin.commitTimeUs,
      clientTransactions: this.#options.clients.transactions,
    })
  }

  #heartbeat(change: RowChange): void {
    if (change.kind === 'delete' || !this.#isOurs(change)) return
    this.#options.queue.addBeat(beatOf(change))
  }

  #countClient(transaction: Transaction): void {
    if (transaction.counted) return
    transaction.counted = true
    const { clients, side } = this.#options
    clients.count(transaction.begin.commitLsn)
    // Nothing of it has been handed on: what should not be there must not reach the other side either.
    if (!clients.expected) {
      throw new CausewayError(
        'CW-1054',
        `${side}: somebody wrote to the database while it is closed to clients (transaction ${transaction.begin.xid})`,
        {
          data: { side, transactionId: transaction.begin.xid },
        },
      )
    }
  }

  /** Every control table begins with the migration; others may use the same schema. */
  #isOurs(change: RowChange): boolean {
    return change.newTuple !== 0 && textOf(change, MIGRATION) === this.#options.migration
  }

  #route(relation: number): Route {
    const route = this.#options.tables.get(relation)
    if (route !== undefined) return route
    throw streamError(this.#options.side, '85', `a row of relation ${relation} came before its description`)
  }

  /** Everything after this reads columns by number. */
  #requireColumns({ bytes, oldTuple, newTuple }: RowChange, columns: number): void {
    const fits = (tuple: number) => tuple === 0 || columnCount(bytes, tuple) === columns
    if (fits(oldTuple) && fits(newTuple)) return
    throw streamError(
      this.#options.side,
      '85',
      `a row has other columns than the ${columns} its table was announced with`,
    )
  }

  #current(): Transaction {
    if (this.#transaction !== null) return this.#transaction
    throw streamError(this.#options.side, '85', 'a change came outside of a transaction')
  }
}

/** Columns of the control tables, by position. */
const MIGRATION = 0
const MARKER_ID = 1
const MARKER_PURPOSE = 2
const BEAT = 1

function isRowMessage(type: number | undefined): boolean {
  return type === MESSAGE.insert || type === MESSAGE.update || type === MESSAGE.delete || type === MESSAGE.truncate
}

function isSeen(snapshot: Snapshot | null, xid: bigint | null): boolean {
  return snapshot !== null && xid !== null && sawTransaction(snapshot, xid)
}

/** A text column: the same bytes in both formats. */
function textOf(change: RowChange, column: number): string {
  const value = valueOf(change, column)
  return value?.toString('utf8') ?? ''
}

function beatOf(change: RowChange): number {
  const value = valueOf(change, BEAT)
  const isBinary =
    value?.length === 8 && kindAt(change.bytes, columnAt(change.bytes, change.newTuple, BEAT)) === BINARY_VALUE
  return isBinary ? Number(value.readBigInt64BE()) : Number(value?.toString('latin1'))
}

function valueOf({ bytes, newTuple }: RowChange, column: number): Buffer | null {
  if (column >= columnCount(bytes, newTuple)) return null
  const at = columnAt(bytes, newTuple, column)
  const kind = kindAt(bytes, at)
  if (kind === NULL_VALUE || kind === UNCHANGED) return null
  return bytes.subarray(valueStart(at), valueEnd(bytes, at))
}
