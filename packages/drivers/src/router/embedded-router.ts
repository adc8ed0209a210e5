import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { CausewayError, type Traffic, type TrafficMeasurement } from '@causeway/core'
import type { ResolvedTraffic } from '@causeway/spec'
import { affinityCookie, chosenTier } from './affinity.ts'
import { forward } from './forward.ts'
import { HoldGate } from './hold-gate.ts'
import { refuse } from './refuse.ts'
import { Splitter } from './splitter.ts'
import { openTier, type Tier, type TierName } from './tier.ts'
import { TierMeter } from './tier-meter.ts'

export type RouterSettings = Extract<ResolvedTraffic['router'], { kind: 'embedded' }>

/** Requests kept waiting at most; each costs a connection and what the client has already sent. */
const MOST_WAITING = 10_000
/** Longer than clients keep an idle connection, so that none is closed under a request on its way. */
const CLIENT_IDLE_MS = 120_000

/** Splits HTTP requests between blue and green inside this process. */
export class EmbeddedRouter implements Traffic {
  readonly #stickyMs: number
  readonly #tiers: Readonly<Record<TierName, Tier>>
  readonly #splitter = new Splitter()
  readonly #gate = new HoldGate(MOST_WAITING)
  readonly #server: Server
  #meters = { blue: new TierMeter(), green: new TierMeter() }

  private constructor({ blueUrl, greenUrl, stickyMs }: RouterSettings) {
    this.#stickyMs = stickyMs
    this.#tiers = { blue: openTier('blue', blueUrl), green: openTier('green', greenUrl) }
    const serve = (request: IncomingMessage, response: ServerResponse) => void this.#serve(request, response)
    // No limit on how long an upload takes: it may be held, and the application has a limit of its own.
    this.#server = createServer({ keepAliveTimeout: CLIENT_IDLE_MS, requestTimeout: 0 }, serve)
    // A client that asks first is told to go on only when its request is, so nothing of a held body is on the way.
    this.#server.on('checkContinue', serve)
  }

  /** Accepts requests once it resolves; all go to blue. @throws CW-0260 */
  static async listen(settings: RouterSettings): Promise<EmbeddedRouter> {
    const router = new EmbeddedRouter(settings)
    const { host, port } = settings.listen
    try {
      router.#server.listen(port, host)
      await once(router.#server, 'listening')
      return router
    } catch (cause) {
      await router[Symbol.asyncDispose]()
      throw cannotListen(host, port, cause)
    }
  }

  /** Where it listens, with the port it got when the declared one is 0. */
  get address(): AddressInfo {
    return this.#server.address() as AddressInfo
  }

  /** In effect for every request that is not yet on its way to a tier. */
  async setWeight(green: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    if (!(green >= 0 && green <= 100)) throw new RangeError(`a weight is from 0 to 100, not ${green}`)
    this.#splitter.weight = green
  }

  async weight(signal: AbortSignal): Promise<number> {
    signal.throwIfAborted()
    return this.#splitter.weight
  }

  /**
   * A request counts when it ends, if it was sent to its tier after the reset. Its latency is the tier's, from the
   * request until the end of the answer; one whose client went away counts with the time until then, not as an error.
   */
  async measure(signal: AbortSignal): Promise<TrafficMeasurement> {
    signal.throwIfAborted()
    return { blue: this.#meters.blue.read(), green: this.#meters.green.read() }
  }

  resetMeasurement(): void {
    this.#meters = { blue: new TierMeter(), green: new TierMeter() }
  }

  /**
   * Bodies of waiting requests are not read. When the budget ends, those still waiting are answered 503 and new ones
   * flow. Ends as well when `signal` aborts before the requests in flight have ended.
   * @throws CW-0901 when requests were in flight until the hold ended
   */
  async hold(budgetMs: number, signal: AbortSignal): Promise<void> {
    await this.#gate.hold(budgetMs, signal)
  }

  async release(): Promise<void> {
    this.#gate.release()
  }

  /** At once: connections of clients and to the tiers are cut. */
  async [Symbol.asyncDispose](): Promise<void> {
    const closed = this.#server.listening ? once(this.#server, 'close') : null
    this.#server.close()
    this.#server.closeAllConnections()
    this.#tiers.blue[Symbol.dispose]()
    this.#tiers.green[Symbol.dispose]()
    await closed
    this.#gate.release()
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const leaving = new AbortController()
    // Told by `close` as well; unheard it would end the process.
    response.on('error', () => {})
    const gone = leaving.signal
    response.once('close', () => {
      if (!response.writableFinished) leaving.abort()
    })
    const admission = await this.#gate.enter(gone)
    if (admission === 'full') return refuse(response, 503, 'too many requests are held', false)
    if (admission === 'late') return refuse(response, 503, 'held', false)
    try {
      await this.#pass(request, response, gone)
    } finally {
      this.#gate.leave()
    }
  }

  async #pass(request: IncomingMessage, response: ServerResponse, gone: AbortSignal): Promise<void> {
    if (gone.aborted) return
    const kept = this.#keptTier(request)
    const name = kept ?? this.#splitter.next()
    const cookie = kept === null && this.#stickyMs > 0 ? affinityCookie(name, this.#stickyMs) : null
    const meter = this.#meters[name]
    const startedMs = performance.now()
    meter.sent()
    const result = await forward({ request, response, tier: this.#tiers[name], cookie, gone })
    meter.add(performance.now() - startedMs, result === 'failed')
  }

  /** Affinity yields to the weights: a tier that shall get nothing gets nothing. */
  #keptTier({ headers }: IncomingMessage): TierName | null {
    const chosen = this.#stickyMs > 0 ? chosenTier(headers.cookie) : null
    return chosen !== null && this.#splitter.serves(chosen) ? chosen : null
  }
}

function cannotListen(host: string, port: number, cause: unknown): CausewayError {
  const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)
  const why = reason === 'EADDRINUSE' ? 'another process listens there' : reason
  return new CausewayError('CW-0260', `the router cannot listen on ${host} port ${port}: ${why}`, {
    cause,
    data: { host, port, reason },
  })
}
