import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { expect, test } from 'vitest'
import { startFaultProxy, type FaultProxy } from './fault-proxy.ts'

interface Echo extends AsyncDisposable {
  readonly proxy: FaultProxy
  client(): Promise<Socket>
}

async function startEcho(): Promise<Echo> {
  const server = createServer((socket) => socket.on('error', () => {}).pipe(socket))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const proxy = await startFaultProxy({ host: '127.0.0.1', port: (server.address() as AddressInfo).port })
  return {
    proxy,
    async client() {
      const socket = connect(proxy.port, proxy.host)
      socket.on('error', () => {})
      await once(socket, 'connect')
      return socket
    },
    async [Symbol.asyncDispose]() {
      await proxy[Symbol.asyncDispose]()
      server.close()
    },
  }
}

async function receive(socket: Socket, bytes: number): Promise<string> {
  let text = ''
  while (text.length < bytes) {
    const [chunk] = await once(socket, 'data')
    text += String(chunk)
  }
  return text
}

/** The error code a connection closes with. */
function closing(socket: Socket): Promise<string | undefined> {
  return new Promise((resolve) => socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code)))
}

test('forwards, then cuts every connection and accepts new ones', async () => {
  await using echo = await startEcho()
  const first = await echo.client()
  first.write('hello')
  expect(await receive(first, 5)).toBe('hello')
  expect(echo.proxy.connections).toBe(1)
  const closed = closing(first)
  echo.proxy.cut()
  expect(await closed).toBe('ECONNRESET')
  const second = await echo.client()
  second.write('again')
  expect(await receive(second, 5)).toBe('again')
})

test('paused it passes nothing, resumed it passes what was held back', async () => {
  await using echo = await startEcho()
  const client = await echo.client()
  client.write('a')
  await receive(client, 1)
  echo.proxy.pause()
  let received = ''
  client.on('data', (chunk) => (received += String(chunk)))
  client.write('b')
  const other = await echo.client()
  other.write('c')
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(received).toBe('')
  echo.proxy.resume()
  await receive(other, 1)
  expect(received).toBe('b')
})

test('latency delays both ways without limiting throughput', async () => {
  await using echo = await startEcho()
  const client = await echo.client()
  echo.proxy.latency(50)
  const started = performance.now()
  client.write(Buffer.alloc(2 * 1024 * 1024))
  await receive(client, 2 * 1024 * 1024)
  const tookMs = performance.now() - started
  expect(tookMs).toBeGreaterThan(95)
  expect(tookMs).toBeLessThan(1000)
})

test('cuts after so many bytes, once', async () => {
  await using echo = await startEcho()
  const client = await echo.client()
  let received = 0
  client.on('data', (chunk: Buffer) => (received += chunk.length))
  echo.proxy.cutAfterBytes(150)
  client.write(Buffer.alloc(100))
  await closing(client)
  expect(received).toBe(50)
  const next = await echo.client()
  next.write('x'.repeat(500))
  expect(await receive(next, 500)).toHaveLength(500)
})
