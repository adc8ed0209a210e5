import { CausewayError, revealSecret, tlsOptions } from '@causeway/core'
import { Client, DatabaseError } from 'pg'
import { excerpt, type ClientOf, type Instruction } from './instruction.ts'

/** Which of its configuration files PgBouncer runs on, and the server to which that leads the database. */
interface Leading {
  readonly file: string
  readonly to: string
}

/**
 * Everybody behind one PgBouncer, told over its admin console (https://www.pgbouncer.org/usage.html#admin-console):
 * `PAUSE` keeps their transactions waiting, `RELOAD` of another configuration file leads them to the other server,
 * `RESUME` lets them go on.
 *
 * Its connection is opened ahead of the pause, else by the first instruction, and ended after the release.
 */
export class PgBouncer implements AsyncDisposable {
  readonly #declared: ClientOf<'pgbouncer'>
  #console: Client | null = null

  constructor(declared: ClientOf<'pgbouncer'>) {
    this.#declared = declared
  }

  /** Connects, and finds out whether everybody could be led there and back. @returns and @throws as `tell` */
  async prepare(signal: AbortSignal): Promise<string | null> {
    return await this.#ask(signal, async (console) => {
      const { config } = this.#declared
      const { file } = await this.#leading(console)
      if (this.#isDeclared(file)) return null
      return `runs on ${file}, which is neither config.source (${config.source}) nor config.target (${config.target})`
    })
  }

  /**
   * @returns `null` when everybody was told, else what is wrong with PgBouncer or what it answered
   * @throws the reason of `signal`, or why there is no connection
   */
  async tell(instruction: Instruction, signal: AbortSignal): Promise<string | null> {
    return await this.#ask(signal, async (console) => {
      switch (instruction.action) {
        case 'hold':
          // Answered when every transaction under way has ended.
          await console.query(`PAUSE ${this.#database()}`)
          return null
        case 'follow':
          return await this.#follow(console, instruction.authority === 'SOURCE' ? 'source' : 'target')
        case 'release':
          await this.#release(console)
          await console.end()
          return null
        default:
          throw instruction satisfies never
      }
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // Without a goodbye: who is gone would not answer it.
    this.#drop()
  }

  async #ask(signal: AbortSignal, body: (console: Client) => Promise<string | null>): Promise<string | null> {
    signal.throwIfAborted()
    // A PAUSE that waits for a transaction is given up only with its connection.
    const drop = () => this.#drop()
    signal.addEventListener('abort', drop, { once: true })
    try {
      return await body(this.#console ?? (await this.#connect(signal)))
    } catch (error) {
      this.#drop()
      signal.throwIfAborted()
      if (error instanceof DatabaseError) return `answered: ${excerpt(error.message)}`
      throw error
    } finally {
      signal.removeEventListener('abort', drop)
    }
  }

  async #follow(console: Client, side: 'source' | 'target'): Promise<string | null> {
    const { config } = this.#declared
    const wanted = config[side]
    const before = await this.#leading(console)
    const turn = async (file: string) => await console.query(`SET conffile = ${quoted(file, "'")}`)
    await turn(wanted)
    try {
      await console.query('RELOAD')
    } catch (error) {
      await turn(before.file)
      throw error
    }
    // Before 1.24 a file that cannot be read is no error to RELOAD.
    const turned = before.file !== wanted && this.#isDeclared(before.file)
    if (!turned || (await this.#leading(console)).to !== before.to) return null
    await turn(before.file)
    return `leads to ${before.to} with ${wanted} as with ${before.file}: its log says whether the file can be read`
  }

  async #release(console: Client): Promise<void> {
    try {
      await console.query(`RESUME ${this.#database()}`)
    } catch (error) {
      // Told again, or after a hold that came to nothing: they go on already.
      if (!(error instanceof DatabaseError && error.message.includes('is not paused'))) throw error
    }
  }

  #isDeclared(file: string): boolean {
    const { source, target } = this.#declared.config
    return file === source || file === target
  }

  #database(): string {
    return quoted(this.#declared.database, '"')
  }

  async #leading(console: Client): Promise<Leading> {
    const { database } = this.#declared
    const settings = await console.query<{ key: string; value: string }>('SHOW CONFIG')
    const databases = await console.query<{ name: string; host: string; port: number; database: string }>(
      'SHOW DATABASES',
    )
    const file = settings.rows.find(({ key }) => key === 'conffile')?.value
    const found = databases.rows.find(({ name }) => name === database)
    if (file === undefined || found === undefined)
      throw new CausewayError('CW-0309', `PgBouncer knows no database ${JSON.stringify(database)}`)
    return { file, to: `${found.host}:${found.port}/${found.database}` }
  }

  async #connect(signal: AbortSignal): Promise<Client> {
    const { host, port, user, password, tls } = this.#declared
    const [name, secret, ssl] = await Promise.all([
      revealSecret(user),
      password === null ? undefined : revealSecret(password),
      tlsOptions(host, tls),
    ])
    signal.throwIfAborted()
    const console = new Client({
      host,
      port,
      database: 'pgbouncer',
      user: name,
      // A function keeps the library from looking into PGPASSWORD and ~/.pgpass.
      password: (() => secret) as () => string,
      ssl,
      application_name: 'causeway',
    })
    const forget = () => {
      if (this.#console === console) this.#console = null
    }
    console.on('error', forget).on('end', forget)
    this.#console = console
    await console.connect()
    return console
  }

  #drop(): void {
    this.#console?.connection.stream.destroy()
    this.#console = null
  }
}

/** For its console, in which a quote is doubled inside quotes. */
function quoted(text: string, quote: '"' | "'"): string {
  return `${quote}${text.replaceAll(quote, quote + quote)}${quote}`
}
