import { chmod, writeFile } from 'node:fs/promises'
import { pgBouncerMissing, startPgBouncer, startPostgres, type PgBouncer, type PostgresServer } from '@causeway/harness'
import type { ResolvedClient, ResolvedSpec } from '@causeway/spec'
import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createClients } from './create-clients.ts'

/** Not a word for its console without quotes. */
const DATABASE = 'shop-1'
const SHOP = { user: 'shop', password: 'open sesame' }
const never = new AbortController().signal
const missing = pgBouncerMissing()

describe.skipIf(missing !== '')(`PgBouncer ${missing}`, () => {
  let source: PostgresServer
  let target: PostgresServer
  let pooler: PgBouncer
  beforeAll(async () => {
    ;[source, target] = await Promise.all([startPostgres({ major: 14 }), startPostgres({ major: 16 })])
    for (const server of [source, target]) {
      await server.createDatabase(DATABASE)
      await server.query(DATABASE, `CREATE ROLE shop LOGIN PASSWORD '${SHOP.password}'`)
    }
  })
  beforeEach(async () => {
    pooler = await startPgBouncer({ source, target, database: DATABASE, logins: [SHOP] })
  })
  afterEach(async () => pooler[Symbol.asyncDispose]())
  afterAll(async () => {
    await source[Symbol.asyncDispose]()
    await target[Symbol.asyncDispose]()
  })

  const clientsOf = (change: Partial<Extract<ResolvedClient, { kind: 'pgbouncer' }>> = {}) => {
    const declared: ResolvedClient = {
      name: 'pooler',
      kind: 'pgbouncer',
      host: pooler.host,
      port: pooler.port,
      database: DATABASE,
      user: { from: 'literal', value: pooler.admin.user },
      password: { from: 'literal', value: pooler.admin.password },
      tls: { mode: 'disable', caFile: null, reason: 'a test' },
      config: pooler.configFiles,
      timeoutMs: 3000,
      ...change,
    }
    return createClients({ clients: [declared] } as unknown as ResolvedSpec)
  }

  const openApplication = async () => {
    const { host, port, database, user, password } = pooler.connectionFor(SHOP)
    const client = new Client({ host, port, database, user, password })
    client.on('error', () => {})
    await client.connect()
    return client
  }

  const serverOf = async (client: Client) => (await client.query<{ port: number }>('SHOW port')).rows[0]?.port

  test('a transaction waits while clients are held, is led to the other server, and goes on', async () => {
    await using clients = clientsOf()
    const application = await openApplication()
    expect(await serverOf(application)).toBe(String(source.port))
    await clients.prepare(never)
    await clients.hold(never)
    let answered = false
    const waiting = serverOf(application).finally(() => (answered = true))
    await clients.follow('TARGET', never)
    // Every server connection is gone, and nobody gets a new one.
    expect(await pooler.console('SHOW SERVERS')).toEqual([])
    expect(answered).toBe(false)
    await clients.release(never)
    expect(await waiting).toBe(String(target.port))
    await clients.hold(never)
    await clients.follow('SOURCE', never)
    await clients.release(never)
    expect(await serverOf(application)).toBe(String(source.port))
    await application.end()
  })

  test('every instruction may be given again, by another process too', async () => {
    for (let time = 0; time < 2; time += 1) {
      await using clients = clientsOf()
      await clients.prepare(never)
      await clients.hold(never)
      await clients.hold(never)
      await clients.follow('TARGET', never)
    }
    await using clients = clientsOf()
    await clients.follow('TARGET', never)
    await clients.release(never)
    await clients.release(never)
    expect(await pooler.console('SHOW DATABASES')).toContainEqual(
      expect.objectContaining({ name: DATABASE, port: target.port, paused: 0 }),
    )
  })

  test('a hold that waits for a transaction is given up in time, and undone', async () => {
    await using clients = clientsOf({ timeoutMs: 300 })
    const application = await openApplication()
    await application.query('BEGIN')
    await application.query('SELECT 1')
    await expect(clients.hold(never)).rejects.toMatchObject({
      code: 'CW-0309',
      message: '1 of 1 clients did not hold: pooler: did not answer within 300 ms',
    })
    await clients.release(never)
    await application.query('COMMIT')
    expect(await serverOf(application)).toBe(String(source.port))
    await application.end()
  })

  test('files that are not its own, a database it does not have and a wrong password are said ahead of the pause', async () => {
    const { source: ours, target: theirs } = pooler.configFiles
    await expect(
      clientsOf({ config: { source: '/etc/other.ini', target: theirs } }).prepare(never),
    ).rejects.toMatchObject({
      code: 'CW-0309',
      message: `1 of 1 clients did not prepare: pooler: runs on ${ours}, which is neither config.source (/etc/other.ini) nor config.target (${theirs})`,
    })
    await expect(clientsOf({ database: 'other' }).prepare(never)).rejects.toMatchObject({
      message: expect.stringContaining('pooler: could not be told: PgBouncer knows no database "other"'),
    })
    const password = { from: 'literal', value: 'no idea' } as const
    await expect(clientsOf({ password }).prepare(never)).rejects.toMatchObject({
      message: expect.stringMatching(/pooler: answered: .*(authentication failed|no idea)/),
    })
  })

  test.each([
    ['cannot be read', async (file: string) => await chmod(file, 0o000)],
    [
      'leads to the same server',
      async (file: string) => await writeFile(file, `%include ${pooler.configFiles.source}\n`),
    ],
  ])('a file that %s is not taken for having been followed', async (_, spoil) => {
    await using clients = clientsOf()
    await clients.hold(never)
    await spoil(pooler.configFiles.target)
    for (let time = 0; time < 2; time += 1) {
      await expect(clients.follow('TARGET', never)).rejects.toMatchObject({
        code: 'CW-0309',
        message: expect.stringMatching(/pooler: (leads to .* as with .*|answered: RELOAD failed.*)/),
      })
    }
    await clients.follow('SOURCE', never)
    await clients.release(never)
    const application = await openApplication()
    expect(await serverOf(application)).toBe(String(source.port))
    await application.end()
  })
})
