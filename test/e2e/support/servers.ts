import { startPostgres, type Login, type Major, type PostgresServer } from '@causeway/harness'

export interface ServersOptions {
  readonly from: Major
  readonly to: Major
  /** Causeway's own login; a plain role gets exactly what `causeway plan` prints. Default `plain`. */
  readonly role?: 'plain' | 'superuser'
  /** Added to `postgresql.conf` on both sides. */
  readonly settings?: Readonly<Record<string, string>>
  /** TCP connections must use TLS; Causeway verifies the servers in full. */
  readonly tls?: boolean
  readonly localeDirectory?: string
}

/** Two real servers with the roles that every crossing between them uses. */
export interface ServerPair extends AsyncDisposable {
  readonly source: PostgresServer
  readonly target: PostgresServer
  readonly application: Login
  readonly role: 'plain' | 'superuser'
  /** Causeway's. */
  readonly logins: { readonly source: Login; readonly target: Login }
  /** One after the other: roles and their rights belong to the whole server. */
  inTurn<T>(body: () => Promise<T>): Promise<T>
}

/** Owns databases and their objects, as on a real system; not a superuser. */
export const OWNER = 'shop_owner'

export async function openServers({ from, to, role = 'plain', ...options }: ServersOptions): Promise<ServerPair> {
  await using opening = new AsyncDisposableStack()
  const source = opening.use(await startPostgres({ major: from, ...options }))
  const target = opening.use(await startPostgres({ major: to, ...options }))
  for (const server of [source, target]) await server.query('postgres', `CREATE ROLE ${OWNER} NOLOGIN`)
  const application = await loginOnBoth(source, target, 'app')
  const plain = role === 'plain' ? await loginOnBoth(source, target, 'causeway') : null
  const logins = { source: plain ?? source.superuser, target: plain ?? target.superuser }
  const resources = opening.move()
  let last: Promise<unknown> = Promise.resolve()
  return {
    source,
    target,
    application,
    role,
    logins,
    inTurn: async (body) => {
      const turn = last.then(body)
      last = turn.catch(() => {})
      return await turn
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  }
}

async function loginOnBoth(source: PostgresServer, target: PostgresServer, user: string): Promise<Login> {
  const login = await source.createLogin(user)
  await target.query('postgres', `CREATE ROLE "${user}" LOGIN PASSWORD '${login.password}'`)
  return login
}
