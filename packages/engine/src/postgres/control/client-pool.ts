import type { Lease, Side } from '@causeway/core'
import type { ResolvedSpec } from '@causeway/spec'
import { connect, type SqlClient } from '../connect.ts'
import { applicationName } from '../names.ts'

const MAX_IDLE = 2

interface Pooled {
  readonly client: SqlClient
  epoch: number
}

/** A few sessions kept for operations that come one after the other; each is used by one at a time. */
export class ClientPool implements AsyncDisposable {
  readonly #spec: ResolvedSpec
  readonly #side: Side
  readonly #idle: Pooled[] = []
  #closed = false

  constructor(spec: ResolvedSpec, side: Side) {
    this.#spec = spec
    this.#side = side
  }

  /**
   * Runs `body` on a session of its own, named by the epoch, so that a take-over ends it in the middle of an effect.
   * On `signal` the running statement is cancelled on the server and the abort reason thrown.
   */
  async use<T>(lease: Lease | null, signal: AbortSignal, body: (client: SqlClient) => Promise<T>): Promise<T> {
    signal.throwIfAborted()
    const pooled = await this.#take(lease?.epoch ?? 0, signal)
    try {
      return await body(withSignal(pooled.client, signal))
    } finally {
      await this.#giveBack(pooled)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true
    await Promise.all(this.#idle.splice(0).map(({ client }) => client[Symbol.asyncDispose]()))
  }

  async #take(epoch: number, signal: AbortSignal): Promise<Pooled> {
    const application = applicationName(this.#spec, epoch, 'control')
    for (let pooled = this.#idle.pop(); pooled !== undefined; pooled = this.#idle.pop()) {
      if (pooled.client.closed.aborted) continue
      if (epoch !== 0 && pooled.epoch !== epoch) {
        await pooled.client.query(`SELECT set_config('application_name', $1, false)`, [application], { signal })
        pooled.epoch = epoch
      }
      return pooled
    }
    const client = await connect(this.#spec[this.#side], { side: this.#side, application, signal })
    return { client, epoch }
  }

  async #giveBack(pooled: Pooled): Promise<void> {
    if (this.#closed || pooled.client.closed.aborted || this.#idle.length >= MAX_IDLE) {
      await pooled.client[Symbol.asyncDispose]()
    } else {
      this.#idle.push(pooled)
    }
  }
}

/** The same session with every statement bound to `signal`; ROLLBACK is not. */
function withSignal(client: SqlClient, signal: AbortSignal): SqlClient {
  return {
    side: client.side,
    closed: client.closed,
    serverVersion: client.serverVersion,
    processId: client.processId,
    query: (sql, params, options) => client.query(sql, params, { signal, ...options }),
    transaction: (body, options) => client.transaction(body, { signal, ...options }),
    [Symbol.asyncDispose]: () => client[Symbol.asyncDispose](),
  }
}
