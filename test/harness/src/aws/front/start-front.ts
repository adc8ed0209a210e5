import { once } from 'node:events'
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readCall, type Call } from './call.ts'
import { createRepairs } from './repairs.ts'
import { ServedFault, type Repair } from './repair.ts'

export interface FrontOptions {
  /** Base URL of moto's server. */
  readonly moto: string
  /** Base URL of the DMS endpoint. */
  readonly dms: string
}

export interface Front extends AsyncDisposable {
  /** For `AWS_ENDPOINT_URL`. */
  readonly url: string
  /** `service operation: status` of every answer that was an error of the server, not of the caller. */
  readonly failures: readonly string[]
}

/** One endpoint for every AWS service: DMS from ours, everything else from moto, with the repairs. */
export async function startFront(options: FrontOptions): Promise<Front> {
  const front = new AwsFront(options)
  await front.listen()
  return front
}

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** Not passed on: they speak of one connection. */
const HOP_HEADERS = new Set(['connection', 'keep-alive', 'transfer-encoding', 'expect'])

class AwsFront implements Front {
  readonly failures: string[] = []
  readonly #options: FrontOptions
  readonly #repairs = createRepairs()
  readonly #server = createServer((request, response) => void this.#serve(request, response))
  #url = ''

  constructor(options: FrontOptions) {
    this.#options = options
  }

  get url(): string {
    return this.#url
  }

  async listen(): Promise<void> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    this.#url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server, 'close')
    this.#server.close()
    this.#server.closeAllConnections()
    await closed
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const answer = await this.#answer(request).catch((error: unknown) =>
      textAnswer(502, JSON.stringify({ __type: 'FrontFailure', message: String(error) })),
    )
    // The answer to HEAD tells the length of a body it does not have.
    const length = request.method === 'HEAD' ? {} : { 'content-length': String(answer.body.length) }
    response.writeHead(answer.status, { ...answer.headers, ...length })
    response.end(answer.body)
  }

  async #answer(request: IncomingMessage): Promise<Answer> {
    const body = await readBytes(request)
    const headers = plainHeaders(request)
    const call = readCall(request.method ?? 'GET', request.url ?? '/', headers, body.toString('utf8'))
    const repairs = this.#repairs.filter((one) => one.service === call.service && one.operations.test(call.operation))
    const answer = serve(call, repairs) ?? (await this.#pass(request, headers, { call, body, repairs }))
    if (answer.status >= 500) this.failures.push(`${call.service} ${call.operation}: ${answer.status}`)
    return answer
  }

  async #pass(request: IncomingMessage, headers: Record<string, string>, passed: Passed): Promise<Answer> {
    const { call, body, repairs } = passed
    const upstream = call.service === 'dms' ? this.#options.dms : this.#options.moto
    const asked = repairs.reduce((text, { request: mend }) => mend?.({ ...call, body: text }) ?? text, call.body)
    // The bytes as they came unless a repair changed the text: a body may be no text at all.
    const sent = asked === call.body ? body : Buffer.from(asked)
    const answer = await send(new URL(request.url ?? '/', upstream), request.method ?? 'GET', headers, sent)
    if (answer.status >= 300) return answer
    const text = answer.body.toString('utf8')
    const told = repairs.reduce((now, { answer: mend }) => mend?.(call, now) ?? now, text)
    return told === text ? answer : { ...answer, body: Buffer.from(told) }
  }
}

interface Passed {
  readonly call: Call
  readonly body: Buffer
  readonly repairs: readonly Repair[]
}

function serve(call: Call, repairs: readonly Repair[]): Answer | null {
  try {
    for (const repair of repairs) {
      const body = repair.serve?.(call) ?? null
      if (body !== null) return textAnswer(200, body)
    }
    return null
  } catch (error) {
    if (!(error instanceof ServedFault)) throw error
    return textAnswer(400, JSON.stringify({ __type: error.code, message: error.message }))
  }
}

async function send(url: URL, method: string, headers: Record<string, string>, body: Buffer): Promise<Answer> {
  // A repair may have changed the length; a request without a body says nothing of it.
  const says = body.length > 0 || 'content-length' in headers
  const length = says ? { 'content-length': String(body.length) } : {}
  // moto closes each connection itself.
  const passed = httpRequest(url, { method, headers: { ...headers, ...length, connection: 'close' } })
  passed.end(body)
  const [response] = (await once(passed, 'response')) as [IncomingMessage]
  return { status: response.statusCode ?? 502, headers: plainHeaders(response), body: await readBytes(response) }
}

function plainHeaders(message: IncomingMessage): Record<string, string> {
  const entries = Object.entries(message.headers).filter(([name]) => !HOP_HEADERS.has(name))
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]))
}

async function readBytes(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

function textAnswer(status: number, body: string): Answer {
  const type = body.startsWith('<') ? 'text/xml' : 'application/x-amz-json-1.1'
  return { status, headers: { 'content-type': type }, body: Buffer.from(body) }
}
