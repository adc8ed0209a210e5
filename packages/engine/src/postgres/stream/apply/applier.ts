import { faultPoint, type CausewayError, type Lease, type Side } from '@causeway/core'
import { leaseLost } from '../../control/epoch.ts'
import { ADD_MARKER } from '../../control/markers.ts'
import type { Lsn } from '../../position.ts'
import type { Session } from '../../wire/session.ts'
import type { RowChange, Truncate } from '../decoder.ts'
import type { Piece } from '../piece-queue.ts'
import { MOVE_PROGRESS, moveParameters, type ProgressKey } from '../progress.ts'
import { streamError } from '../stream-error.ts'
import type { StreamTable } from '../stream-table.ts'
import { frozen, isRefusal, sqlstateOf } from './failure.ts'
import { Pipeline, PLAIN, type Step, type StepFailure } from './pipeline.ts'
import { RowStatements } from './row-statements.ts'
import { planSegments, type Segment } from './segments.ts'
import { SetStatements } from './set-statements.ts'
import type { Format } from './values.ts'

export interface ApplierOptions {
  readonly side: Side
  readonly lease: Lease
  readonly progress: ProgressKey
  /** Where the side applied to is. */
  readonly position: Lsn
  readonly format: Format
  readonly tableAt: (number: number) => StreamTable
}

/** How a piece is applied: composed where possible, or one by one; TRUNCATE as it is, or as DELETE. */
interface Manner {
  readonly rowsOnly: boolean
  readonly emptyByDelete: boolean
}

/** Of the statements that must find their one row: progress, and the epoch. */
const ONE_ROW: Step = { table: null, change: null, expectedRows: 1 }
const CANNOT_TRUNCATE = '0A000'

const CHECK_EPOCH = 'SELECT FROM causeway.control WHERE migration = $1 AND epoch = $2::bigint'

/**
 * Applies pieces to the other side: one transaction for each run of pieces that ends with whole source transactions,
 * the progress in it. Two round trips for a piece that is whole: everything, and the commit.
 *
 * After any error the session is of no use any more.
 */
export class Applier {
  readonly #pipeline: Pipeline
  readonly #options: ApplierOptions
  readonly #rows = new Map<StreamTable, RowStatements>()
  readonly #sets = new Map<StreamTable, SetStatements>()
  readonly #planned = new WeakMap<Piece, readonly Segment[]>()
  /** As the open transaction sees it. */
  #position: Lsn
  #isOpen = false

  constructor(session: Session, options: ApplierOptions) {
    this.#pipeline = new Pipeline(session)
    this.#options = options
    this.#position = options.position
  }

  /** Does what can be done for a piece before the one in front of it has been applied: the other side works meanwhile. */
  plan(piece: Piece): void {
    this.#planned.set(piece, planSegments(piece.changes, this.#options.tableAt, false))
  }

  /**
   * Applies one piece and, when it ends a transaction, commits.
   *
   * @throws CW-1050, CW-1051 naming what cannot be applied; CW-0801 when the lease is lost; CW-0689, CW-0789 when
   * another process moved the progress
   */
  async apply(piece: Piece): Promise<void> {
    const whole = !this.#isOpen && piece.end !== null
    if (!this.#isOpen) this.#begin(piece.end ?? this.#position)
    const failure = await this.#applyChanges(piece)
    if (failure !== null) throw await this.#fail(failure)
    if (piece.end === null) return
    if (!whole) this.#move(piece.end)
    await this.#commit()
  }

  #begin(position: Lsn): void {
    this.#isOpen = true
    this.#pipeline.run('BEGIN', PLAIN)
    this.#pipeline.run('SET CONSTRAINTS ALL DEFERRED', PLAIN)
    this.#move(position)
  }

  #move(position: Lsn): void {
    const { progress, lease } = this.#options
    this.#pipeline.runWith(MOVE_PROGRESS, moveParameters(progress, lease, this.#position, position), ONE_ROW)
    this.#position = position
  }

  async #applyChanges(piece: Piece): Promise<StepFailure | null> {
    for (const marker of piece.markers) {
      const values = [this.#options.progress.migration, marker.id, marker.purpose]
      this.#pipeline.runWith(ADD_MARKER, values, PLAIN)
    }
    let manner: Manner = { rowsOnly: false, emptyByDelete: false }
    for (;;) {
      const { failure, manner: next } = await this.#attempt(piece, manner)
      if (failure === null || next === null) return failure
      this.#pipeline.run('ROLLBACK TO SAVEPOINT piece', PLAIN)
      manner = next
    }
  }

  /** Sends the piece in one manner and tells, when it failed, in which other one it may succeed. */
  async #attempt(piece: Piece, manner: Manner): Promise<{ failure: StepFailure | null; manner: Manner | null }> {
    const planned = manner.rowsOnly ? undefined : this.#planned.get(piece)
    const segments = planned ?? planSegments(piece.changes, this.#options.tableAt, manner.rowsOnly)
    const canRepeat = segments.some(({ sets, truncate }) => sets.length > 0 || truncate !== null)
    for (const { sets } of segments) {
      for (const { table, net } of sets) this.#setsOf(table).prepare(net)
    }
    if (canRepeat) this.#pipeline.run('SAVEPOINT piece', PLAIN)
    for (const segment of segments) await this.#send(segment, manner)
    const failure = await this.#pipeline.sync()
    if (failure === null || !canRepeat || !isRefusal(failure) || failure.step === ONE_ROW)
      return { failure, manner: null }
    if (sqlstateOf(failure) === CANNOT_TRUNCATE && !manner.emptyByDelete) {
      return { failure, manner: { ...manner, emptyByDelete: true } }
    }
    return { failure, manner: manner.rowsOnly ? null : { ...manner, rowsOnly: true } }
  }

  async #send({ truncate, sets, rows }: Segment, manner: Manner): Promise<void> {
    if (truncate !== null) this.#truncate(truncate, manner)
    for (const { table, net } of sets) await this.#setsOf(table).apply(net)
    for (const change of rows) {
      this.#rowsOf(change).apply(change)
      if (this.#pipeline.isFull) await this.#pipeline.drain()
    }
  }

  /**
   * Never CASCADE: the stream names every table in scope that was emptied. A table copied later than this TRUNCATE may
   * refer to one that was copied earlier; then the server refuses, and rows are deleted instead.
   */
  #truncate({ relations, restartIdentity }: Truncate, manner: Manner): void {
    const tables = relations.map((relation) => this.#options.tableAt(relation))
    if (manner.emptyByDelete) {
      for (const { sql } of tables) this.#pipeline.run(`DELETE FROM ONLY ${sql}`, PLAIN)
      return
    }
    const names = tables.map(({ sql }) => `ONLY ${sql}`).join(', ')
    this.#pipeline.run(`TRUNCATE ${names}${restartIdentity ? ' RESTART IDENTITY' : ''}`, PLAIN)
  }

  async #commit(): Promise<void> {
    faultPoint('stream.before-commit')
    this.#pipeline.run('COMMIT', PLAIN)
    const failure = await this.#pipeline.sync()
    if (failure !== null) throw await this.#fail(failure)
    faultPoint('stream.after-commit')
    this.#isOpen = false
    for (const sets of this.#sets.values()) sets.forget()
    await this.#pipeline.trim()
  }

  async #fail(failure: StepFailure): Promise<CausewayError> {
    if (failure.step !== ONE_ROW || failure.error !== null) return frozen(this.#options.side, failure)
    const { side, lease, progress } = this.#options
    this.#pipeline.run('ROLLBACK', PLAIN)
    this.#pipeline.runWith(CHECK_EPOCH, [progress.migration, String(lease.epoch)], ONE_ROW)
    if ((await this.#pipeline.sync()) !== null) return leaseLost(side, lease.epoch)
    return streamError(side, '89', `the progress of the ${progress.stream} stream is not what this process left there`)
  }

  #rowsOf(change: RowChange): RowStatements {
    const table = this.#options.tableAt(change.relation)
    let rows = this.#rows.get(table)
    if (rows === undefined) {
      rows = new RowStatements(this.#pipeline, this.#options.format, table)
      this.#rows.set(table, rows)
    }
    return rows
  }

  #setsOf(table: StreamTable): SetStatements {
    let sets = this.#sets.get(table)
    if (sets === undefined) {
      sets = new SetStatements(this.#pipeline, this.#options.format, table, this.#sets.size)
      this.#sets.set(table, sets)
    }
    return sets
  }
}
