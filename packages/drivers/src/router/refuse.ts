import type { ServerResponse } from 'node:http'

/** Answers for a tier. `unknown` tells the client whether the request may have been carried out. */
export function refuse(response: ServerResponse, status: 502 | 503, error: string, unknown: boolean): void {
  const retryAfter = status === 503 ? { 'retry-after': '1' } : {}
  response
    .writeHead(status, { 'content-type': 'application/json', ...retryAfter })
    .end(JSON.stringify({ error, unknown }))
}
