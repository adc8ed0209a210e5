import { once } from 'node:events'
import type { Duplex } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { CausewayError, type Side } from '@causeway/core'
import { cancellable } from '../abort.ts'
import { cancelOrDestroy, type openClient } from '../connect.ts'
import { sideError, translateError, translateServerError } from '../errors.ts'
import { giveBack } from './chunk-memory.ts'
import { frame, frameHeader, FrameReader, gatherWhole, MESSAGE } from './frames.ts'
import { copiedRows, readDataRow, readParameter, readServerError, readString } from './messages.ts'
import type { ChunkHandler, MessageHandler, RunningCopy, Session } from './session.ts'

const COPY_FRAME_BYTES = 1 << 20
const CLOSE_GRACE_MS = 2_000

/** From a Query message to the ReadyForQuery that ends it. */
interface Exchange {
  readonly rows: (readonly (string | null)[])[]
  readonly tags: string[]
  error: CausewayError | null
  /** What the server must answer to get into COPY mode. */
  readonly copyResponse: number | null
  readonly copying: PromiseWithResolvers<void>
  readonly ready: PromiseWithResolvers<readonly string[]>
  readonly over: AbortController
}

/** What `openClient` learnt while the session was opened. */
type Introduction = Omit<Awaited<ReturnType<typeof openClient>>, 'client'>

/** See `Session`. */
export class WireSession implements Session {
  readonly side: Side
  readonly serverVersion: number
  readonly processId: number
  readonly parameters: Map<string, string>
  readonly #socket: Duplex
  readonly #cancelBackend: () => Promise<void>
  readonly #closed = new AbortController()
  readonly #reader = new FrameReader(
    (type, body) => this.#receive(type, body),
    (type, bytes) =>
      this.#messageHandler?.gatherer === undefined ? gatherWhole(bytes) : this.#messageHandler.gatherer(type, bytes),
  )
  #exchange: Exchange | null = null
  #messageHandler: MessageHandler | null = null
  #chunkHandler: ChunkHandler | null = null
  #unread: Buffer = Buffer.alloc(0)
  #paused = false
  #taken = false
  #lastError: CausewayError | null = null

  constructor(socket: Duplex, side: Side, introduction: Introduction, cancelBackend: () => Promise<void>) {
    this.side = side
    this.serverVersion = introduction.version
    this.processId = introduction.pid
    this.parameters = new Map(introduction.parameters)
    this.#socket = socket
    this.#cancelBackend = cancelBackend
    socket.on('data', this.#onData)
    socket.on('error', (error) => (this.#lastError ??= translateError(side, error, 'statement')))
    socket.on('close', () => this.#end())
    if (socket.destroyed) this.#end()
  }

  get closed(): AbortSignal {
    return this.#closed.signal
  }

  async query(sql: string, options: { readonly signal?: AbortSignal } = {}) {
    const start = async () => {
      const exchange = this.#begin(sql, null)
      await exchange.ready.promise
      return exchange.rows
    }
    return cancellable(options.signal, start, async () => this.cancel())
  }

  async copyIn(
    sql: string,
    source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
    options: { readonly signal?: AbortSignal } = {},
  ): Promise<number> {
    const start = async () => {
      const exchange = this.#begin(sql, MESSAGE.copyInResponse)
      await exchange.copying.promise
      try {
        for await (const chunk of source) {
          options.signal?.throwIfAborted()
          // The server has failed the COPY and ignores the rest.
          if (exchange.error !== null) break
          await this.#sendCopyData(chunk)
        }
      } catch (error) {
        this.send(MESSAGE.copyFail, Buffer.from('the source of the data failed\0'))
        await exchange.ready.promise.catch(() => {})
        throw error
      }
      if (exchange.error === null) this.send(MESSAGE.copyDone)
      return copiedRows(await exchange.ready.promise)
    }
    return cancellable(options.signal, start, async () => this.cancel())
  }

  async startCopyIn(sql: string): Promise<RunningCopy> {
    return this.#startCopy(sql, MESSAGE.copyInResponse)
  }

  async startCopyOut(sql: string): Promise<RunningCopy> {
    return this.#startCopy(sql, MESSAGE.copyOutResponse)
  }

  async cancel(): Promise<void> {
    const exchange = this.#exchange
    if (exchange === null) return
    await cancelOrDestroy(this.#cancelBackend, exchange.over.signal, () => this.#socket.destroy())
  }

  send(type: number, body?: Uint8Array): boolean {
    return this.write(frame(type, body))
  }

  write(bytes: Uint8Array, onTaken?: () => void): boolean {
    return !this.#socket.writable || this.#socket.write(bytes, onTaken)
  }

  async drained(): Promise<void> {
    this.closed.throwIfAborted()
    if (!this.#socket.writableNeedDrain) return
    try {
      await once(this.#socket, 'drain', { signal: this.closed })
    } catch (error) {
      this.closed.throwIfAborted()
      throw translateError(this.side, error, 'statement')
    }
  }

  onMessage(handler: MessageHandler | null): void {
    this.#messageHandler = handler
  }

  onChunk(handler: ChunkHandler | null): void {
    this.#chunkHandler = handler
    this.#reader.stop()
  }

  pause(): void {
    this.#paused = true
    this.#reader.stop()
    this.#socket.pause()
  }

  resume(): void {
    if (!this.#paused) return
    this.#paused = false
    this.#deliver()
    if (!this.#paused) this.#socket.resume()
  }

  errorFrom(body: Buffer): CausewayError {
    return translateServerError(this.side, readServerError(body), 'statement')
  }

  takeSocket(): Duplex {
    this.#taken = true
    this.#socket.removeListener('data', this.#onData)
    return this.#socket
  }

  async close(): Promise<void> {
    if (this.closed.aborted) return
    this.#lastError ??= sideError(this.side, '11', 'the session was closed')
    // Bytes nobody wants any more must not keep the socket from ending.
    this.#chunkHandler = () => Buffer.alloc(0)
    this.resume()
    if (this.#exchange === null && !this.#taken) this.#socket.end(frame(MESSAGE.terminate))
    else this.#socket.destroy()
    await delay(CLOSE_GRACE_MS, undefined, { signal: this.closed, ref: false }).catch(() => {})
    this.#socket.destroy()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  async #startCopy(sql: string, copyResponse: number): Promise<RunningCopy> {
    const exchange = this.#begin(sql, copyResponse)
    await exchange.copying.promise
    return { finished: exchange.ready.promise }
  }

  #begin(sql: string, copyResponse: number | null): Exchange {
    if (this.#exchange !== null) throw this.#misuse('another statement is running')
    this.closed.throwIfAborted()
    const exchange: Exchange = {
      rows: [],
      tags: [],
      error: null,
      copyResponse,
      copying: Promise.withResolvers(),
      ready: Promise.withResolvers(),
      over: new AbortController(),
    }
    // Each caller awaits only one of the two; the other must not count as unhandled.
    exchange.copying.promise.catch(() => {})
    exchange.ready.promise.catch(() => {})
    this.#exchange = exchange
    this.send(MESSAGE.query, Buffer.from(`${sql}\0`))
    return exchange
  }

  readonly #onData = (chunk: Buffer): void => {
    this.#unread = this.#unread.length === 0 ? chunk : Buffer.concat([this.#unread, chunk])
    if (!this.#paused) this.#deliver()
  }

  #deliver(): void {
    try {
      while (this.#unread.length > 0 && !this.#paused) {
        const chunk = this.#unread
        this.#unread = Buffer.alloc(0)
        if (this.#chunkHandler === null) {
          this.#unread = this.#reader.push(chunk)
          if (this.#unread.length === 0) giveBack(chunk)
        } else {
          this.#unread = this.#chunkHandler(chunk)
        }
      }
    } catch (error) {
      this.#lastError ??= translateError(this.side, error, 'statement')
      this.#socket.destroy()
    }
  }

  #receive(type: number, body: Buffer): void {
    if (type === MESSAGE.noticeResponse || type === MESSAGE.notificationResponse) return
    if (type === MESSAGE.parameterStatus) {
      this.parameters.set(...readParameter(body))
      return
    }
    // Remembered for the case that the server closes the connection right after it.
    if (type === MESSAGE.errorResponse) this.#lastError = this.errorFrom(body)
    // The server has gone on after it: not why a later end comes.
    if (type === MESSAGE.readyForQuery) this.#lastError = null
    const isTaken = this.#exchange === null || type === MESSAGE.copyData
    if (this.#messageHandler !== null && isTaken) this.#messageHandler.receive(type, body)
    else if (this.#exchange !== null) this.#answer(this.#exchange, type, body)
  }

  #answer(exchange: Exchange, type: number, body: Buffer): void {
    switch (type) {
      case MESSAGE.rowDescription:
        exchange.rows.length = 0
        break
      case MESSAGE.dataRow:
        exchange.rows.push(readDataRow(body))
        break
      case MESSAGE.commandComplete:
        exchange.tags.push(readString(body))
        break
      case MESSAGE.errorResponse:
        exchange.error = this.errorFrom(body)
        break
      case MESSAGE.copyInResponse:
      case MESSAGE.copyOutResponse:
        this.#enterCopy(exchange, type)
        break
      case MESSAGE.copyData:
        throw this.#misuse('data of a COPY came that nobody reads')
      case MESSAGE.readyForQuery:
        this.#finishExchange(exchange, exchange.error)
        break
    }
  }

  #enterCopy(exchange: Exchange, type: number): void {
    if (exchange.copyResponse !== type) throw this.#misuse('the statement is a COPY of another direction')
    // The consumer is not in place before the promise has been awaited.
    if (type === MESSAGE.copyOutResponse) this.pause()
    exchange.copying.resolve()
  }

  #finishExchange(exchange: Exchange, error: CausewayError | null): void {
    this.#exchange = null
    this.#lastError = null
    exchange.over.abort()
    if (error !== null) {
      exchange.copying.reject(error)
      exchange.ready.reject(error)
      return
    }
    if (exchange.copyResponse !== null) exchange.copying.reject(this.#misuse('the statement is not a COPY'))
    exchange.ready.resolve(exchange.tags)
  }

  #end(): void {
    if (this.closed.aborted) return
    const error = this.#lastError ?? sideError(this.side, '11', 'the server closed the connection')
    this.#closed.abort(error)
    if (this.#exchange !== null) this.#finishExchange(this.#exchange, error)
  }

  async #sendCopyData(chunk: Uint8Array): Promise<void> {
    for (let start = 0; start < chunk.length; start += COPY_FRAME_BYTES) {
      const part = chunk.subarray(start, start + COPY_FRAME_BYTES)
      this.#socket.cork()
      this.write(frameHeader(MESSAGE.copyData, part.length))
      this.write(part)
      this.#socket.uncork()
      await this.drained()
    }
  }

  #misuse(what: string): CausewayError {
    return new CausewayError('CW-0101', `${this.side}: ${what}`)
  }
}
