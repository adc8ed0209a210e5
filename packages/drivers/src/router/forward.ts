import type { ClientRequest, IncomingMessage, ServerResponse } from 'node:http'
import { answerHeaders, hasBody, requestHeaders } from './headers.ts'
import { refuse } from './refuse.ts'
import type { Tier } from './tier.ts'

/** One request of a client on its way to a tier. */
export interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly tier: Tier
  /** Keeps the client with the tier. */
  readonly cookie: string | null
  /** Aborts when the client has gone before its answer was complete. */
  readonly gone: AbortSignal
}

/** `failed`: answered with 500 or above, refused, or broken by the tier. `left`: the client went away. */
export type ExchangeResult = 'answered' | 'failed' | 'left'

/** Longest wait for a connection: a host that is down answers nothing at all. */
const CONNECT_MS = 5000

const IDEMPOTENT: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE'])

/**
 * Streams the request to the tier and the answer back, with back-pressure both ways. Never throws.
 *
 * A tier that cannot be asked is answered for with 502; `unknown` says whether it may have got the request.
 */
export async function forward(exchange: Exchange): Promise<ExchangeResult> {
  const { response, gone, cookie, tier } = exchange
  const progress = { sent: false }
  let answer: IncomingMessage | null = null
  try {
    answer = await askTwice(exchange, progress)
    // Its `close` is past already, and `relay` would wait for it.
    if (gone.aborted) throw gone.reason
    const { statusCode = 502, statusMessage } = answer
    response.writeHead(statusCode, statusMessage, [...answerHeaders(answer, cookie)])
    const result = await relay(answer, exchange)
    return result === 'answered' && statusCode >= 500 ? 'failed' : result
  } catch (error) {
    // A head that cannot be passed on leaves a body that nobody reads.
    answer?.destroy()
    if (gone.aborted) return 'left'
    refuse(response, 502, `${tier.name} cannot be reached: ${reasonOf(error)}`, progress.sent)
    return 'failed'
  }
}

/** Ends when the answer is with the client, or one of both has broken off; then the other side is broken off too. */
async function relay(answer: IncomingMessage, { response, gone }: Exchange): Promise<ExchangeResult> {
  const closed = Promise.withResolvers<void>()
  let broken = false
  answer.once('error', () => {
    // When the client went first, its going is what ended the answer.
    broken = !gone.aborted
    response.destroy()
  })
  response.once('close', closed.resolve)
  answer.pipe(response)
  await closed.promise
  if (broken) return 'failed'
  return gone.aborted ? 'left' : 'answered'
}

/**
 * A connection kept open may have been closed by the tier just before it got the request; then it is asked once more on
 * a new one, unless it may have acted on the request already, or a part of the body is gone.
 */
async function askTwice(exchange: Exchange, progress: { sent: boolean }): Promise<IncomingMessage> {
  const { request, response } = exchange
  if (request.headers.expect !== undefined) response.writeContinue()
  const first = start(exchange, progress, exchange.tier.agent)
  try {
    return await first.answer
  } catch (error) {
    const repeatable = IDEMPOTENT.has(request.method ?? '') || hasBody(request)
    if (!first.wasStale() || request.readableDidRead || !repeatable || exchange.gone.aborted) throw error
    return await start(exchange, progress, false).answer
  }
}

interface Attempt {
  readonly answer: Promise<IncomingMessage>
  /** Whether it failed on a connection kept open that brought no byte of an answer. */
  wasStale(): boolean
}

function start(exchange: Exchange, progress: { sent: boolean }, agent: Tier['agent'] | false): Attempt {
  const { request, tier, gone } = exchange
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const asked = tier.request(tier.url, {
    agent,
    method: request.method,
    path: pathOf(request, tier),
    headers: requestHeaders(request, tier.url.host),
  })
  gone.addEventListener('abort', () => asked.destroy(), { once: true })
  let readBefore = 0
  asked.once('socket', (socket) => {
    readBefore = socket.bytesRead
    whenReady(asked, tier, () => {
      progress.sent = true
      if (hasBody(request)) request.pipe(asked)
      else asked.end()
    })
  })
  asked.once('response', resolve)
  // Stays for good: after the answer began, a failed upload says nothing that the answer does not.
  asked.on('error', reject)
  return { answer: promise, wasStale: () => asked.reusedSocket && asked.socket?.bytesRead === readBefore }
}

function whenReady(asked: ClientRequest, tier: Tier, ready: () => void): void {
  const { socket } = asked
  if (socket === null || !socket.connecting) return ready()
  const late = setTimeout(() => asked.destroy(new Error(`no connection within ${CONNECT_MS} ms`)), CONNECT_MS)
  asked.once('close', () => clearTimeout(late))
  socket.once(tier.readyEvent, () => {
    clearTimeout(late)
    ready()
  })
}

function pathOf({ url = '/' }: IncomingMessage, { pathPrefix }: Tier): string {
  if (url.startsWith('/')) return pathPrefix + url
  const absolute = URL.parse(url)
  return absolute === null ? url : pathPrefix + absolute.pathname + absolute.search
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message
}
