/** Blocks grow while there are some: a small batch takes little, a large one few. */
const FIRST_BLOCK_BYTES = 16 * 1024
const LARGEST_BLOCK_BYTES = 256 * 1024
/** From here on a message is kept in its own buffer instead of being copied. */
const LARGE_BYTES = 64 * 1024

/** Where a message is now. */
export interface KeptMessage {
  readonly bytes: Buffer
  readonly start: number
}

interface Block {
  readonly number: number
  readonly bytes: Buffer
  used: number
}

/**
 * Keeps messages for as long as they are needed, in the order they came, and gives their memory back at once: waiting
 * for the garbage collector would keep several times as much.
 */
export class MessageStore {
  readonly #blocks: Block[] = []
  #next = 0
  #isOpen = false

  /** Of the block that the next message may share with those before. */
  get blockNumber(): number {
    return this.#isOpen ? this.#next - 1 : this.#next
  }

  keep(message: Buffer, start: number): KeptMessage {
    const length = message.length - start
    // A view of a chunk begins behind the header of its message.
    if (length >= LARGE_BYTES && message.byteOffset === 0) {
      this.#add(message)
      this.closeBlock()
      return { bytes: message, start }
    }
    const block = this.#blockFor(length)
    const at = block.used
    message.copy(block.bytes, at, start)
    block.used += length
    return { bytes: block.bytes, start: at }
  }

  /** The next message begins a new block. */
  closeBlock(): void {
    this.#isOpen = false
  }

  /** Nobody reads blocks below `number` any more; a buffer into one of them is empty from now on. */
  freeBefore(number: number): void {
    for (let first = this.#blocks[0]; first !== undefined && first.number < number; first = this.#blocks[0]) {
      this.#blocks.shift()
      const { buffer } = first.bytes
      // Detaching frees the memory; what is transferred is nothing.
      if (buffer instanceof ArrayBuffer) buffer.transfer(0)
    }
  }

  #blockFor(length: number): Block {
    const last = this.#blocks.at(-1)
    if (this.#isOpen && last !== undefined && last.bytes.length - last.used >= length) return last
    const grown = last === undefined ? FIRST_BLOCK_BYTES : Math.min(2 * last.bytes.length, LARGEST_BLOCK_BYTES)
    return this.#add(Buffer.allocUnsafeSlow(Math.max(grown, length)))
  }

  #add(bytes: Buffer): Block {
    const block = { number: this.#next, bytes, used: 0 }
    this.#blocks.push(block)
    this.#next += 1
    this.#isOpen = true
    return block
  }
}
