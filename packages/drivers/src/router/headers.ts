import type { IncomingMessage } from 'node:http'

/** Names and values in turn, as on the wire: repeated names and their order survive. */
export type FlatHeaders = readonly string[]

/** RFC 9110 §7.6.1: meant for one connection only. `Expect` is answered by the router itself. */
const HOP_BY_HOP: ReadonlySet<string> = new Set([
  'connection',
  'expect',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** Never dropped because a client's `Connection` names them: without its length a body would be read as a request. */
const NEEDED: ReadonlySet<string> = new Set(['content-length', 'host'])

export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}

/** What a tier gets to see: `Host` is kept, and the client's address, host and protocol are told. */
export function requestHeaders(request: IncomingMessage, tierHost: string): FlatHeaders {
  const { headers, socket, method } = request
  const kept = endToEnd(request).filter(([name]) => name.toLowerCase() !== 'x-forwarded-for')
  // HTTP/1.0, as health checks speak it, has no `Host`; the tier is asked in 1.1, which needs one.
  if (headers.host === undefined) kept.push(['Host', tierHost])
  const path = [headers['x-forwarded-for'], socket.remoteAddress].filter((hop) => hop !== undefined)
  kept.push(['X-Forwarded-For', path.join(', ')])
  // What a proxy before this one said is nearer to the client, such as the https that it terminated.
  if (headers['x-forwarded-host'] === undefined) kept.push(['X-Forwarded-Host', headers.host ?? tierHost])
  if (headers['x-forwarded-proto'] === undefined) kept.push(['X-Forwarded-Proto', 'http'])
  // Node frames the body of some methods only when told to, and an unframed one would be read as the next request.
  if (headers['transfer-encoding'] !== undefined) kept.push(['Transfer-Encoding', 'chunked'])
  else if (headers['content-length'] === undefined && method !== 'GET' && method !== 'HEAD')
    kept.push(['Content-Length', '0'])
  return kept.flat()
}

export function answerHeaders(answer: IncomingMessage, cookie: string | null): FlatHeaders {
  const kept = endToEnd(answer)
  if (cookie !== null) kept.push(['Set-Cookie', cookie])
  return kept.flat()
}

function endToEnd({ rawHeaders, headers }: IncomingMessage): [name: string, value: string][] {
  const named = (headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase())
  const dropped = new Set([...HOP_BY_HOP, ...named.filter((name) => !NEEDED.has(name))])
  const kept: [string, string][] = []
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? ''
    if (!dropped.has(name.toLowerCase())) kept.push([name, rawHeaders[index + 1] ?? ''])
  }
  return kept
}
