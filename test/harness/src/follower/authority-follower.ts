import { setTimeout as delay } from 'node:timers/promises'
import { Pool, type PoolClient, type PoolConfig } from 'pg'
import { clientConfig, type ConnectionSettings } from '../connection.ts'
import { Gate } from './gate.ts'
import { isTransient, transaction } from './transaction.ts'

export type Authority = 'SOURCE' | 'TARGET'

export interface FollowerSettings {
  readonly source: ConnectionSettings
  readonly target: ConnectionSettings
  readonly authority: Authority
  /** `application_name` of the sessions. */
  readonly name: string
  readonly connections: number
  /** How long work that certainly was not committed is tried again; time held does not count. */
  readonly budgetMs: number
}

/** Runs work on the database that is the authority, and stops, follows and goes on as Causeway's client hook says. */
export interface AuthorityFollower extends AsyncDisposable {
  readonly authority: Authority
  readonly held: boolean

  /**
   * Runs `body` in a transaction, and again in a new one while it certainly was not committed for a passing reason.
   *
   * @throws OutcomeUnknown; Unreachable or the server's error when the budget is spent; the server's refusal at once
   */
  transaction<T>(body: (client: PoolClient) => Promise<T>, signal: AbortSignal): Promise<T>

  /** New work waits; resolves when none is under way. */
  hold(): Promise<void>
  /** Idempotent. */
  follow(authority: Authority): Promise<void>
  /** Idempotent. */
  release(): void
}

export async function followAuthority(settings: FollowerSettings): Promise<AuthorityFollower> {
  const configs = { SOURCE: await clientConfig(settings.source), TARGET: await clientConfig(settings.target) }
  return new PoolFollower(settings, configs)
}

class PoolFollower implements AuthorityFollower {
  readonly #settings: FollowerSettings
  readonly #configs: Readonly<Record<Authority, PoolConfig>>
  readonly #gate = new Gate()
  readonly #leaving: Promise<void>[] = []
  #authority: Authority
  #pool: Pool

  constructor(settings: FollowerSettings, configs: Readonly<Record<Authority, PoolConfig>>) {
    this.#settings = settings
    this.#configs = configs
    this.#authority = settings.authority
    this.#pool = this.#newPool()
  }

  get authority(): Authority {
    return this.#authority
  }
  get held(): boolean {
    return this.#gate.held
  }

  #newPool(): Pool {
    const { connections, name, budgetMs } = this.#settings
    const pool = new Pool({
      ...this.#configs[this.#authority],
      application_name: name,
      max: connections,
      connectionTimeoutMillis: 5000,
      query_timeout: budgetMs,
      idleTimeoutMillis: 0,
    })
    // Sessions end under the pool when the database is fenced; it forgets them, and the next attempt opens new ones.
    pool.on('error', () => {})
    // A session in use tells its loss by the query under way; the event as well must not be unheard.
    pool.on('connect', (client) => client.on('error', () => {}))
    return pool
  }

  async transaction<T>(body: (client: PoolClient) => Promise<T>, signal: AbortSignal): Promise<T> {
    let spentMs = 0
    for (let waitMs = 5; ; waitMs = Math.min(waitMs * 2, 200)) {
      let startedMs = 0
      try {
        return await this.#gate.pass(() => {
          startedMs = performance.now()
          return transaction(this.#pool, body)
        }, signal)
      } catch (error) {
        spentMs += performance.now() - startedMs + waitMs
        if (signal.aborted || !isTransient(error) || spentMs > this.#settings.budgetMs) throw error
      }
      // Outside the gate, so that a hold does not wait for work that cannot go on.
      await delay(waitMs, undefined, { signal })
    }
  }

  hold(): Promise<void> {
    return this.#gate.hold()
  }

  async follow(authority: Authority): Promise<void> {
    if (authority === this.#authority) return
    this.#authority = authority
    this.#leaving.push(this.#pool.end())
    this.#pool = this.#newPool()
    await this.#warmUp(this.#pool)
  }

  /** Connects before clients are released, so that the first of them do not pay for it. */
  async #warmUp(pool: Pool): Promise<void> {
    const attempts = Array.from({ length: this.#settings.connections }, () => pool.connect())
    for (const attempt of await Promise.allSettled(attempts)) {
      // A database that cannot be reached now is tried again by the work itself.
      if (attempt.status === 'fulfilled') attempt.value.release()
    }
  }

  release(): void {
    this.#gate.release()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#leaving.push(this.#pool.end())
    await Promise.allSettled(this.#leaving)
  }
}
