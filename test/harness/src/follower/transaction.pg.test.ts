import { Pool } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { clientConfig, connectionTo } from '../connection.ts'
import { startFaultProxy, type FaultProxy } from '../fault-proxy.ts'
import { startPostgres, type PostgresServer } from '../postgres/server.ts'
import { isTransient, OutcomeUnknown, transaction, Unreachable } from './transaction.ts'

let server: PostgresServer
let proxy: FaultProxy
let pool: Pool

beforeAll(async () => {
  server = await startPostgres({ major: 13 })
  await server.query('postgres', 'CREATE TABLE written (id int UNIQUE DEFERRABLE INITIALLY DEFERRED)')
  const direct = connectionTo(server, 'postgres')
  proxy = await startFaultProxy(direct)
  pool = new Pool({ ...(await clientConfig(direct)), host: proxy.host, port: proxy.port })
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
})

afterAll(async () => {
  await pool.end()
  await proxy[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
})

const thrownBy = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => error,
  )

test('a connection that breaks before COMMIT: certainly not done, worth another attempt', async () => {
  const error = await thrownBy(
    transaction(pool, async (client) => {
      await client.query('INSERT INTO written VALUES (1)')
      proxy.cut()
      await client.query('INSERT INTO written VALUES (2)')
    }),
  )
  expect(error).not.toBeInstanceOf(OutcomeUnknown)
  expect(isTransient(error)).toBe(true)
  expect(await server.query('postgres', 'SELECT * FROM written')).toEqual([])
})

test('a connection that breaks in COMMIT: nobody knows, so there is no other attempt', async () => {
  const error = await thrownBy(
    transaction(pool, async (client) => {
      await client.query('INSERT INTO written VALUES (3)')
      proxy.cut()
    }),
  )
  expect(error).toBeInstanceOf(OutcomeUnknown)
  expect(isTransient(error)).toBe(false)
})

test('a COMMIT that the server refuses: certainly not done, and the session serves on', async () => {
  await server.query('postgres', 'TRUNCATE written')
  const error = await thrownBy(transaction(pool, (client) => client.query('INSERT INTO written VALUES (4), (4)')))
  expect(error).toMatchObject({ code: '23505' })
  expect(isTransient(error)).toBe(false)
  const { totalCount } = pool
  await transaction(pool, (client) => client.query('INSERT INTO written VALUES (5)'))
  expect(pool.totalCount).toBe(totalCount)
  expect(await server.query('postgres', 'SELECT * FROM written')).toEqual([{ id: 5 }])
})

test('a session ended by the server, and a server that is not there', async () => {
  const ended = await thrownBy(
    transaction(pool, (client) => client.query('SELECT pg_terminate_backend(pg_backend_pid())')),
  )
  expect(ended).toMatchObject({ code: '57P01' })
  expect(isTransient(ended)).toBe(true)
  await server.stop('fast')
  const refused = await thrownBy(transaction(pool, () => Promise.resolve()))
  expect(refused).toBeInstanceOf(Unreachable)
  expect(isTransient(refused)).toBe(true)
})
