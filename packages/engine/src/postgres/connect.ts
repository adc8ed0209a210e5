import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { CaFileError, CausewayError, revealSecret, tlsOptions, type Side } from '@causeway/core'
import type { ResolvedDatabase } from '@causeway/spec'
import { Client, DatabaseError, type QueryConfig, type QueryResult } from 'pg'
import { cancellable } from './abort.ts'
import { sideError, translateError } from './errors.ts'

export interface ConnectOptions {
  readonly side: Side
  /** `application_name`; see `applicationName` in names.ts. */
  readonly application: string
  /** Ends the attempt to connect; an open connection is ended by disposing it. */
  readonly signal: AbortSignal
  /** With the settings an application finds, to look at them. */
  readonly asFound?: boolean
}

/** One session on one database. Statements are run one at a time, in the order they were given. */
export interface SqlClient extends AsyncDisposable {
  readonly side: Side
  /** Aborts when the connection is gone, whoever ended it; the reason is the error. */
  readonly closed: AbortSignal
  /** `server_version_num`, e.g. `130023`. */
  readonly serverVersion: number
  /** The server process, as in `pg_stat_activity.pid`. */
  readonly processId: number

  /**
   * Rows of the last statement in `sql`; `int8` and `numeric` arrive as strings.
   *
   * On `signal` the statement is cancelled on the server and the abort reason thrown; the session stays usable. With a
   * `name` the session keeps it prepared for the next time.
   * @throws CW-0610 … CW-0619, CW-0710 … CW-0719 by SQLSTATE
   */
  query<Row>(
    sql: string,
    params?: readonly unknown[],
    options?: { readonly signal?: AbortSignal; readonly name?: string },
  ): Promise<readonly Row[]>

  /**
   * Commits what `body` did through this client, or rolls it back when `body` throws. Not to be nested. On `signal` a
   * COMMIT in flight is cancelled like any statement; when it throws then, whether it arrived is not known.
   */
  transaction<T>(body: () => Promise<T>, options?: { readonly signal?: AbortSignal }): Promise<T>
}

const CONNECT_TIMEOUT_MS = 10_000
const KEEPALIVE_IDLE_MS = 10_000
const CANCEL_GRACE_MS = 5_000
const CLOSE_GRACE_MS = 2_000

/** Of any session: who acts, and that a name without a schema is the server's own. */
const OWN_IDENTITY: Readonly<Record<string, string>> = {
  // The rights that were given to us, and those that `plan` prints, are of the role that logs in.
  role: 'none',
  search_path: '',
}

/** Settings of every session, fixed before the first statement so that no role or database default shines through. */
const SETTINGS: Readonly<Record<string, string>> = {
  ...OWN_IDENTITY,
  DateStyle: 'ISO',
  TimeZone: 'UTC',
  IntervalStyle: 'postgres',
  extra_float_digits: '1',
  bytea_output: 'hex',
  // `money` travels as text, in the form of this locale.
  lc_monetary: 'C',
  client_encoding: 'UTF8',
  default_transaction_isolation: 'read\\ committed',
  default_transaction_read_only: 'off',
  standard_conforming_strings: 'on',
  // What is read as text: NULL in an array is no word, and content is more than one document.
  array_nulls: 'on',
  xmloption: 'content',
  // Both servers must print names and expressions alike.
  quote_all_identifiers: 'off',
  statement_timeout: '0',
  lock_timeout: '0',
  idle_in_transaction_session_timeout: '0',
  row_security: 'off',
  // Compiling costs more than it saves on queries over catalogs and chunks.
  jit: 'off',
  // The server notices within half a minute when our machine is gone, and gives up the locks of the session.
  tcp_keepalives_idle: '15',
  tcp_keepalives_interval: '5',
  tcp_keepalives_count: '3',
}

/** Proves that what we ask for when connecting reaches the session of ours alone; a server takes any name with a dot. */
const TOKEN = 'causeway.session'

/** A setting that only newer servers know. Looking for it in `pg_settings` would list all of them: 5 ms of the server's time. */
const off = (name: string) =>
  `CASE WHEN current_setting('${name}', true) IS NOT NULL THEN set_config('${name}', '0', false) END`

/** What every session must know of its server. */
const INTRODUCTION = `
  SELECT current_setting('server_version_num')::int AS version, pg_backend_pid() AS pid,
    current_setting('${TOKEN}', true) AS token, ${off('idle_session_timeout')}, ${off('transaction_timeout')}`

/**
 * Opens one session: TLS as declared, secrets read now and kept nowhere, TCP keepalive, 10 s to get in.
 *
 * @throws CW-0601 … CW-0609, CW-0612, CW-0613 and their twins CW-07nn on the target
 */
export async function connect(database: ResolvedDatabase, options: ConnectOptions): Promise<SqlClient> {
  const { client, version, pid } = await openClient(database, options)
  return new PgSqlClient(client, version, pid, database, options)
}

interface OpenClient {
  readonly client: Client
  readonly version: number
  readonly pid: number
  /** What the server reported while the session was opened. */
  readonly parameters: ReadonlyMap<string, string>
}

/** A connected and configured client of the `pg` library; the wire session takes its socket over. */
export async function openClient(
  database: ResolvedDatabase,
  options: ConnectOptions & { readonly replication?: boolean },
): Promise<OpenClient> {
  const { side, signal } = options
  signal.throwIfAborted()
  const deadline = AbortSignal.timeout(CONNECT_TIMEOUT_MS)
  const ended = AbortSignal.any([signal, deadline])
  const [user, password] = await Promise.all([
    revealSecret(database.user),
    database.password === null ? undefined : revealSecret(database.password),
  ])
  const token = randomUUID()
  const where = `${database.host}:${database.port}`
  const client = new Client({
    host: database.host,
    port: database.port,
    database: database.database,
    user,
    // A function keeps the library from looking into PGPASSWORD and ~/.pgpass.
    password: (() => password) as () => string,
    ssl: await tlsOf(database, side),
    application_name: options.application,
    options: Object.entries({ ...(options.asFound === true ? OWN_IDENTITY : SETTINGS), [TOKEN]: token })
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEPALIVE_IDLE_MS,
    ...(options.replication === true ? { replication: 'database' } : {}),
  })
  // Errors after the connection is up also reach the query or the 'end' event; unheard they would end the process.
  client.on('error', () => {})
  const parameters = new Map<string, string>()
  client.connection.on('parameterStatus', (message: { parameterName: string; parameterValue: string }) =>
    parameters.set(message.parameterName, message.parameterValue),
  )
  const stop = () => destroySocket(client)
  ended.addEventListener('abort', stop, { once: true })
  try {
    ended.throwIfAborted()
    await client.connect()
    const { rows } = await client.query<{ version: number; pid: number; token: string | null }>(INTRODUCTION)
    const [row] = rows
    if (row === undefined) throw new CausewayError('CW-0101', `${side}: the server did not introduce itself`)
    if (row.token !== token) throw poolerBetween(side, where, 'it does not pass on the settings of a session')
    return { client, parameters, version: row.version, pid: row.pid }
  } catch (error) {
    stop()
    signal.throwIfAborted()
    // Said by poolers alone: PgBouncer, and those made after it.
    const refused = /unsupported startup parameter.*/.exec(error instanceof Error ? error.message : '')?.[0]
    if (refused !== undefined) throw poolerBetween(side, where, refused)
    if (deadline.aborted) throw sideError(side, '01', `no answer from ${where} within ${CONNECT_TIMEOUT_MS / 1000} s`)
    throw translateError(side, error, 'connect')
  } finally {
    ended.removeEventListener('abort', stop)
  }
}

async function tlsOf({ host, tls }: ResolvedDatabase, side: Side) {
  try {
    return await tlsOptions(host, tls)
  } catch (error) {
    if (error instanceof CaFileError) throw sideError(side, '09', error.message, { cause: error.cause })
    throw error
  }
}

/** Sessions must keep their settings, snapshots and locks, and some carry replication: no pooler between us and the server. */
function poolerBetween(side: Side, where: string, reason: string): CausewayError {
  return sideError(side, '24', `a connection pooler answers at ${where}: ${reason}`)
}

/** Cancels what another of our sessions is running, through a session of its own; gives up silently when that fails. */
export async function cancelBackend(database: ResolvedDatabase, options: Omit<ConnectOptions, 'signal'>, pid: number) {
  try {
    const signal = AbortSignal.timeout(CANCEL_GRACE_MS)
    await using client = await connect(database, { ...options, signal })
    await client.query('SELECT pg_cancel_backend($1)', [pid], { signal })
  } catch {
    // The caller destroys its socket when the statement does not end.
  }
}

/** Cancels politely, and ends the socket when the server has not obeyed in time; `done` tells that the statement is over. */
export async function cancelOrDestroy(
  cancel: () => Promise<void>,
  done: AbortSignal,
  destroy: () => void,
): Promise<void> {
  // Both at the same time: a server that does not answer takes no cancellation either.
  const cancelling = cancel()
  await delay(CANCEL_GRACE_MS, undefined, { signal: done, ref: false }).then(destroy, () => {})
  await cancelling
}

function destroySocket(client: Client): void {
  client.connection.stream.destroy()
}

function isFatal(error: unknown): boolean {
  return error instanceof DatabaseError && (error.severity === 'FATAL' || error.severity === 'PANIC')
}

class PgSqlClient implements SqlClient {
  readonly side: Side
  readonly serverVersion: number
  readonly processId: number
  readonly #client: Client
  readonly #database: ResolvedDatabase
  readonly #application: string
  readonly #closed = new AbortController()
  #inTransaction = false
  #disposed = false

  constructor(client: Client, version: number, pid: number, database: ResolvedDatabase, options: ConnectOptions) {
    this.side = options.side
    this.serverVersion = version
    this.processId = pid
    this.#client = client
    this.#database = database
    this.#application = options.application
    client.on('error', (error) => this.#close(error))
    client.on('end', () => this.#close(new Error('Connection terminated')))
  }

  get closed(): AbortSignal {
    return this.#closed.signal
  }

  async query<Row>(
    sql: string,
    params: readonly unknown[] = [],
    { signal, ...named }: { readonly signal?: AbortSignal; readonly name?: string } = {},
  ): Promise<readonly Row[]> {
    // Several statements in one text yield an array of results.
    const results = await this.#run(params.length === 0 ? sql : { text: sql, values: [...params], ...named }, signal)
    return (results.at(-1)?.rows ?? []) as readonly Row[]
  }

  async transaction<T>(body: () => Promise<T>, options: { readonly signal?: AbortSignal } = {}): Promise<T> {
    if (this.#inTransaction) throw new CausewayError('CW-0101', `${this.side}: a transaction is open already`)
    this.#inTransaction = true
    try {
      await this.#run('BEGIN', options.signal)
      const result = await body()
      await this.#commit(options.signal)
      return result
    } catch (error) {
      // Whatever has stopped us. When it fails or is not answered the connection is gone, and with it the transaction.
      await this.#run('ROLLBACK', AbortSignal.timeout(CANCEL_GRACE_MS)).catch(() => {})
      throw error
    } finally {
      this.#inTransaction = false
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#disposed) return
    this.#disposed = true
    // A server that is gone answers no goodbye.
    const timer = setTimeout(() => destroySocket(this.#client), CLOSE_GRACE_MS)
    await this.#client.end()
    clearTimeout(timer)
  }

  async #run(query: string | QueryConfig, signal?: AbortSignal): Promise<readonly QueryResult[]> {
    const done = new AbortController()
    const start = async () => {
      try {
        return [await this.#client.query(query)].flat()
      } catch (error) {
        // A FATAL is the last word of the server; the end of the socket follows it.
        if (isFatal(error)) this.#close(error)
        throw this.closed.aborted ? this.closed.reason : translateError(this.side, error, 'statement')
      } finally {
        done.abort()
      }
    }
    const target = { side: this.side, application: this.#application }
    const cancel = () =>
      cancelOrDestroy(
        () => cancelBackend(this.#database, target, this.processId),
        done.signal,
        () => destroySocket(this.#client),
      )
    return await cancellable(signal, start, cancel)
  }

  async #commit(signal?: AbortSignal): Promise<void> {
    const [result] = await this.#run('COMMIT', signal)
    // That is how the server commits a transaction in which a statement has failed.
    if (result?.command === 'ROLLBACK')
      throw new CausewayError('CW-0101', `${this.side}: a failed statement was ignored`)
  }

  #close(error: unknown): void {
    if (!this.#closed.signal.aborted) this.#closed.abort(translateError(this.side, error, 'statement'))
  }
}
