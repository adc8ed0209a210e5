import { Agent as HttpAgent, request as httpRequest } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'

export type TierName = 'blue' | 'green'

/** One application tier: where it is, and the connections kept open to it. */
export interface Tier extends Disposable {
  readonly name: TierName
  readonly url: URL
  /** What is before the path of every request; empty for most. */
  readonly pathPrefix: string
  readonly agent: HttpAgent
  readonly request: typeof httpRequest
  /** The event after which a new connection can carry a request. */
  readonly readyEvent: 'connect' | 'secureConnect'
}

/**
 * An idle connection is given up after this long. It is below the shortest default at which application servers close
 * one (gunicorn: 2 s), so that a request is not sent on a connection that is being closed.
 */
const IDLE_MS = 1500

export function openTier(name: TierName, address: string): Tier {
  const url = new URL(address)
  const secure = url.protocol === 'https:'
  const agent = new (secure ? HttpsAgent : HttpAgent)({ keepAlive: true, timeout: IDLE_MS, scheduling: 'lifo' })
  return {
    name,
    url,
    pathPrefix: url.pathname.replace(/\/+$/, ''),
    agent,
    request: secure ? httpsRequest : httpRequest,
    readyEvent: secure ? 'secureConnect' : 'connect',
    [Symbol.dispose]: () => agent.destroy(),
  }
}
