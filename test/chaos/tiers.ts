import { once } from 'node:events'
import { Agent, createServer, get, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { freePort } from '@causeway/harness'

/** Two application tiers behind the router of the declaration, and somebody who uses them all the time. */
export interface Tiers extends AsyncDisposable {
  /** Declares the router, one step before the cut-over, and gates that few requests can pass. */
  readonly yaml: string
}

/** Between two requests; of a router that is not there too. */
const PACE_MS = 15

/** `approve` names steps that wait for a person. */
export async function startTiers({ approve = [] }: { readonly approve?: readonly number[] } = {}): Promise<Tiers> {
  const [blue, green] = [await startTier(), await startTier()]
  const listen = `127.0.0.1:${await freePort()}`
  const stopping = new AbortController()
  const using = useRouter(`http://${listen}/`, stopping.signal)
  return {
    yaml: `environments:
  test:
    traffic:
      router: { kind: embedded, listen: '${listen}', blue: '${urlOf(blue)}', green: '${urlOf(green)}' }
      steps: [50, 100]
      bakeTime: 200ms
      approve: [${approve.join(', ')}]
    gates: { minRequests: 5, weightTolerancePoints: 50, greenP99Ratio: 100 }
    cutover: { atWeight: 50 }
`,
    [Symbol.asyncDispose]: async () => {
      stopping.abort()
      await using
      await Promise.all([blue, green].map(stop))
    },
  }
}

async function startTier(): Promise<Server> {
  const server = createServer((_, response) => response.end('served'))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

async function stop(server: Server): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  server.closeAllConnections()
  await closed
}

function urlOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function useRouter(url: string, signal: AbortSignal): Promise<void> {
  const agent = new Agent({ keepAlive: true })
  while (!signal.aborted) {
    await request(url, agent)
    await delay(PACE_MS)
  }
  agent.destroy()
}

async function request(url: string, agent: Agent): Promise<void> {
  await new Promise<void>((resolve) => {
    get(url, { agent }, (response) => response.resume().once('close', resolve)).once('error', () => resolve())
  })
}
