import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Reply {
  readonly status: number
  readonly body: unknown
}

export interface HttpRequest {
  /** `GET /health`, without the query. */
  readonly route: string
  /** Parsed JSON, `null` without a body. */
  readonly body: unknown
  /** Aborts when the client has gone. */
  readonly gone: AbortSignal
}

export interface HttpListener extends AsyncDisposable {
  readonly url: string
}

const BODY_BYTES = 1024 * 1024
/** Requests under way at disposal get so long; those held then lose their connection. */
const ANSWERED_WITHIN_MS = 1000

/** Serves JSON on the loopback interface. `answer` gives a reply for every request; what it throws becomes a 500. */
export async function listenHttp(
  port: number,
  answer: (request: HttpRequest) => Promise<Reply>,
): Promise<HttpListener> {
  const server = createServer((request, response) => void serve(request, response, answer))
  // Longer than any client keeps an idle connection, so that none is closed under a request on its way.
  server.keepAliveTimeout = 120_000
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close')
      server.close()
      const late = setTimeout(() => server.closeAllConnections(), ANSWERED_WITHIN_MS)
      await closed
      clearTimeout(late)
    },
  }
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  answer: (request: HttpRequest) => Promise<Reply>,
): Promise<void> {
  const gone = new AbortController()
  response.once('close', () => gone.abort(new Error('the client has gone')))
  let reply: Reply
  try {
    const route = `${request.method} ${new URL(request.url ?? '/', 'http://localhost').pathname}`
    reply = await answer({ route, body: await readJson(request), gone: gone.signal })
  } catch (error) {
    const status = error instanceof SyntaxError || error instanceof RangeError ? 400 : 500
    reply = { status, body: { error: error instanceof Error ? error.message : 'unknown error', unknown: false } }
  }
  if (response.destroyed) return
  response.writeHead(reply.status, { 'content-type': 'application/json' }).end(JSON.stringify(reply.body))
}

/** @throws SyntaxError, RangeError */
async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    const bytes: Buffer = chunk
    size += bytes.length
    if (size > BODY_BYTES) throw new RangeError(`the body is larger than ${BODY_BYTES} bytes`)
    chunks.push(bytes)
  }
  return size === 0 ? null : JSON.parse(Buffer.concat(chunks).toString('utf8'))
}
