import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectionTo, type ConnectionSettings } from '../connection.ts'
import { startFaultProxy } from '../fault-proxy.ts'
import { History } from '../oracle/history.ts'
import { judge } from '../oracle/judge.ts'
import { startPostgres, type Login, type PostgresServer } from '../postgres/server.ts'
import { until } from '../until.ts'
import { INVENTORY_LEDGER } from './ledger.ts'
import { startInventoryLoad } from './load.ts'
import { createInventoryRoles, seed, type Seeded } from './seed.ts'
import { startService } from './start-service.ts'
import { startWorker } from './start-worker.ts'

let source: PostgresServer
let target: PostgresServer
let app: Login
let seeded: Seeded

beforeAll(async () => {
  ;[source, target] = await Promise.all([startPostgres({ major: 13 }), startPostgres({ major: 18 })])
  app = await createInventoryRoles(source)
  await createInventoryRoles(target, app)
})

afterAll(async () => {
  await source[Symbol.asyncDispose]()
  await target[Symbol.asyncDispose]()
})

async function newShop(server: PostgresServer, name: string): Promise<ConnectionSettings> {
  await server.createDatabase(name)
  seeded = await seed(server, name, { rows: 2000 })
  return connectionTo(server, name, app)
}

async function post(
  url: string,
  path: string,
  body: unknown = null,
): Promise<{ readonly status: number; readonly body: unknown }> {
  const response = await fetch(`${url}${path}`, { method: 'POST', body: JSON.stringify(body) })
  return { status: response.status, body: await response.json() }
}

test('blue, green and a worker hold, follow to the other server and go on; no client sees an error', async () => {
  const from = await newShop(source, 'moving')
  const to = await newShop(target, 'moving')
  const history = new History()
  await using service = await startService({ name: 'blue', source: from, target: to })
  await using worker = await startWorker({
    source: from,
    target: to,
    products: seeded.products,
    history,
    intervalMs: 5,
  })
  await using load = startInventoryLoad({ url: service.url, seeded, writesPerSecond: 200, history })
  await until(() => load.stats().writes.acked >= 100 && history.operations.some(({ client }) => client === 'worker'))

  const clients = [service.url, worker.url]
  for (const url of clients)
    expect(await post(url, '/causeway/hold')).toEqual({ status: 200, body: { authority: 'SOURCE', held: true } })
  const count = async (server: PostgresServer): Promise<number> => {
    const [row] = await server.query<{ count: number }>('moving', 'SELECT count(*)::int FROM inventory.movements')
    return row?.count ?? 0
  }
  const before = await count(source)
  await source.query('postgres', 'ALTER DATABASE moving ALLOW_CONNECTIONS false')
  await source.query('postgres', `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'moving'`)
  const waiting = fetch(`${service.url}/products/1`)
  for (const url of clients) {
    await post(url, '/causeway/follow', { authority: 'TARGET' })
    await post(url, '/causeway/follow', { authority: 'TARGET' })
  }
  expect(await count(target)).toBe(0)
  for (const url of clients)
    expect(await post(url, '/causeway/release')).toEqual({ status: 200, body: { authority: 'TARGET', held: false } })
  expect((await waiting).status).toBe(200)
  await until(async () => (await count(target)) >= 100)
  await load.stop()
  await worker.stop()

  const { writes, reads, firstErrors } = load.stats()
  expect({ writes: writes.errors, reads: reads.errors, firstErrors }).toEqual({ writes: 0, reads: 0, firstErrors: [] })
  await source.query('postgres', 'ALTER DATABASE moving ALLOW_CONNECTIONS true')
  expect(await count(source)).toBe(before)
  // Nothing is migrated here: the target lacks exactly what was written before.
  const verdict = await judge(connectionTo(target, 'moving'), INVENTORY_LEDGER, history.operations)
  expect(verdict).toMatchObject({
    lost: before,
    duplicated: 0,
    resurrected: 0,
    unexpected: 0,
    unknown: 0,
    brokenInvariants: [],
  })
  const stayed = await judge(connectionTo(source, 'moving'), INVENTORY_LEDGER, history.operations)
  expect(stayed).toMatchObject({ found: before, duplicated: 0, reordered: 0, brokenInvariants: [] })
})

test('sessions ended and connections cut without a hold: writes are tried again or unknown, never wrong', async () => {
  const shop = await newShop(source, 'rough')
  await using proxy = await startFaultProxy(shop)
  const through = { ...shop, host: proxy.host, port: proxy.port }
  await using service = await startService({ name: 'blue', source: through, target: through })
  await using load = startInventoryLoad({ url: service.url, seeded, writesPerSecond: 200 })
  for (let round = 0; round < 6; round += 1) {
    const { acked } = load.stats().writes
    await until(() => load.stats().writes.acked >= acked + 20)
    if (round % 2 === 0) proxy.cut()
    else
      await source.query('postgres', `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'rough'`)
  }
  await load.stop()
  const verdict = await judge(connectionTo(source, 'rough'), INVENTORY_LEDGER, load.history.operations)
  expect(verdict).toMatchObject({ ok: true, failed: 0 })
  expect(load.stats().writes.errors).toBe(verdict.unknown)
})

test('an order is done once however often it is sent; what cannot be done is refused', async () => {
  const shop = await newShop(source, 'orders')
  await using service = await startService({ name: 'blue', source: shop, target: shop })
  const order = { client: 'c', seq: 1, customerId: 1, productId: 1, warehouseId: 1, quantity: 2 }
  const first = await post(service.url, '/orders', order)
  expect(first.status).toBe(201)
  expect(await post(service.url, '/orders', order)).toEqual({ status: 200, body: first.body })
  expect(await post(service.url, '/orders', { ...order, seq: 2, quantity: 1_000_000 })).toEqual({
    status: 409,
    body: { error: 'not enough of product 1 in warehouse 1', unknown: false },
  })
  expect(await post(service.url, '/orders', { ...order, quantity: -1 })).toMatchObject({ status: 400 })
  expect(await post(service.url, '/causeway/follow', { authority: 'NONE' })).toMatchObject({ status: 400 })
  const product = await fetch(`${service.url}/products/1`)
  expect(await product.json()).toMatchObject({ sku: 'PRD-000001', attributes: { size: 1 } })
})

test('an unreachable database is answered 503, certainly not done, when the budget is spent', async () => {
  const nowhere = { ...connectionTo(source, 'postgres'), port: 1 }
  await using service = await startService({ name: 'blue', source: nowhere, target: nowhere, budgetMs: 200 })
  const restock = { client: 'c', seq: 1, productId: 1, warehouseId: 1, quantity: 2 }
  expect(await post(service.url, '/restock', restock)).toMatchObject({ status: 503, body: { unknown: false } })
})
