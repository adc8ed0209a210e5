const CHUNK_BYTES = 64 * 1024
/** From here on a value is sent from where it lies instead of being copied. */
const LARGE_BYTES = 32 * 1024

/**
 * Builds protocol messages in chunks. Large values are not copied: a message may be a list of chunks of which some
 * belong to others.
 */
export class MessageWriter {
  #chunk = Buffer.allocUnsafe(CHUNK_BYTES)
  #start = 0
  #used = 0
  #finished: Buffer[] = []
  #finishedBytes = 0
  /** Where the length of the open message belongs. */
  #lengthIn = this.#chunk
  #lengthAt = 0
  #messageStart = 0

  /** Bytes not yet taken. */
  get size(): number {
    return this.#finishedBytes + this.#used - this.#start
  }

  /** Bytes of the open message. */
  get messageSize(): number {
    return this.size - this.#messageStart
  }

  /** Opens a message; `end` closes it. Only then may `take` be called. */
  begin(type: number): void {
    this.#messageStart = this.size
    this.uint8(type)
    this.#reserve(4)
    this.#lengthIn = this.#chunk
    this.#lengthAt = this.#used
    this.#used += 4
  }

  end(): void {
    // The length counts itself but not the type.
    this.#lengthIn.writeUInt32BE(this.messageSize - 1, this.#lengthAt)
  }

  uint8(value: number): void {
    this.#reserve(1)
    this.#chunk[this.#used] = value
    this.#used += 1
  }

  int16(value: number): void {
    this.#reserve(2)
    this.#used = this.#chunk.writeInt16BE(value, this.#used)
  }

  int32(value: number): void {
    this.#reserve(4)
    this.#used = this.#chunk.writeInt32BE(value, this.#used)
  }

  /** With its terminating zero byte. */
  text(text: string): void {
    const length = Buffer.byteLength(text)
    if (length < LARGE_BYTES) {
      this.#reserve(length)
      this.#used += this.#chunk.write(text, this.#used)
    } else {
      this.bytes(Buffer.from(text))
    }
    this.uint8(0)
  }

  bytes(source: Buffer, start = 0, end = source.length): void {
    if (end - start >= LARGE_BYTES) {
      this.#finishChunk()
      this.#push(source.subarray(start, end))
      return
    }
    this.#reserve(end - start)
    source.copy(this.#chunk, this.#used, start, end)
    this.#used += end - start
  }

  /** The messages so far, which from now on belong to the caller. */
  take(): readonly Buffer[] {
    this.#finishChunk()
    const chunks = this.#finished
    this.#finished = []
    this.#finishedBytes = 0
    return chunks
  }

  #reserve(bytes: number): void {
    if (this.#used + bytes <= this.#chunk.length) return
    this.#finishChunk()
    this.#chunk = Buffer.allocUnsafe(CHUNK_BYTES)
    this.#start = 0
    this.#used = 0
  }

  #finishChunk(): void {
    if (this.#used === this.#start) return
    this.#push(this.#chunk.subarray(this.#start, this.#used))
    this.#start = this.#used
  }

  #push(chunk: Buffer): void {
    this.#finished.push(chunk)
    this.#finishedBytes += chunk.length
  }
}
