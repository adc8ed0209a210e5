import { createHash } from 'node:crypto'
import { CausewayError, systemClock, type Side } from '@causeway/core'
import type { ResolvedSpec } from '@causeway/spec'
import { connect, type SqlClient } from '../connect.ts'
import { applicationName, migrationId } from '../names.ts'
import { installControlSchema } from './control-schema.ts'
import { leaseLost } from './epoch.ts'
import { endEarlierSessions, endNamesakes } from './own-sessions.ts'

/** Long enough for a server to notice that a killed holder's connection is gone. */
const LOCK_PATIENCE_MS = 5_000
/** Longer than a contender's patience: one that gets no second lock lets go of its first. */
const REGAIN_PATIENCE_MS = 3 * LOCK_PATIENCE_MS
const RETRY_MS = 50
const RECONNECT_LIMIT_MS = 2_000

/** First half of the key of our advisory locks; the second is made of the migration. */
const LOCK_CLASS = 0x63617573

/** One of the two halves of a lease: a session that does nothing but hold the lock of the migration. */
export class LeaseSide implements AsyncDisposable {
  readonly side: Side
  readonly #spec: ResolvedSpec
  readonly #migration: string
  #client: SqlClient

  private constructor(side: Side, spec: ResolvedSpec, client: SqlClient) {
    this.side = side
    this.#spec = spec
    this.#migration = migrationId(spec)
    this.#client = client
  }

  static async open(side: Side, spec: ResolvedSpec, signal: AbortSignal): Promise<LeaseSide> {
    const client = await connect(spec[side], { side, application: applicationName(spec, 0, 'lease'), signal })
    try {
      await installControlSchema(client)
      return new LeaseSide(side, spec, client)
    } catch (error) {
      await client[Symbol.asyncDispose]()
      throw error
    }
  }

  /** @throws CW-0802 when a live holder does not let go */
  async lock(signal: AbortSignal): Promise<void> {
    const deadline = performance.now() + LOCK_PATIENCE_MS
    while (!(await this.#tryLock())) {
      if (performance.now() > deadline) throw await this.#heldByAnother()
      await systemClock.sleep(RETRY_MS, signal)
    }
  }

  async readEpoch(): Promise<number> {
    const [row] = await this.#client.query<{ epoch: string }>(
      'SELECT epoch FROM causeway.control WHERE migration = $1',
      [this.#migration],
    )
    return Number(row?.epoch ?? 0)
  }

  /** Writes the epoch and ends every session that acts under an earlier one; `false` when it is not the greatest. */
  async raise(epoch: number, holder: string, signal: AbortSignal): Promise<boolean> {
    await using helper = await connect(this.#spec[this.side], {
      side: this.side,
      application: applicationName(this.#spec, 0, 'take-over'),
      signal,
    })
    const written = this.#client.query(
      `INSERT INTO causeway.control AS c (migration, epoch, holder) VALUES ($1, $2, $3)
       ON CONFLICT (migration) DO UPDATE SET epoch = excluded.epoch, holder = excluded.holder, updated_at = clock_timestamp()
       WHERE c.epoch < excluded.epoch RETURNING epoch`,
      [this.#migration, epoch, holder],
      { signal },
    )
    // The row stays locked as long as a transaction under the old epoch runs: it is ended, and cannot begin again.
    const over = new AbortController()
    const ended = written.then(() => over.abort(), () => over.abort()) // prettier-ignore
    while (!over.signal.aborted) {
      await endEarlierSessions(helper, this.#spec, epoch)
      await systemClock.sleep(RETRY_MS, over.signal).catch(() => {})
    }
    await ended
    const raised = (await written).length > 0
    while ((await endEarlierSessions(helper, this.#spec, epoch)) > 0) await systemClock.sleep(RETRY_MS, signal)
    return raised
  }

  /** Names the session by its epoch: a later take-over ends it. */
  async adopt(epoch: number): Promise<void> {
    await this.#client.query(`SELECT set_config('application_name', $1, false)`, [this.#name(epoch)])
  }

  /** Keeps the lock until `released`, through restarts of the server. @throws CW-0801 when another has taken it */
  async keep(epoch: number, released: AbortSignal): Promise<void> {
    while (!released.aborted) {
      await firstAbort([this.#client.closed, released])
      if (released.aborted) return
      await this.#regain(epoch, released)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client[Symbol.asyncDispose]()
  }

  async #regain(epoch: number, released: AbortSignal): Promise<void> {
    let deadline = Infinity
    for (let waitMs = RETRY_MS; !released.aborted; waitMs = Math.min(2 * waitMs, RECONNECT_LIMIT_MS)) {
      try {
        if (await this.#tryRegain(epoch, released)) return
        deadline = Math.min(deadline, performance.now() + REGAIN_PATIENCE_MS)
      } catch (error) {
        released.throwIfAborted()
        if (!CausewayError.is(error) || error.disposition !== 'retry') throw error
      }
      if (performance.now() > deadline) throw leaseLost(this.side, epoch)
      await systemClock.sleep(waitMs, released)
    }
  }

  /** `false` when the lock is held; by what is left of our own session, if so, no longer. */
  async #tryRegain(epoch: number, signal: AbortSignal): Promise<boolean> {
    if (this.#client.closed.aborted) {
      this.#client = await connect(this.#spec[this.side], { side: this.side, application: this.#name(epoch), signal })
    }
    if ((await this.readEpoch()) !== epoch) throw leaseLost(this.side, epoch)
    if (await this.#tryLock()) return true
    await endNamesakes(this.#client, this.#name(epoch))
    return false
  }

  #name(epoch: number): string {
    return applicationName(this.#spec, epoch, 'lease')
  }

  async #tryLock(): Promise<boolean> {
    const key = createHash('sha256').update(this.#migration).digest().readInt32BE()
    const [row] = await this.#client.query<{ locked: boolean }>('SELECT pg_try_advisory_lock($1, $2) AS locked', [
      LOCK_CLASS,
      key,
    ])
    return row?.locked === true
  }

  async #heldByAnother(): Promise<CausewayError> {
    const [row] = await this.#client.query<{ holder: string; epoch: string }>(
      'SELECT holder, epoch FROM causeway.control WHERE migration = $1',
      [this.#migration],
    )
    const holder = row?.holder ?? 'a process that is just starting'
    return new CausewayError('CW-0802', `${this.#migration} is being carried by ${holder}`, {
      data: { side: this.side, holder, epoch: Number(row?.epoch ?? 0) },
    })
  }
}

async function firstAbort(signals: AbortSignal[]): Promise<void> {
  const any = AbortSignal.any(signals)
  if (any.aborted) return
  await new Promise<void>((resolve) => any.addEventListener('abort', () => resolve(), { once: true }))
}
