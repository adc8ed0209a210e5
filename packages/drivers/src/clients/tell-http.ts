import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { once } from 'node:events'
import { excerpt, type ClientOf, type Instruction } from './instruction.ts'

/** More of an answer is not read. */
const ANSWER_BYTES = 4096

/**
 * `POST {url}/causeway/{action}`, with the authority as JSON when there is one.
 * @returns `null` for status 200, else what the client answered
 * @throws the reason of `signal`, or why there was no answer
 */
export async function tellHttp(
  client: ClientOf<'http'>,
  instruction: Instruction,
  signal: AbortSignal,
): Promise<string | null> {
  const url = new URL(client.url)
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/causeway/${instruction.action}`
  const body = JSON.stringify(instruction.action === 'follow' ? { authority: instruction.authority } : {})
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest
  // A new connection each time: one kept open may be closed by the client just when it is needed.
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
  const request = send(url, { method: 'POST', agent: false, signal, headers })
  const answered = once(request, 'response', { signal })
  request.end(body)
  const [answer] = (await answered) as [IncomingMessage]
  // Lost after the answer began: the loop below sees it.
  request.on('error', () => {})
  const text = await readStart(answer)
  return answer.statusCode === 200 ? null : `answered ${answer.statusCode} ${excerpt(text)}`.trim()
}

async function readStart(answer: IncomingMessage): Promise<string> {
  let text = ''
  answer.setEncoding('utf8')
  for await (const chunk of answer) {
    text += String(chunk)
    if (text.length > ANSWER_BYTES) break
  }
  return text
}
