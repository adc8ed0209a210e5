import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { ask, askMany, open } from '../testing/http-caller.ts'
import { startTier } from '../testing/test-tier.ts'
import { TRAFFIC_CONTRACT } from '../traffic-contract.ts'
import { EmbeddedRouter } from './embedded-router.ts'

const never = new AbortController().signal

async function startRouter(blueUrl: string, greenUrl: string, stickyMs = 0) {
  const listen = { host: '127.0.0.1', port: 0 }
  const traffic = await EmbeddedRouter.listen({ kind: 'embedded', listen, blueUrl, greenUrl, stickyMs })
  const url = `http://127.0.0.1:${traffic.address.port}`
  return { traffic, url, [Symbol.asyncDispose]: async () => await traffic[Symbol.asyncDispose]() }
}

/** A tier that speaks raw bytes. `serve` gets each connection with its number, from 1. */
async function startRawTier(serve: (socket: Socket, number: number) => void) {
  let connections = 0
  const open = new Set<Socket>()
  const server = createServer((socket) => {
    open.add(socket.on('error', () => {}))
    connections += 1
    serve(socket, connections)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections: () => connections,
    async [Symbol.asyncDispose]() {
      server.close()
      for (const socket of open) socket.destroy()
    },
  }
}

const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'

/** Answers the first request of the first connection, and breaks it at the second. */
const breaksWhenReused = (socket: Socket, number: number) => {
  let requests = 0
  socket.on('data', () => {
    requests += 1
    if (number === 1 && requests === 2) socket.destroy()
    else socket.write(OK)
  })
}

test.for(TRAFFIC_CONTRACT)('$name', async ({ prove }) => {
  await expect(prove(startRouter)).resolves.toBeUndefined()
})

test('a request on a connection that was closed meanwhile is asked again when that is safe', async () => {
  await using tier = await startRawTier(breaksWhenReused)
  await using router = await startRouter(tier.url, 'http://127.0.0.1:9')
  expect((await ask(router.url)).text).toBe('ok')
  expect((await ask(router.url)).text).toBe('ok')
  expect(tier.connections()).toBe(2)
})

test('a POST that may have been carried out is not asked again', async () => {
  await using tier = await startRawTier(breaksWhenReused)
  await using router = await startRouter(tier.url, 'http://127.0.0.1:9')
  await ask(router.url)
  const answer = await ask(router.url, { method: 'POST' })
  expect(answer.status).toBe(502)
  expect(JSON.parse(answer.text)).toMatchObject({ unknown: true })
  expect(tier.connections()).toBe(1)
})

test('a tier that refuses is known to have done nothing', async () => {
  await using tier = await startTier('blue')
  await tier.stop()
  await using router = await startRouter(tier.url, 'http://127.0.0.1:9')
  const answer = await ask(router.url, { method: 'POST', body: Buffer.alloc(100) })
  expect(answer.status).toBe(502)
  expect(JSON.parse(answer.text)).toEqual({ error: 'blue cannot be reached: ECONNREFUSED', unknown: false })
  await expect.poll(async () => (await router.traffic.measure(never)).blue).toMatchObject({ requests: 1, errors: 1 })
})

test('an answer that breaks off is broken for the client as well, and an error of the tier', async () => {
  await using tier = await startTier('blue')
  await using router = await startRouter(tier.url, 'http://127.0.0.1:9')
  await expect(ask(router.url, { path: '/break' })).rejects.toThrow('aborted')
  expect((await ask(router.url, { path: '/fail' })).status).toBe(500)
  await expect.poll(async () => (await router.traffic.measure(never)).blue).toMatchObject({ requests: 2, errors: 2 })
})

test('a tier that has not answered yet counts for what it was given', async () => {
  await using blue = await startTier('blue')
  await using green = await startTier('green')
  await using router = await startRouter(blue.url, green.url)
  await router.traffic.setWeight(50, never)
  green.pause()
  const leaving = new AbortController()
  const asked = Array.from({ length: 20 }, async () => ask(router.url, { signal: leaving.signal }).catch(() => null))
  await expect.poll(async () => (await router.traffic.measure(never)).blue.requests).toBeGreaterThanOrEqual(8)
  const measured = await router.traffic.measure(never)
  expect(measured.green.requests).toBe(0)
  expect(Math.abs(measured.green.sent - measured.blue.sent)).toBeLessThanOrEqual(2)
  leaving.abort()
  await Promise.all(asked)
})

test('a client that goes away takes its request with it, and is no error of the tier', async () => {
  await using tier = await startTier('blue')
  await using router = await startRouter(tier.url, 'http://127.0.0.1:9')
  tier.pause()
  const leaving = new AbortController()
  const { read } = await open(router.url, { signal: leaving.signal })
  await expect.poll(() => tier.inFlight()).toBe(1)
  leaving.abort()
  await expect(read()).rejects.toThrow('aborted')
  await expect.poll(() => tier.inFlight()).toBe(0)
  await router.traffic.hold(1000, never)
  expect((await router.traffic.measure(never)).blue).toMatchObject({ requests: 1, errors: 0 })
})

test('a client that goes away while held never reaches a tier', async () => {
  await using tier = await startTier('blue')
  await using router = await startRouter(tier.url, 'http://127.0.0.1:9')
  await router.traffic.hold(5000, never)
  await expect(ask(router.url, { signal: AbortSignal.timeout(50) })).rejects.toThrow('aborted')
  await delay(50)
  await router.traffic.release()
  expect((await ask(router.url)).text).toBe('blue')
  expect(tier.received()).toBe(1)
})

test('headers pass but for those of one connection; the client is told to the tier', async () => {
  await using tier = await startTier('blue')
  await using router = await startRouter(`${tier.url}/`, 'http://127.0.0.1:9')
  const headers = {
    host: 'shop.example',
    'x-forwarded-for': '10.1.1.1',
    'x-mine': 'kept',
    te: 'trailers',
    'x-once': '1',
  }
  const answer = await ask(router.url, { path: '/head?a=%20b', headers: { ...headers, connection: 'close, x-once' } })
  const seen = JSON.parse(answer.text)
  expect(seen.url).toBe('/head?a=%20b')
  expect(seen.headers).toMatchObject({
    host: 'shop.example',
    'x-mine': 'kept',
    'x-forwarded-for': '10.1.1.1, 127.0.0.1',
    'x-forwarded-host': 'shop.example',
    'x-forwarded-proto': 'http',
  })
  expect(seen.headers).not.toHaveProperty('te')
  expect(seen.headers).not.toHaveProperty('x-once')
  expect(answer.headers).not.toHaveProperty('x-hop')
  expect(answer.headers['set-cookie']).toEqual(['a=1', 'b=2'])
})

test('a body without a length stays framed, whatever the method', async () => {
  await using tier = await startTier('blue')
  await using router = await startRouter(tier.url, 'http://127.0.0.1:9')
  const headers = { 'transfer-encoding': 'chunked' }
  for (const method of ['DELETE', 'POST', 'PUT']) {
    const answer = await ask(router.url, { method, path: '/echo', headers, body: Buffer.from('a body') })
    expect(answer).toMatchObject({ status: 200, text: 'a body' })
  }
  expect(tier.received()).toBe(3)
})

test('a client cannot take the length from its body, nor do without a host', async () => {
  await using tier = await startTier('blue')
  await using router = await startRouter(tier.url, 'http://127.0.0.1:9')
  const smuggled = 'GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n'
  const headers = { connection: 'content-length, host', 'content-length': String(smuggled.length) }
  for (const method of ['GET', 'DELETE']) {
    const echo = await ask(router.url, { method, path: '/echo', headers, body: Buffer.from(smuggled) })
    expect(echo.text).toBe(smuggled)
  }
  expect((await ask(router.url)).text).toBe('blue')
  expect(tier.received()).toBe(3)
  const socket = connect(router.traffic.address.port, '127.0.0.1')
  let text = ''
  socket.on('data', (chunk: Buffer) => (text += chunk.toString()))
  socket.write('GET / HTTP/1.0\r\n\r\n')
  await once(socket, 'close')
  expect(text).toMatch(/200 OK[^]*blue/)
})

test('a client that asks before it sends a body is told to go on only after the hold', async () => {
  await using tier = await startTier('blue')
  await using router = await startRouter(tier.url, 'http://127.0.0.1:9')
  await router.traffic.hold(5000, never)
  const socket = connect(router.traffic.address.port, '127.0.0.1')
  let text = ''
  socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
  socket.write(
    'POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 4\r\nConnection: close\r\n\r\n',
  )
  await delay(50)
  expect(text).toBe('')
  await router.traffic.release()
  await expect.poll(() => text).toContain('100 Continue')
  socket.write('body')
  await once(socket, 'close')
  expect(text).toMatch(/HTTP\/1\.1 200 OK[^]*body/)
})

test('affinity keeps a client with its tier until that tier has weight 0', async () => {
  await using blue = await startTier('blue')
  await using green = await startTier('green')
  await using router = await startRouter(blue.url, green.url, 60_000)
  await router.traffic.setWeight(50, never)
  const first = await ask(router.url)
  const cookies = first.headers['set-cookie'] ?? []
  const mine = cookies.find((cookie) => cookie.startsWith('causeway-tier='))
  expect(mine).toBe(`causeway-tier=${first.text}; Max-Age=60; Path=/; HttpOnly; SameSite=Lax`)
  const headers = { cookie: `other=1; ${mine?.split(';')[0] ?? ''}` }
  const later = await askMany(router.url, 50, 5, { headers })
  expect(new Set(later.map(({ text }) => text))).toEqual(new Set([first.text]))
  await router.traffic.setWeight(first.text === 'green' ? 0 : 100, never)
  const moved = await ask(router.url, { headers })
  expect(moved.text).not.toBe(first.text)
  expect(moved.headers['set-cookie']?.at(-1)).toContain(`causeway-tier=${moved.text}`)
})

test('connections to a tier are used again', async () => {
  await using tier = await startTier('blue')
  await using router = await startRouter(tier.url, 'http://127.0.0.1:9')
  await askMany(router.url, 100, 2)
  expect(tier.sockets.length).toBeLessThanOrEqual(3)
})

test('a port in use is a clear error', async () => {
  await using first = await startRouter('http://127.0.0.1:9', 'http://127.0.0.1:10')
  const { port } = first.traffic.address
  const listen = { host: '127.0.0.1', port }
  const settings = { kind: 'embedded', listen, blueUrl: 'http://a', greenUrl: 'http://b', stickyMs: 0 } as const
  await expect(EmbeddedRouter.listen(settings)).rejects.toMatchObject({
    code: 'CW-0260',
    message: `the router cannot listen on 127.0.0.1 port ${port}: another process listens there`,
  })
})

test('disposal is prompt, with requests in flight and held', async () => {
  await using tier = await startTier('blue')
  const router = await startRouter(tier.url, 'http://127.0.0.1:9')
  tier.pause()
  const inside = ask(router.url)
  await expect.poll(() => tier.inFlight()).toBe(1)
  const held = router.traffic.hold(60_000, never)
  const waiting = ask(router.url)
  const outcomes = Promise.allSettled([inside, held, waiting])
  const begun = performance.now()
  await router[Symbol.asyncDispose]()
  expect(performance.now() - begun).toBeLessThan(500)
  expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
  expect(tier.received()).toBe(1)
})
