import { writeFile } from 'node:fs/promises'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import {
  resolvedDatabase,
  startFaultProxy,
  startPostgres,
  temporaryDirectory,
  type PostgresServer,
} from '@causeway/harness'
import type { ResolvedDatabase, ResolvedTls } from '@causeway/spec'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connect, type SqlClient } from './connect.ts'

const signal = AbortSignal.timeout(60_000)
const options = { side: 'source', application: 'causeway/test/1/connect', signal } as const

const open = async (database: ResolvedDatabase): Promise<SqlClient> => connect(database, options)

describe.each([13, 18] as const)('a session on PostgreSQL %i', (major) => {
  let server: PostgresServer
  let database: ResolvedDatabase
  beforeAll(async () => {
    server = await startPostgres({ major })
    database = resolvedDatabase(server, { ...server.superuser, database: await server.createDatabase('app') })
  })
  afterAll(async () => server[Symbol.asyncDispose]())

  it('is configured whatever the role and the database say', async () => {
    await server.query(
      'app',
      `ALTER DATABASE app SET search_path = 'evil'; ALTER DATABASE app SET timezone = 'Asia/Tokyo'`,
    )
    await server.query(
      'app',
      `CREATE ROLE even; CREATE ROLE odd LOGIN PASSWORD 'odd' IN ROLE even; ALTER ROLE odd SET role = 'even'; ALTER ROLE odd SET array_nulls = off;
       ALTER ROLE odd SET statement_timeout = 5; ALTER ROLE odd SET default_transaction_read_only = on; ALTER ROLE odd SET xmloption = document;
       ALTER ROLE odd SET quote_all_identifiers = on`,
    )
    await using client = await open(resolvedDatabase(server, { user: 'odd', password: 'odd', database: 'app' }))
    const names = [
      'search_path', 'DateStyle', 'TimeZone', 'IntervalStyle', 'extra_float_digits', 'bytea_output', 'client_encoding',
      'statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout', 'row_security', 'application_name',
      'default_transaction_isolation', 'default_transaction_read_only', 'array_nulls', 'xmloption', 'quote_all_identifiers', 'role',
    ] // prettier-ignore
    const [row] = await client.query<{ found: string[] }>(
      'SELECT array_agg(current_setting(name) ORDER BY at) AS found FROM unnest($1::text[]) WITH ORDINALITY AS n(name, at)',
      [names],
    )
    expect(row?.found).toEqual([
      '',
      'ISO, MDY',
      'UTC',
      'postgres',
      '1',
      'hex',
      'UTF8',
      '0',
      '0',
      '0',
      'off',
      options.application,
      'read committed',
      'off',
      'on',
      'content',
      'off',
      'none',
    ])
    expect(Math.floor(client.serverVersion / 10_000)).toBe(major)
  })

  it('returns the rows of the last statement, and keeps large numbers exact', async () => {
    await using client = await open(database)
    expect(await client.query('SELECT 1 AS a; SELECT 9007199254740993::int8 AS b')).toEqual([{ b: '9007199254740993' }])
    expect(await client.query('SELECT $1::int AS a', [7])).toEqual([{ a: 7 }])
  })

  it('commits what the body did, and nothing when it throws', async () => {
    await using client = await open(database)
    await client.query('CREATE TABLE public.t (a int)')
    await client.transaction(async () => client.query('INSERT INTO public.t VALUES (1)'))
    const failing = client.transaction(async () => {
      await client.query('INSERT INTO public.t VALUES (2)')
      throw new Error('changed my mind')
    })
    await expect(failing).rejects.toThrow('changed my mind')
    expect(await client.query('SELECT a FROM public.t')).toEqual([{ a: 1 }])
    const ignoring = client.transaction(async () => {
      await client.query('INSERT INTO public.t VALUES (3)')
      await client.query('SELECT 1/0').catch(() => {})
    })
    await expect(ignoring).rejects.toMatchObject({ code: 'CW-0101' })
  })

  it('cancels a statement on the server and stays usable', async () => {
    await using client = await open(database)
    const stop = new AbortController()
    const sleeping = client.query('SELECT pg_sleep(60)', [], { signal: stop.signal })
    await waitFor(async () => (await sessions('pg_sleep')) === 1)
    stop.abort(new Error('enough'))
    await expect(sleeping).rejects.toThrow('enough')
    expect(await client.query('SELECT 1 AS a')).toEqual([{ a: 1 }])
    expect(client.closed.aborted).toBe(false)
  })

  it('says when the connection is gone, and why', async () => {
    await using client = await open(database)
    const ended = client.query('SELECT pg_sleep(60)').catch((error: unknown) => error)
    await waitFor(async () => (await sessions('pg_sleep')) === 1)
    await server.query('app', 'SELECT pg_terminate_backend($1)', [client.processId])
    expect(await ended).toMatchObject({ code: 'CW-0612', disposition: 'retry' })
    expect(client.closed.aborted).toBe(true)
    await expect(client.query('SELECT 1')).rejects.toMatchObject({ disposition: 'retry' })
  })

  it('reports a connection limit as worth another attempt', async () => {
    const login = await server.createLogin('single', 'CONNECTION LIMIT 1')
    const limited = resolvedDatabase(server, { ...login, database: 'app' })
    await using _first = await open(limited)
    await expect(open(limited)).rejects.toMatchObject({ code: 'CW-0613', disposition: 'retry' })
  })

  async function sessions(query: string): Promise<number> {
    const [row] = await server.query<{ count: number }>(
      'app',
      `SELECT count(*)::int FROM pg_stat_activity WHERE state = 'active' AND query LIKE $1 AND pid <> pg_backend_pid()`,
      [`%${query}%`],
    )
    return row?.count ?? 0
  }
})

describe('failing to connect', () => {
  let server: PostgresServer
  let database: ResolvedDatabase
  beforeAll(async () => {
    server = await startPostgres({ major: 17 })
    await server.createDatabase('app')
    const login = await server.createLogin('app')
    database = resolvedDatabase(server, { ...login, database: 'app' })
  })
  afterAll(async () => server[Symbol.asyncDispose]())

  it('does not wait for the answer to a COMMIT that the network swallows', async () => {
    await using proxy = await startFaultProxy({ host: database.host, port: database.port })
    await using client = await open({ ...database, port: proxy.port })
    const stop = new AbortController()
    const writing = async () => {
      await client.query('SELECT txid_current()')
      proxy.pause()
      setTimeout(() => stop.abort(new Error('enough')), 50)
    }
    await expect(client.transaction(writing, { signal: stop.signal })).rejects.toThrow('enough')
    expect(client.closed.aborted).toBe(true)
    proxy.resume()
  }, 10_000)

  const tls = (mode: ResolvedTls['mode'], caFile: string | null = null): ResolvedTls => ({
    mode,
    caFile,
    reason: 'test',
  })
  const failing = async (changes: Partial<ResolvedDatabase>) =>
    open({ ...database, ...changes }).catch((error) => error)

  it.each([
    ['a closed port', 'CW-0601', { port: 1 }],
    ['an unknown host', 'CW-0601', { host: 'no-such-host.invalid' }],
    ['an unknown socket directory', 'CW-0601', { host: '/nonexistent' }],
    ['a wrong password', 'CW-0602', { password: { from: 'literal', value: 'wr0ng-secret' } }],
    ['no password', 'CW-0602', { password: null }],
    ['an unknown role', 'CW-0602', { user: { from: 'literal', value: 'nobody' } }],
    ['an unknown database', 'CW-0604', { database: 'nowhere' }],
    ['a server without TLS', 'CW-0605', { tls: tls('require') }],
    ['an unreadable CA file', 'CW-0609', { tls: tls('verify-full', '/nonexistent.pem') }],
  ] as const)('names %s', async (_, code, changes) => {
    const error: unknown = await failing(changes)
    expect(error).toMatchObject({ code })
    expect(String(error) + JSON.stringify(error)).not.toContain('wr0ng-secret')
  })

  it('names a role that may not log in, and one that may not connect', async () => {
    await server.query('app', `CREATE ROLE group_only NOLOGIN PASSWORD 'x'; REVOKE CONNECT ON DATABASE app FROM PUBLIC`)
    const nologin = {
      user: { from: 'literal', value: 'group_only' },
      password: { from: 'literal', value: 'x' },
    } as const
    expect(await failing(nologin)).toMatchObject({ code: 'CW-0603' })
    expect(await failing({})).toMatchObject({ code: 'CW-0603' })
    await server.query('app', 'GRANT CONNECT ON DATABASE app TO PUBLIC')
  })

  it('mirrors the codes for the target', async () => {
    const target = connect({ ...database, port: 1 }, { ...options, side: 'target' })
    await expect(target).rejects.toMatchObject({ code: 'CW-0701', exitCode: 7 })
  })

  it('reads neither PGPASSWORD nor a password file', async () => {
    process.env['PGPASSWORD'] = database.password?.from === 'literal' ? database.password.value : ''
    try {
      expect(await failing({ password: null })).toMatchObject({ code: 'CW-0602' })
    } finally {
      delete process.env['PGPASSWORD']
    }
  })

  it('gives up on a server that accepts and stays silent when asked to', async () => {
    const silent = createServer(() => {}).listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const stop = new AbortController()
    silent.once('connection', () => stop.abort(new Error('enough')))
    const { port } = silent.address() as AddressInfo
    const attempt = connect({ ...database, port }, { ...options, signal: stop.signal })
    await expect(attempt).rejects.toThrow('enough')
    silent.close()
  })
})

describe('TLS', () => {
  let server: PostgresServer
  let database: ResolvedDatabase
  beforeAll(async () => {
    server = await startPostgres({ major: 16, tls: true })
    database = resolvedDatabase(server, { ...server.superuser, database: await server.createDatabase('app') })
  })
  afterAll(async () => server[Symbol.asyncDispose]())

  const withTls = async (changes: Partial<ResolvedTls>, host = database.host) =>
    open({ ...database, host, tls: { ...database.tls, ...changes } })

  it.each(['verify-full', 'verify-ca', 'require'] as const)('encrypts with %s', async (mode) => {
    await using client = await withTls({ mode })
    expect(await client.query('SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()')).toEqual([{ ssl: true }])
  })

  it('refuses an authority it does not know', async () => {
    await expect(withTls({ caFile: null })).rejects.toMatchObject({ code: 'CW-0606' })
    await expect(withTls({ mode: 'verify-ca', caFile: null })).rejects.toMatchObject({ code: 'CW-0606' })
  })

  it('refuses the certificate of another host, unless only the authority counts', async () => {
    await expect(withTls({}, '127.1')).rejects.toMatchObject({ code: 'CW-0608' })
    await using client = await withTls({ mode: 'verify-ca' }, '127.1')
    expect(client.closed.aborted).toBe(false)
  })

  it('is not spoken on a Unix socket, where PostgreSQL has none', async () => {
    await using client = await withTls({}, server.socketDirectory)
    expect(await client.query('SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()')).toEqual([{ ssl: false }])
  })

  it('refuses a CA file without a certificate', async () => {
    await using directory = await temporaryDirectory('causeway-tls-')
    const caFile = path.join(directory.path, 'empty.pem')
    await writeFile(caFile, 'nothing here')
    await expect(withTls({ caFile })).rejects.toMatchObject({ code: 'CW-0609' })
  })

  it('is told that the server wants TLS', async () => {
    await expect(withTls({ mode: 'disable' })).rejects.toMatchObject({ code: 'CW-0603' })
  })
})

async function waitFor(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await delay(5, undefined, { signal })
}
