import { giveBack } from './chunk-memory.ts'
import { CopyDataWalker, MESSAGE } from './frames.ts'
import { copiedRows } from './messages.ts'
import type { Session } from './session.ts'

export interface RelayResult {
  /** On the wire, frame headers included. */
  readonly bytes: number
  /** As the target counted them. */
  readonly rows: number
}

/** A frame of which more than this is missing is not filled up. */
const FILL_LIMIT_BYTES = 1 << 20

/**
 * Runs `COPY … TO STDOUT` on one server and `COPY … FROM STDIN` on the other and passes the data through.
 *
 * Both directions of the protocol frame COPY data alike, so chunks go from socket to socket as they came: no row, and
 * no frame, is ever held; memory stays at the sockets' buffers. When either side fails, or on `signal`, the target's
 * COPY is failed and the source's cancelled, the first error, or the abort reason, is thrown, and both sessions are
 * ready for the next statement; only in the middle of a value above 1 MiB the target's is closed instead.
 */
export async function relayCopy(
  from: Session,
  outSql: string,
  to: Session,
  inSql: string,
  onBytes: (bytes: number) => void,
  signal: AbortSignal,
): Promise<RelayResult> {
  signal.throwIfAborted()
  const relay = new Relay(from, to, onBytes)
  const onAbort = () => relay.fail(signal.reason)
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    return await relay.run(outSql, inSql)
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}

class Relay {
  readonly #from: Session
  readonly #to: Session
  readonly #onBytes: (bytes: number) => void
  readonly #walker = new CopyDataWalker()
  /** Awaited before the sessions are given back: a late cancellation would hit their next statement. */
  readonly #cancellations: Promise<void>[] = []
  #failure: { readonly error: unknown } | null = null
  #pumping = false
  #bytes = 0

  constructor(from: Session, to: Session, onBytes: (bytes: number) => void) {
    this.#from = from
    this.#to = to
    this.#onBytes = onBytes
  }

  /** The first failure counts; everything still running is stopped. */
  fail(error: unknown): void {
    if (this.#failure !== null) return
    this.#failure = { error }
    this.#cancellations.push(this.#from.cancel(), this.#failTarget())
    // What the source still sends is dropped, or it would not come to see the cancellation.
    if (this.#pumping) this.#from.resume()
  }

  /** A target that waits for a lock reads no CopyFail, and one that reads data obeys no cancellation: it gets both. */
  async #failTarget(): Promise<void> {
    // Within a frame anything sent would be taken for data: fill it up, or hang up when that is too much.
    const completion = this.#walker.completion(FILL_LIMIT_BYTES)
    if (completion === null) return this.#to.close()
    this.#to.write(completion)
    this.#to.send(MESSAGE.copyFail, Buffer.from('the relay was stopped\0'))
    await this.#to.cancel()
  }

  async run(outSql: string, inSql: string): Promise<RelayResult> {
    const [out, into] = await Promise.allSettled([this.#from.startCopyOut(outSql), this.#to.startCopyIn(inSql)])
    if (out.status === 'rejected') this.fail(out.reason)
    if (into.status === 'rejected') this.fail(into.reason)
    const rows = await Promise.all([
      into.status === 'fulfilled' ? this.#finishTarget(into.value.finished) : 0,
      out.status === 'fulfilled' ? this.#pump(out.value.finished) : undefined,
    ])
    await Promise.all(this.#cancellations)
    if (this.#failure !== null) throw this.#failure.error
    return { bytes: this.#bytes, rows: rows[0] }
  }

  async #pump(finished: Promise<unknown>): Promise<void> {
    this.#pumping = true
    this.#from.onChunk(this.#forward)
    this.#from.resume()
    try {
      await finished
      if (this.#failure === null) this.#to.send(MESSAGE.copyDone)
    } catch (error) {
      this.fail(error)
    } finally {
      this.#from.onChunk(null)
    }
  }

  async #finishTarget(finished: Promise<readonly string[]>): Promise<number> {
    try {
      return copiedRows(await finished)
    } catch (error) {
      this.fail(error)
      return 0
    }
  }

  readonly #forward = (chunk: Buffer): Buffer => {
    const length = this.#walker.walk(chunk)
    if (length < chunk.length) this.#from.onChunk(null)
    if (length > 0 && this.#failure === null) {
      // The last chunk holds other messages, too; all others are of no use once they are sent.
      const onTaken = length === chunk.length ? () => giveBack(chunk) : undefined
      if (!this.#to.write(chunk.subarray(0, length), onTaken)) this.#holdSource()
      this.#bytes += length
      this.#onBytes(length)
    }
    return chunk.subarray(length)
  }

  #holdSource(): void {
    this.#from.pause()
    const goOn = () => {
      // After a failure the source was resumed already, and may be busy with something else by now.
      if (this.#failure === null) this.#from.resume()
    }
    this.#to.drained().then(goOn, goOn)
  }
}
