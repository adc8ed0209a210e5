import { chmod, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import { CausewayError } from '../errors/causeway-error.ts'
import type { Message } from '../messages/message.ts'
import { socketPath } from './socket-path.ts'

/** What the controller answers to other processes of the same user. */
export interface Controlled {
  status(): unknown
  /** Runs one command to its end. @throws CausewayError */
  command(name: string, args: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<unknown>
  /** Messages from now on, until `signal`. */
  messages(signal: AbortSignal): AsyncIterable<Message>
}

/** The longest command a client may send. */
const MAX_BODY_BYTES = 64 * 1024

/**
 * Serves `GET /status`, `GET /messages` (one JSON object a line) and `POST /commands/NAME` on a Unix socket that only
 * its owner can open. The caller holds the journal's lock, so a socket file that is there belongs to a dead process.
 */
export async function serveControl(stateDir: string, controlled: Controlled): Promise<AsyncDisposable> {
  const path = socketPath(stateDir)
  await rm(path, { force: true })
  const ending = new AbortController()
  const server = createServer((request, response) => {
    void answer(request, response, controlled, ending.signal)
  })
  server.listen(path)
  await once(server, 'listening')
  await chmod(path, 0o600)
  return {
    [Symbol.asyncDispose]: async () => {
      ending.abort()
      server.close()
      server.closeAllConnections()
      await rm(path, { force: true })
    },
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  controlled: Controlled,
  ending: AbortSignal,
): Promise<void> {
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  const signal = AbortSignal.any([ending, gone.signal])
  try {
    const path = request.url ?? '/'
    if (request.method === 'GET' && path === '/status') return reply(response, 200, { data: controlled.status() })
    if (request.method === 'GET' && path === '/messages') return await streamMessages(response, controlled, signal)
    if (request.method === 'POST' && path.startsWith('/commands/')) {
      const args = await readArguments(request)
      // The command goes on when the one who asked goes away: half a cut-over is nobody's wish.
      const data = await controlled.command(path.slice('/commands/'.length), args, ending)
      return reply(response, 200, { data: data ?? null })
    }
    reply(response, 404, { error: { code: 'CW-0250', message: `the controller has no ${request.method} ${path}` } })
  } catch (error) {
    const known = CausewayError.is(error)
    reply(response, known ? 409 : 500, {
      error: known
        ? { code: error.code, message: error.message, data: error.data }
        : { code: 'CW-0101', message: error instanceof Error ? error.message : String(error) },
    })
  }
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

async function streamMessages(response: ServerResponse, controlled: Controlled, signal: AbortSignal): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/x-ndjson' })
  response.flushHeaders()
  for await (const message of controlled.messages(signal)) {
    if (!response.write(`${JSON.stringify(message)}\n`)) await once(response, 'drain', { signal })
  }
  response.end()
}

async function readArguments(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = ''
  for await (const chunk of request) {
    text += String(chunk)
    if (text.length > MAX_BODY_BYTES) throw new CausewayError('CW-0250', `a command is at most ${MAX_BODY_BYTES} bytes`)
  }
  try {
    const parsed: unknown = JSON.parse(text === '' ? '{}' : text)
    if (typeof parsed === 'object' && parsed !== null) return { ...parsed }
  } catch (cause) {
    throw new CausewayError('CW-0250', 'the body of a command must be a JSON object', { cause })
  }
  throw new CausewayError('CW-0250', 'the body of a command must be a JSON object')
}
