import type { ConnectionSettings } from '../connection.ts'
import { followAuthority, type Authority, type AuthorityFollower } from '../follower/authority-follower.ts'
import { answerHook } from '../follower/hook.ts'
import { listenHttp } from '../follower/http.ts'
import { OutcomeUnknown } from '../follower/transaction.ts'
import { BANK_KEYS } from '../oracle/bank.ts'
import { History } from '../oracle/history.ts'
import { Measurements, type LoadStats } from './measurements.ts'
import { pace } from './pace.ts'

export interface SqlLoadOptions {
  readonly source: ConnectionSettings
  readonly target: ConnectionSettings
  /** Default `SOURCE`. */
  readonly authority?: Authority
  readonly writesPerSecond: number
  /** Default 8. */
  readonly clients?: number
  /** How long a write that certainly was not committed is tried again; default 30 s. */
  readonly budgetMs?: number
}

/** Clients that write the oracle's bank directly, at a constant rate, and follow the authority. */
export interface SqlLoad extends AsyncDisposable {
  /** Base URL of the client hook: `POST …/causeway/hold`, `follow`, `release`. */
  readonly hookUrl: string
  readonly history: History
  stats(): LoadStats
  /** No more writes begin; resolves when those under way have an outcome. Releases a hold. */
  stop(): Promise<void>
}

/** Needs the schema of `createBank` on the authority. */
export async function startSqlLoad(options: SqlLoadOptions): Promise<SqlLoad> {
  const clients = options.clients ?? 8
  const follower = await followAuthority({
    source: options.source,
    target: options.target,
    authority: options.authority ?? 'SOURCE',
    name: 'sql-load',
    connections: clients,
    budgetMs: options.budgetMs ?? 30_000,
  })
  const listener = await listenHttp(0, async (request) => {
    return (await answerHook(request, follower)) ?? { status: 404, body: { error: 'not found' } }
  })
  const history = new History()
  const measurements = new Measurements()
  const stopping = new AbortController()
  const writer = new BankWriter(follower, history, measurements)
  const running = pace(
    { perSecond: options.writesPerSecond, concurrency: clients, run: (client, dueMs) => writer.write(client, dueMs) },
    stopping.signal,
  )
  const stop = async (): Promise<void> => {
    measurements.stop()
    stopping.abort()
    follower.release()
    await running
  }
  return {
    hookUrl: listener.url,
    history,
    stats: () => measurements.stats(),
    stop,
    async [Symbol.asyncDispose]() {
      await stop()
      await listener[Symbol.asyncDispose]()
      await follower[Symbol.asyncDispose]()
    },
  }
}

/** Never aborts: every write that began gets an outcome within its budget. */
const NEVER = new AbortController().signal

class BankWriter {
  readonly #follower: AuthorityFollower
  readonly #history: History
  readonly #measurements: Measurements

  constructor(follower: AuthorityFollower, history: History, measurements: Measurements) {
    this.#follower = follower
    this.#history = history
    this.#measurements = measurements
  }

  async write(client: number, dueMs: number): Promise<void> {
    const key = 1 + Math.floor(Math.random() * BANK_KEYS)
    const operation = this.#history.begin(`sql-${client}`, String(key))
    const amount = Math.floor(Math.random() * 100)
    const params = [operation.client, operation.seq, key, `value ${operation.seq} of ${operation.client}`, amount]
    try {
      await this.#follower.transaction((sql) => sql.query('SELECT oracle.write($1, $2, $3, $4, $5)', params), NEVER)
      operation.end('acked')
      this.#measurements.acked(dueMs)
    } catch (error) {
      operation.end(error instanceof OutcomeUnknown ? 'unknown' : 'failed')
      this.#measurements.failed('write', `${operation.client}#${operation.seq}: ${reasonOf(error)}`)
    }
  }
}

function reasonOf(error: unknown): string {
  const { message, cause } = error instanceof Error ? error : new Error(String(error))
  return cause instanceof Error ? `${message}: ${cause.message}` : message
}
