import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

export type HookAction = 'hold' | 'follow' | 'release'

/** A client of the migrated database that does what the test says when Causeway tells it something. */
export interface TestHook extends AsyncDisposable {
  readonly url: string
}

/** Each call is answered once `react` has ended; what it throws refuses the call. */
export async function startHook(
  react: (action: HookAction, authority: string | null) => Promise<void>,
): Promise<TestHook> {
  const server = createServer((request, response) => {
    const answer = async () => {
      const { authority = null } = JSON.parse(await bodyOf(request)) as { readonly authority?: string }
      await react((request.url ?? '').split('/').at(-1) as HookAction, authority)
    }
    answer().then(
      () => response.end('{}'),
      (error: unknown) => response.writeHead(500).end(String(error)),
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request) text += String(chunk)
  return text === '' ? '{}' : text
}
