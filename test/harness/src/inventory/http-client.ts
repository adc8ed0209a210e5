import { request, type Agent } from 'node:http'
import type { Outcome } from '../oracle/history.ts'

export interface Answer {
  readonly outcome: Outcome
  /** `null` when there was no answer. */
  readonly status: number | null
  /** Why it was not acknowledged; empty when it was. */
  readonly reason: string
}

export interface RequestOptions {
  readonly method: 'GET' | 'POST'
  readonly body: unknown
  readonly agent: Agent
  readonly timeoutMs: number
}

/** Sends one request, once, and says what its client knows afterwards. Never throws. */
export function requestJson(url: URL, options: RequestOptions): Promise<Answer> {
  const { method, agent, timeoutMs } = options
  const { promise, resolve } = Promise.withResolvers<Answer>()
  const payload = options.body === undefined ? '' : JSON.stringify(options.body)
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) }
  const sent = request(url, { method, agent, headers, timeout: timeoutMs }, (response) => {
    const chunks: Buffer[] = []
    response.on('data', (chunk: Buffer) => chunks.push(chunk))
    response.on('end', () => resolve(judgeAnswer(response.statusCode ?? 0, Buffer.concat(chunks).toString('utf8'))))
    response.on('error', (error) => resolve(noAnswer(error)))
  })
  sent.on('timeout', () => sent.destroy(new Error(`no answer within ${timeoutMs} ms`)))
  sent.on('error', (error) => resolve(noAnswer(error)))
  sent.end(payload)
  return promise
}

/** An error answer means that nothing was done only when it says so itself: `"unknown": false`. */
export function judgeAnswer(status: number, text: string): Answer {
  if (status >= 200 && status < 300) return { outcome: 'acked', status, reason: '' }
  const certain = /"unknown":\s*false/.test(text) || (status >= 400 && status < 500)
  return { outcome: certain ? 'failed' : 'unknown', status, reason: `${status} ${text.slice(0, 200)}` }
}

/** Without a connection nothing was sent; afterwards nobody knows. */
function noAnswer(error: NodeJS.ErrnoException): Answer {
  return { outcome: error.code === 'ECONNREFUSED' ? 'failed' : 'unknown', status: null, reason: error.message }
}
