import { once } from 'node:events'
import { Agent, createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Stands before an application tier: counts what it is asked, and answers 500 in its place when it shall be unsound. */
export interface Front extends AsyncDisposable {
  readonly url: string
  /** Requests that have come in so far. */
  readonly requests: number
  unsound: boolean
}

/** A tier that is gone breaks the connection, as it would without a front. */
export async function startFront(tierUrl: string): Promise<Front> {
  const agent = new Agent({ keepAlive: true })
  const server = createServer((request, response) => {
    front.requests += 1
    if (front.unsound) request.resume().once('end', () => response.writeHead(500).end('{"unknown":false}'))
    else pass(request, response, tierUrl, agent)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const front = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: 0,
    unsound: false,
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      agent.destroy()
      await closed
    },
  }
  return front
}

function pass(request: IncomingMessage, response: ServerResponse, tierUrl: string, agent: Agent): void {
  const { method, headers, url = '/' } = request
  const asked = ask(new URL(url, tierUrl), { method, headers, agent }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.once('error', () => response.destroy()).pipe(response)
  })
  asked.once('error', () => response.destroy())
  request.pipe(asked)
}
