import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { Agent, request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { Readable } from 'node:stream'

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
  readonly sha256: string
}

export interface Call {
  readonly method?: string
  readonly path?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Readable | Buffer
  readonly signal?: AbortSignal
  readonly agent?: Agent
}

export interface OpenCall {
  /** The head of the answer. */
  readonly response: Promise<IncomingMessage>
  /** Reads the answer to its end. */
  readonly read: () => Promise<Answer>
}

/** Resolves once the request is on its way. */
export async function open(url: string, call: Call = {}): Promise<OpenCall> {
  const { method = 'GET', path = '/', headers = {}, body, signal, agent = false } = call
  const request = httpRequest(new URL(path, url), { method, headers, agent, ...(signal && { signal }) })
  const responded = once(request, 'response').then(([response]) => response as IncomingMessage)
  // The caller may look later.
  responded.catch(() => {})
  request.on('error', () => {})
  if (body instanceof Readable) void pipeline(body, request).catch(() => {})
  else request.end(body)
  if (!request.reusedSocket) await once(request, 'socket', { signal: AbortSignal.timeout(5000) })
  return { response: responded, read: async () => await read(await responded) }
}

export async function ask(url: string, call: Call = {}): Promise<Answer> {
  return await (await open(url, call)).read()
}

/** `count` requests, `concurrency` at a time, on connections kept open. */
export async function askMany(
  url: string,
  count: number,
  concurrency: number,
  call: Call = {},
): Promise<readonly Answer[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency })
  const answers: Answer[] = []
  let left = count
  const worker = async () => {
    while (left > 0) {
      left -= 1
      answers.push(await ask(url, { ...call, agent }))
    }
  }
  try {
    await Promise.all(Array.from({ length: concurrency }, worker))
  } finally {
    agent.destroy()
  }
  return answers
}

async function read(response: IncomingMessage): Promise<Answer> {
  const hash = createHash('sha256')
  let text = ''
  for await (const chunk of response as AsyncIterable<Buffer>) {
    hash.update(chunk)
    if (text.length < 65_536) text += chunk.toString()
  }
  return { status: response.statusCode ?? 0, headers: response.headers, text, sha256: hash.digest('hex') }
}
