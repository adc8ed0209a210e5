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

/**
 * Cuts a byte stream into messages and hands each to `onFrame`, one at a time.
 *
 * A message inside one chunk is a view of that chunk: copy what you keep. A message over several chunks is gathered in
 * one buffer of its exact size, so that 200 MB cost 200 MB once, or, when `wants` says no, is passed over and costs none.
 * https://www.postgresql.org/docs/current/protocol-message-formats.html
 */
export class FrameReader {
  readonly #onFrame: (type: number, body: Buffer) => void
  readonly #wants: (type: number, bodyBytes: number) => boolean
  readonly #header = Buffer.alloc(HEADER_BYTES)
  #headerBytes = 0
  #body: Buffer | null = null
  #bodyBytes = 0
  #unwantedBytes = 0
  #stopped = false

  constructor(
    onFrame: (type: number, body: Buffer) => void,
    wants: (type: number, bodyBytes: number) => boolean = () => true,
  ) {
    this.#onFrame = onFrame
    this.#wants = wants
  }

  /** Called from within `onFrame`: `push` returns after this message. */
  stop(): void {
    this.#stopped = true
  }

  /** Reads messages until the chunk is used up or `stop` was called; returns what was not read. */
  push(chunk: Buffer): Buffer {
    this.#stopped = false
    let offset = Math.min(this.#unwantedBytes, chunk.length)
    this.#unwantedBytes -= offset
    while (offset < chunk.length && !this.#stopped) {
      if (this.#body === null && this.#headerBytes === 0 && chunk.length - offset >= HEADER_BYTES) {
        const end = offset + 1 + frameLength(chunk, offset)
        if (end <= chunk.length) {
          this.#onFrame(chunk.readUInt8(offset), chunk.subarray(offset + HEADER_BYTES, end))
          offset = end
          continue
        }
      }
      offset = this.#gather(chunk, offset)
    }
    return offset < chunk.length ? chunk.subarray(offset) : NOTHING
  }

  #gather(chunk: Buffer, start: number): number {
    let offset = start
    if (this.#body === null) {
      const taken = chunk.copy(this.#header, this.#headerBytes, offset)
      this.#headerBytes += taken
      offset += taken
      if (this.#headerBytes < HEADER_BYTES) return offset
      const bodyBytes = frameLength(this.#header, 0) + 1 - HEADER_BYTES
      if (!this.#wants(this.#header.readUInt8(0), bodyBytes)) return this.#passOver(offset, bodyBytes, chunk.length)
      this.#body = Buffer.allocUnsafeSlow(bodyBytes)
      this.#bodyBytes = 0
    }
    const taken = chunk.copy(this.#body, this.#bodyBytes, offset)
    this.#bodyBytes += taken
    if (this.#bodyBytes === this.#body.length) {
      const body = this.#body
      this.#body = null
      this.#headerBytes = 0
      this.#onFrame(this.#header.readUInt8(0), body)
    }
    return offset + taken
  }

  #passOver(offset: number, bodyBytes: number, chunkBytes: number): number {
    const passed = Math.min(bodyBytes, chunkBytes - offset)
    this.#unwantedBytes = bodyBytes - passed
    this.#headerBytes = 0
    return offset + passed
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
