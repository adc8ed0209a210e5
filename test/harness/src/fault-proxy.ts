import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as delay } from 'node:timers/promises'

/**
 * A TCP proxy on the loopback interface that breaks the network on demand.
 *
 * Faults act on connections that are open and on new ones, until the opposite is called.
 */
export interface FaultProxy extends AsyncDisposable {
  readonly host: string
  readonly port: number
  /** Connections open now. */
  readonly connections: number

  /** Resets every open connection; new ones are accepted. */
  cut(): void

  /** A black hole: connections stay open or are accepted, and nothing passes. */
  pause(): void
  resume(): void

  /** Every piece of data, both ways, arrives this much later. */
  latency(ms: number): void

  /** Cuts once after this many more bytes have passed, both ways and all connections together, also in mid-message. */
  cutAfterBytes(bytes: number): void
}

export async function startFaultProxy(target: { readonly host: string; readonly port: number }): Promise<FaultProxy> {
  const proxy = new TcpProxy(target)
  await proxy.listen()
  return proxy
}

/** Held back by latency in one direction of one connection; more waits in the sender. */
const DELAYED_BYTES = 4 * 1024 * 1024

class TcpProxy implements FaultProxy {
  readonly host = '127.0.0.1'
  readonly #target: { readonly host: string; readonly port: number }
  readonly #server = createServer({ noDelay: true }, (client) => void this.#serve(client))
  readonly #sockets = new Set<Socket>()
  #port = 0
  #paused: PromiseWithResolvers<void> | null = null
  #latencyMs = 0
  #bytesLeft = Number.POSITIVE_INFINITY

  constructor(target: { readonly host: string; readonly port: number }) {
    this.#target = target
  }

  async listen(): Promise<void> {
    this.#server.listen(0, this.host)
    await once(this.#server, 'listening')
    this.#port = (this.#server.address() as AddressInfo).port
  }

  get port(): number {
    return this.#port
  }
  get connections(): number {
    return this.#sockets.size / 2
  }

  cut(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy()
  }

  pause(): void {
    this.#paused ??= Promise.withResolvers<void>()
  }

  resume(): void {
    this.#paused?.resolve()
    this.#paused = null
  }

  latency(ms: number): void {
    this.#latencyMs = ms
  }

  cutAfterBytes(bytes: number): void {
    this.#bytesLeft = bytes
  }

  async #serve(client: Socket): Promise<void> {
    const upstream = connect({ ...this.#target, noDelay: true })
    const pair = [client, upstream]
    for (const socket of pair) {
      this.#sockets.add(socket)
      socket.once('close', () => this.#sockets.delete(socket))
    }
    // A broken connection breaks both ways at once, whatever was the reason.
    await Promise.all([pipeline(client, this.#way(), upstream), pipeline(upstream, this.#way(), client)]).catch(() => {
      for (const socket of pair) socket.resetAndDestroy()
    })
  }

  /** Delays each chunk by itself, not the one after it, so that latency does not limit throughput. */
  #way(): Transform {
    let last: Promise<unknown> = Promise.resolve()
    let delayedBytes = 0
    const whenPassed = async (done: () => void): Promise<void> => {
      await last
      done()
    }
    const way: Transform = new Transform({
      transform: (chunk: Buffer, _encoding, accept) => {
        const due = performance.now() + this.#latencyMs
        delayedBytes += chunk.length
        const passed = last.then(async () => {
          await this.#until(due)
          delayedBytes -= chunk.length
          if (!way.destroyed) way.push(this.#count(chunk))
        })
        last = passed
        if (delayedBytes < DELAYED_BYTES) accept()
        else void whenPassed(accept)
      },
      flush: (done) => void whenPassed(done),
    })
    return way
  }

  async #until(due: number): Promise<void> {
    const waitMs = due - performance.now()
    if (waitMs > 0) await delay(waitMs)
    while (this.#paused !== null) await this.#paused.promise
  }

  /** What of the chunk may still pass; the connection is cut behind the last byte. */
  #count(chunk: Buffer): Buffer {
    const left = this.#bytesLeft
    this.#bytesLeft -= chunk.length
    if (left > chunk.length) return chunk
    // Nothing more may pass until the connection is gone: the peer must not see a gap.
    this.#bytesLeft = 0
    // After the bytes that may pass have been handed to the socket.
    setImmediate(() => {
      this.#bytesLeft = Number.POSITIVE_INFINITY
      this.cut()
    })
    return chunk.subarray(0, left)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server, 'close')
    this.#server.close()
    this.cut()
    this.resume()
    await closed
  }
}
