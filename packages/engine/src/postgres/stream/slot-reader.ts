import { formatLsn, type Lsn } from '../position.ts'
import { quoteLiteral } from '../quote.ts'
import { Replication, type ReplicationOptions } from '../wire/replication.ts'
import type { Session } from '../wire/session.ts'
import { BACKLOG_BYTES, readBacklog } from './backlog.ts'

export interface SlotReaderOptions extends Omit<ReplicationOptions, 'confirmed'> {
  /** Of the server when the slot is begun to be read. */
  readonly logEnd: Lsn
  /** A second session like the one given. */
  readonly open: () => Promise<Session>
  /** Where the last transaction received ends. */
  readonly received: () => Lsn
  /** The log is streamed from where it is now, although there is much to read. */
  readonly onCannotCatchUp: (reason: string) => void
}

/** Reads a slot: what has gathered in it step by step, and from then on as it is written. */
export class SlotReader implements Disposable {
  readonly #session: Session
  readonly #options: SlotReaderOptions
  readonly #ended = new AbortController()
  #replication: Replication | null = null
  /** Where messages come from. */
  #reading: Pick<Session, 'pause' | 'resume'>
  #confirmed: Lsn
  #told: Lsn

  constructor(session: Session, options: SlotReaderOptions) {
    this.#session = session
    this.#reading = session
    this.#options = options
    this.#confirmed = options.start
    this.#told = options.start
  }

  /** Messages come from now on. @throws what the server says to START_REPLICATION, unless there is much to read before */
  async start(): Promise<void> {
    const { start, logEnd } = this.#options
    if (logEnd - start < BACKLOG_BYTES) return await this.#stream(start)
    this.#catchUp().catch((error: unknown) => this.#ended.abort(error))
  }

  /** Aborts when nothing more comes, whatever ended it; the reason is the error. */
  get ended(): AbortSignal {
    return this.#ended.signal
  }

  /** Everything up to here is on disk on the other side; the server may forget it. */
  confirm(position: Lsn): void {
    if (position > this.#confirmed) this.#confirmed = position
    this.#replication?.confirm(position)
  }

  pause(): void {
    this.#reading.pause()
  }

  resume(): void {
    this.#reading.resume()
  }

  [Symbol.dispose](): void {
    this.#replication?.[Symbol.dispose]()
  }

  async #catchUp(): Promise<void> {
    const reason = await readBacklog(this.#session, this.#options, {
      open: this.#options.open,
      onReading: (session) => (this.#reading = session),
      settle: async (session) => this.#tell(session),
    })
    if (reason !== null) this.#options.onCannotCatchUp(reason)
    await this.#stream(this.#options.received())
  }

  async #stream(start: Lsn): Promise<void> {
    const replication = new Replication(this.#session, { ...this.#options, start, confirmed: this.#confirmed })
    this.#replication = replication
    this.#reading = replication
    const { ended } = replication
    ended.addEventListener('abort', () => this.#ended.abort(ended.reason), { once: true })
    await replication.start()
  }

  async #tell(session: Session): Promise<void> {
    if (this.#confirmed === this.#told) return
    this.#told = this.#confirmed
    const parameters = [this.#options.slot, formatLsn(this.#told)].map(quoteLiteral)
    await session.query(`SELECT pg_replication_slot_advance(${parameters.join(', ')})`)
  }
}
