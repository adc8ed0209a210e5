import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

/** An application tier for tests. It answers with its name; `/echo` sends the body back, `/head` what it was sent. */
export interface TestTier extends AsyncDisposable {
  readonly url: string
  /** Requests since the start. */
  received(): number
  inFlight(): number
  echoedBytes(): number
  /** Requests are neither read nor answered until `resume`. */
  pause(): void
  resume(): void
  /** As a crash: every connection is cut. */
  stop(): Promise<void>
  /** On the same port. */
  start(): Promise<void>
  /** Connections that were opened to it, closed ones too. */
  readonly sockets: readonly Socket[]
}

export async function startTier(name: string): Promise<TestTier> {
  let server: Server
  let port = 0
  let received = 0
  let inFlight = 0
  let echoed = 0
  let running = Promise.withResolvers<void>()
  running.resolve()
  const sockets: Socket[] = []

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    received += 1
    inFlight += 1
    response.once('close', () => (inFlight -= 1))
    await running.promise
    const path = new URL(request.url ?? '/', 'http://localhost').pathname
    if (path === '/echo') {
      request.on('data', (chunk: Buffer) => (echoed += chunk.length)).pipe(response)
      return
    }
    request.resume()
    if (path === '/fail') response.statusCode = 500
    if (path === '/break') {
      response.writeHead(200, { 'content-length': 10 }).write('half', () => request.socket.destroy())
      return
    }
    response.setHeader('x-hop', 'dropped')
    response.setHeader('connection', 'keep-alive, x-hop')
    response.setHeader('set-cookie', ['a=1', 'b=2'])
    response.end(path === '/head' ? JSON.stringify({ url: request.url, headers: request.headers }) : name)
  }

  const start = async () => {
    server = createServer((request, response) => void answer(request, response))
    server.on('connection', (socket) => sockets.push(socket))
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    port = (server.address() as AddressInfo).port
  }
  const stop = async () => {
    if (!server.listening) return
    const closed = once(server, 'close')
    server.close()
    server.closeAllConnections()
    await closed
  }
  await start()
  return {
    url: `http://127.0.0.1:${port}`,
    received: () => received,
    inFlight: () => inFlight,
    echoedBytes: () => echoed,
    pause: () => (running = Promise.withResolvers()),
    resume: () => running.resolve(),
    start,
    stop,
    sockets,
    [Symbol.asyncDispose]: stop,
  }
}
