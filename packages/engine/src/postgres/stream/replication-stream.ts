import {
  CausewayError,
  runLoop,
  type Direction,
  type Lease,
  type Marker,
  type MarkerArrival,
  type ReplicationStream,
  type Side,
  type StreamStatus,
} from '@causeway/core'
import type { SqlClient } from '../connect.ts'
import type { EngineContext } from '../context.ts'
import type { PostgresDatabase } from '../control/database.ts'
import { formatLsn, type Lsn } from '../position.ts'
import { ClientCounter } from './capture.ts'
import type { ChangedRows } from './changed-rows.ts'
import { ourClockMs, type Beat } from './heartbeat.ts'
import { LagMeter, RateMeter } from './lag.ts'
import { Markers } from './markers.ts'
import { unpublishedTables } from './publication.ts'
import { streamEnds, type StreamEnds } from './stream-ends.ts'
import { createStream, dropStream, type EndSessions } from './stream-setup.ts'
import { streamChanges, type Committed, type StreamingEvents } from './streaming.ts'

/**
 * Change capture and apply between two PostgreSQL databases, in one direction: `forward` is source → target.
 *
 * Counts, lag and markers outlive the connections: one object for the life of the engine.
 */
export class PostgresReplicationStream implements ReplicationStream {
  readonly #context: EngineContext
  readonly #direction: Direction
  readonly #databases: Readonly<Record<Side, PostgresDatabase>>
  readonly #changedRows: ChangedRows
  readonly #clients = new ClientCounter()
  readonly #markers = new Markers()
  readonly #lag: LagMeter
  readonly #rate = new RateMeter()
  #state: StreamStatus['state'] = 'stopped'
  #reason: string | null = null
  #applied: Lsn | null = null
  /** Committed or not, when the last connection broke. */
  #inDoubt: Committed | null = null
  /** What froze it. */
  #failure: { readonly error: unknown } | null = null
  #logEnd: Lsn | null = null
  #transactions = 0
  #rows = 0

  /** `changedRows` is told, after each commit, which rows were changed on the side applied to. */
  constructor(
    context: EngineContext,
    direction: Direction,
    databases: Readonly<Record<Side, PostgresDatabase>>,
    changedRows: ChangedRows,
  ) {
    this.#context = context
    this.#direction = direction
    this.#databases = databases
    this.#changedRows = changedRows
    this.#lag = new LagMeter(context.spec.replication.heartbeatMs)
  }

  async create(lease: Lease, signal: AbortSignal): Promise<void> {
    await this.#onBothEnds(lease, signal, async (ends, sessions) => createStream(ends, sessions, lease, signal))
  }

  expectClients(expected: boolean): void {
    this.#clients.expected = expected
  }

  async run(lease: Lease, signal: AbortSignal): Promise<void> {
    const stop = AbortSignal.any([signal, lease.lost])
    const logger = this.#context.logger.with({ stream: this.#direction })
    this.#failure = null
    try {
      await runLoop(async (healthy, stopped) => await this.#attempt(lease, healthy, stopped), stop, {
        name: `${this.#direction} stream`,
        logger,
        onBackOff: (_, error) => this.#enter('backing-off', `${error.code} ${error.message}`),
      })
    } catch (error) {
      if (stop.aborted) {
        this.#enter('stopped', null)
      } else {
        this.#enter('frozen', CausewayError.is(error) ? `${error.code} ${error.message}` : String(error))
        this.#failure = { error }
        this.#markers.fail(error)
      }
      throw error
    }
  }

  status(): StreamStatus {
    const behind = this.#logEnd === null || this.#applied === null ? 0n : this.#logEnd - this.#applied
    return {
      state: this.#state,
      reason: this.#reason,
      appliedPosition: this.#applied === null ? null : formatLsn(this.#applied),
      lagMs: this.#lag.lagMs(ourClockMs()),
      backlogBytes: Math.max(0, Number(behind)),
      appliedTransactions: this.#transactions,
      appliedRows: this.#rows,
      rowsPerSecond: this.#rate.perSecond(performance.now()),
      clientTransactions: this.#clients.transactions,
    }
  }

  async awaitMarker(marker: Marker, signal: AbortSignal): Promise<MarkerArrival> {
    if (this.#failure !== null) throw this.#failure.error
    return await this.#markers.wait(marker.id, signal)
  }

  /** Tables that should be captured and are not. */
  async unpublished(from: SqlClient, signal: AbortSignal): Promise<readonly string[]> {
    const { publications } = streamEnds(this.#context, this.#direction, 0)
    return await unpublishedTables(from, this.#context, publications, signal)
  }

  async drop(lease: Lease, signal: AbortSignal): Promise<void> {
    await this.#onBothEnds(lease, signal, async (ends, sessions) => dropStream(ends, sessions, lease, signal))
    this.#inDoubt = null
    this.#applied = null
  }

  async #onBothEnds(
    lease: Lease,
    signal: AbortSignal,
    body: (ends: StreamEnds, sessions: EndSessions) => Promise<void>,
  ): Promise<void> {
    const ends = streamEnds(this.#context, this.#direction, lease.epoch)
    await this.#databases[ends.from].session(lease, signal, (from) => {
      return this.#databases[ends.to].session(lease, signal, (to) => body(ends, { from, to }))
    })
  }

  async #attempt(lease: Lease, healthy: () => void, signal: AbortSignal): Promise<void> {
    this.#enter('connecting', null)
    const events: StreamingEvents = {
      started: (position) => {
        if (this.#applied !== null && position < this.#applied) throw this.#wentBack(position, this.#applied)
        // It is not sent again when the other side has it.
        if (this.#inDoubt !== null && this.#inDoubt.position <= position) this.#count(this.#inDoubt)
        this.#inDoubt = null
        this.#applied = position
        this.#enter('streaming', null)
      },
      beatWritten: (beat) => this.#seeLog(beat),
      committed: (commit) => {
        healthy()
        this.#count(commit)
      },
      inDoubt: (commit) => {
        this.#inDoubt = commit
      },
    }
    const ends = streamEnds(this.#context, this.#direction, lease.epoch)
    await streamChanges({ ends, lease, clients: this.#clients, changedRows: this.#changedRows, events }, signal)
  }

  /** Restored, or a standby that took over too early: what was acknowledged to the other server is not sent again. */
  #wentBack(position: Lsn, applied: Lsn): CausewayError {
    const { to } = streamEnds(this.#context, this.#direction, 0)
    const text = `${to}: it holds the changes up to ${formatLsn(position)} and held those up to ${formatLsn(applied)}: it has lost commits`
    return new CausewayError('CW-1004', text, { data: { side: to } })
  }

  #seeLog({ logEnd }: Beat): void {
    this.#logEnd = logEnd
  }

  #count({ position, transactions, rows, beats, markers }: Committed): void {
    const now = ourClockMs()
    this.#applied = position
    this.#transactions += transactions
    this.#rows += rows
    this.#rate.add(rows, performance.now())
    for (const beat of beats) this.#lag.arrived(beat, now)
    for (const { id, arrival } of markers) this.#markers.arrive(id, arrival)
  }

  #enter(state: StreamStatus['state'], reason: string | null): void {
    this.#state = state
    this.#reason = reason
  }
}
