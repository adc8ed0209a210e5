import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectionTo } from '../connection.ts'
import { startFaultProxy } from '../fault-proxy.ts'
import { BANK_LEDGER, createBank } from '../oracle/bank.ts'
import { judge } from '../oracle/judge.ts'
import { startPostgres, type Login, type PostgresServer } from '../postgres/server.ts'
import { until } from '../until.ts'
import { startSqlLoad, type SqlLoad } from './sql-load.ts'

let server: PostgresServer
let writer: Login

beforeAll(async () => {
  server = await startPostgres({ major: 13 })
  writer = await server.createLogin('writer')
})

afterAll(async () => server[Symbol.asyncDispose]())

async function newBank(name: string) {
  await server.createDatabase(name)
  await createBank(server, name, writer.user)
  return connectionTo(server, name)
}

async function post(load: SqlLoad, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`${load.hookUrl}/causeway/${path}`, {
    method: 'POST',
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return response.json()
}

test('writes as an application role; every write is found', async () => {
  const bank = await newBank('rate')
  const app = connectionTo(server, 'rate', writer)
  await using load = await startSqlLoad({ source: app, target: app, writesPerSecond: 600 })
  await until(() => load.stats().writes.acked >= 1000)
  await load.stop()
  const { writes } = load.stats()
  expect(writes.errors).toBe(0)
  expect(await judge(bank, BANK_LEDGER, load.history.operations)).toMatchObject({
    ok: true,
    acked: writes.acked,
    unknown: 0,
  })
})

test('holds without an error, follows to the other database and goes on', async () => {
  const source = await newBank('from')
  const target = await newBank('to')
  await using load = await startSqlLoad({ source, target, writesPerSecond: 300, clients: 4 })
  await until(() => load.stats().writes.acked >= 50)
  expect(await post(load, 'hold')).toEqual({ authority: 'SOURCE', held: true })
  const count = async (database: string) =>
    (await server.query(database, 'SELECT count(*)::int AS count FROM oracle.ledger'))[0]
  const before = await count('from')
  await server.query('postgres', `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'from'`)
  await delay(100)
  expect(await count('from')).toEqual(before)
  expect(await post(load, 'follow', { authority: 'TARGET' })).toEqual({ authority: 'TARGET', held: true })
  expect(await post(load, 'follow', { authority: 'TARGET' })).toEqual({ authority: 'TARGET', held: true })
  expect(await post(load, 'release')).toEqual({ authority: 'TARGET', held: false })
  await until(async () => Number((await count('to'))?.['count']) >= 50)
  await load.stop()
  expect(await count('from')).toEqual(before)
  const { writes, longestGap } = load.stats()
  expect(writes.errors).toBe(0)
  expect(longestGap.ms).toBeGreaterThan(100)
  // Without a migration between the two, the target lacks exactly what was written before.
  const verdict = await judge(target, BANK_LEDGER, load.history.operations)
  expect(verdict).toMatchObject({ ok: false, lost: before?.['count'], duplicated: 0, resurrected: 0 })
})

test('cut connections leave writes unknown or tried again, never wrong', async () => {
  const bank = await newBank('cut')
  await using proxy = await startFaultProxy(bank)
  const through = { ...bank, host: proxy.host, port: proxy.port }
  await using load = await startSqlLoad({ source: through, target: through, writesPerSecond: 500 })
  for (let round = 0; round < 10; round += 1) {
    const { acked } = load.stats().writes
    await until(() => load.stats().writes.acked >= acked + 20)
    proxy.cut()
  }
  await until(() => proxy.connections > 0)
  await load.stop()
  const verdict = await judge(bank, BANK_LEDGER, load.history.operations)
  expect(verdict).toMatchObject({ ok: true, lost: 0, failed: 0 })
  expect(load.stats().writes.errors).toBe(verdict.unknown)
})
