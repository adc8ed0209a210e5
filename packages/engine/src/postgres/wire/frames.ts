/** Message types of the protocol we send or look at, by their first byte. */
export const MESSAGE = {
  query: 0x51, // Q
  terminate: 0x58, // X
  copyData: 0x64, // d
  copyDone: 0x63, // c
  copyFail: 0x66, // f
  copyInResponse: 0x47, // G
  copyOutResponse: 0x48, // H
  copyBothResponse: 0x57, // W
  commandComplete: 0x43, // C
  dataRow: 0x44, // D
  rowDescription: 0x54, // T
  errorResponse: 0x45, // E
  noticeResponse: 0x4e, // N
  parameterStatus: 0x53, // S
  notificationResponse: 0x41, // A
  readyForQuery: 0x5a, // Z
} as const

const HEADER_BYTES = 5
const NOTHING = Buffer.alloc(0)

/** Takes the body of one message as it comes. */
export interface Gatherer {
  /** `part` is gone when this returns. */
  push(part: Buffer): void
  /** All of it has come. @returns the body, at the beginning of memory of its own */
  end(): Buffer
}

/** Chooses who takes a message that does not come at once; `null` passes it over. */
export type ChooseGatherer = (type: number, bodyBytes: number) => Gatherer | null

/** In one buffer of its exact size, so that 200 MB cost 200 MB once. */
class WholeBody implements Gatherer {
  readonly #body: Buffer
  #used = 0

  constructor(bodyBytes: number) {
    this.#body = Buffer.allocUnsafeSlow(bodyBytes)
  }

  push(part: Buffer): void {
    this.#used += part.copy(this.#body, this.#used)
  }

  end(): Buffer {
    return this.#body
  }
}

export function gatherWhole(bodyBytes: number): Gatherer {
  return new WholeBody(bodyBytes)
}

/**
 * Cuts a byte stream into messages and hands each to `onFrame`, one at a time.
 *
 * A message inside one chunk is a view of that chunk: copy what you keep. One over several chunks is gathered.
 * https://www.postgresql.org/docs/current/protocol-message-formats.html
 */
export class FrameReader {
  readonly #onFrame: (type: number, body: Buffer) => void
  readonly #choose: ChooseGatherer
  readonly #header = Buffer.alloc(HEADER_BYTES)
  #headerBytes = 0
  #gatherer: Gatherer | null = null
  #missingBytes = 0
  #stopped = false

  constructor(
    onFrame: (type: number, body: Buffer) => void,
    choose: ChooseGatherer = (_, bodyBytes) => gatherWhole(bodyBytes),
  ) {
    this.#onFrame = onFrame
    this.#choose = choose
  }

  /** Called from within `onFrame`: `push` returns after this message. */
  stop(): void {
    this.#stopped = true
  }

  /** Reads messages until the chunk is used up or `stop` was called; returns what was not read. */
  push(chunk: Buffer): Buffer {
    this.#stopped = false
    let offset = 0
    while (offset < chunk.length && !this.#stopped) {
      if (this.#headerBytes === 0 && chunk.length - offset >= HEADER_BYTES) {
        const end = offset + 1 + frameLength(chunk, offset)
        if (end <= chunk.length) {
          this.#onFrame(chunk.readUInt8(offset), chunk.subarray(offset + HEADER_BYTES, end))
          offset = end
          continue
        }
      }
      offset = this.#headerBytes < HEADER_BYTES ? this.#gatherHeader(chunk, offset) : this.#gather(chunk, offset)
    }
    return offset < chunk.length ? chunk.subarray(offset) : NOTHING
  }

  #gatherHeader(chunk: Buffer, offset: number): number {
    const taken = chunk.copy(this.#header, this.#headerBytes, offset)
    this.#headerBytes += taken
    if (this.#headerBytes === HEADER_BYTES) {
      this.#missingBytes = frameLength(this.#header, 0) + 1 - HEADER_BYTES
      this.#gatherer = this.#choose(this.#header.readUInt8(0), this.#missingBytes)
      if (this.#missingBytes === 0) this.#finish()
    }
    return offset + taken
  }

  #gather(chunk: Buffer, offset: number): number {
    const part = chunk.subarray(offset, offset + this.#missingBytes)
    this.#gatherer?.push(part)
    this.#missingBytes -= part.length
    if (this.#missingBytes === 0) this.#finish()
    return offset + part.length
  }

  #finish(): void {
    const gatherer = this.#gatherer
    this.#gatherer = null
    this.#headerBytes = 0
    if (gatherer !== null) this.#onFrame(this.#header.readUInt8(0), gatherer.end())
  }
}

/**
 * Walks over CopyData frames without looking at their payload, so that chunks can be forwarded as they came.
 */
export class CopyDataWalker {
  readonly #header = Buffer.alloc(HEADER_BYTES)
  #headerBytes = 0
  #payloadLeft = 0

  /** How many leading bytes of the chunk belong to CopyData frames; less than its length when another message begins there. */
  walk(chunk: Buffer): number {
    let offset = 0
    while (offset < chunk.length) {
      if (this.#payloadLeft > 0) {
        const skipped = Math.min(this.#payloadLeft, chunk.length - offset)
        this.#payloadLeft -= skipped
        offset += skipped
        continue
      }
      // The type is the first byte: another message is recognised even when its header is split.
      if (this.#headerBytes === 0 && chunk[offset] !== MESSAGE.copyData) return offset
      if (this.#headerBytes === 0 && chunk.length - offset >= HEADER_BYTES) {
        this.#payloadLeft = frameLength(chunk, offset) + 1 - HEADER_BYTES
        offset += HEADER_BYTES
        continue
      }
      const taken = chunk.copy(this.#header, this.#headerBytes, offset)
      this.#headerBytes += taken
      offset += taken
      if (this.#headerBytes === HEADER_BYTES) {
        this.#payloadLeft = frameLength(this.#header, 0) + 1 - HEADER_BYTES
        this.#headerBytes = 0
      }
    }
    return offset
  }

  /** Zeros that complete the frame walked into, none between frames; `null` when they would be more than `limit`. */
  completion(limit: number): Buffer | null {
    if (this.#headerBytes === 0) return this.#payloadLeft > limit ? null : Buffer.alloc(this.#payloadLeft)
    const header = Buffer.alloc(HEADER_BYTES)
    this.#header.copy(header, 0, 0, this.#headerBytes)
    // The length counts itself, so zeros alone would be too small a length.
    if (header.readUInt32BE(1) < 4) header.writeUInt32BE(4, 1)
    const payload = frameLength(header, 0) + 1 - HEADER_BYTES
    return payload > limit ? null : Buffer.concat([header.subarray(this.#headerBytes), Buffer.alloc(payload)])
  }
}

/** A message ready to be sent; `body` is copied. */
export function frame(type: number, body: Uint8Array = NOTHING): Buffer {
  const whole = Buffer.allocUnsafe(HEADER_BYTES + body.length)
  whole.set(frameHeader(type, body.length))
  whole.set(body, HEADER_BYTES)
  return whole
}

/** Type and length of a message whose body is sent after it. */
export function frameHeader(type: number, bodyBytes: number): Buffer {
  const header = Buffer.allocUnsafe(HEADER_BYTES)
  header.writeUInt8(type, 0)
  header.writeUInt32BE(bodyBytes + 4, 1)
  return header
}

function frameLength(buffer: Buffer, offset: number): number {
  const length = buffer.readUInt32BE(offset + 1)
  if (length < 4) throw new RangeError(`a message of length ${length} breaks the protocol`)
  return length
}
