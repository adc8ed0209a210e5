import { gatherWhole, type Gatherer } from '../wire/frames.ts'
import { MESSAGE } from './decoder.ts'
import { NULL_VALUE, PACKED_VALUE, TEXT_VALUE, UNCHANGED } from './tuple.ts'

/**
 * Shorter messages are gathered as they are. What is longer stays larger than `LARGE_ROW_BYTES` of `segments.ts` when
 * it is packed, and so is never applied in a set, which cannot send packed values.
 */
const PACK_FROM_BYTES = 4 * 1024 * 1024
/** A shorter value is left alone. */
const PACK_VALUE_BYTES = 64 * 1024
const UNPACK_BYTES = 64 * 1024

/** How the text of a `bytea` begins. */
const PREFIX = String.raw`\x`
const NEW = 0x4e

/** For a row that may hold values to pack. */
export function gatherPacked(bodyBytes: number, start: number): Gatherer {
  return bodyBytes < PACK_FROM_BYTES ? gatherWhole(bodyBytes) : new PackedRow(bodyBytes, start)
}

/** What comes next: so many bytes as they are, or so many that may be digits to pack. */
type Wanted = { readonly bytes: number } | { readonly digits: number }

/**
 * Gathers a row that comes as text and keeps its large values of hexadecimal digits, which is how a server prints
 * `bytea`, as the bytes these stand for: half of the memory. A value that begins like one and is none is kept as it came.
 *
 * The memory asked for is that of the whole message; what is never written to, the system does not provide.
 */
export class PackedRow implements Gatherer {
  readonly #body: Buffer
  readonly #steps: Iterator<Wanted>
  #used = 0
  /** Where the bytes wanted end. */
  #until = 0
  #value: PackedValue | null = null

  /** The row message of pgoutput begins at `start` of the body. */
  constructor(bodyBytes: number, start: number) {
    this.#body = Buffer.allocUnsafeSlow(bodyBytes)
    this.#steps = this.#walk(start)
    this.#step()
  }

  push(part: Buffer): void {
    for (let at = 0; at < part.length;) {
      if (this.#value !== null) {
        at = this.#value.push(part, at)
        this.#used = this.#value.end
        if (this.#value.isDone) this.#step()
        continue
      }
      const taken = part.copy(this.#body, this.#used, at, at + this.#until - this.#used)
      this.#used += taken
      at += taken
      if (this.#used === this.#until) this.#step()
    }
  }

  end(): Buffer {
    return this.#body.subarray(0, this.#used)
  }

  #step(): void {
    const { value: wanted } = this.#steps.next()
    const isValue = wanted !== undefined && 'digits' in wanted
    this.#value = isValue ? new PackedValue(this.#body, this.#used - PREFIX.length, wanted.digits) : null
    this.#until = this.#used + (wanted && 'bytes' in wanted ? wanted.bytes : this.#body.length)
  }

  /** See `decoder.ts`, which checks what is only followed here; whatever does not fit is taken as it comes. */
  *#walk(start: number): Generator<Wanted, undefined> {
    yield { bytes: start + 5 }
    const kind = this.#body[start]
    if (kind !== MESSAGE.insert && kind !== MESSAGE.update && kind !== MESSAGE.delete) return undefined
    for (let tuple = 0; tuple !== NEW;) {
      yield { bytes: 3 }
      tuple = this.#body.readUInt8(this.#used - 3)
      for (let left = this.#body.readUInt16BE(this.#used - 2); left > 0; left -= 1) yield* this.#walkColumn()
      if (kind === MESSAGE.delete) return undefined
    }
    return undefined
  }

  *#walkColumn(): Generator<Wanted> {
    yield { bytes: 1 }
    const kind = this.#body[this.#used - 1]
    if (kind === NULL_VALUE || kind === UNCHANGED) return
    yield { bytes: 4 }
    const length = this.#body.readUInt32BE(this.#used - 4)
    if (kind !== TEXT_VALUE || length < PACK_VALUE_BYTES) {
      if (length > 0) yield { bytes: length }
      return
    }
    yield { bytes: PREFIX.length }
    const rest = length - PREFIX.length
    const begins = this.#body.toString('latin1', this.#used - PREFIX.length, this.#used) === PREFIX
    yield begins ? { digits: rest } : { bytes: rest }
  }
}

/** One value behind its prefix, packed for as long as it is pairs of digits. */
class PackedValue {
  readonly #body: Buffer
  /** Of the prefix, in whose place the bytes are put. */
  readonly #start: number
  #left: number
  /** The first digit of a pair whose second one has not come. */
  #half = ''
  #isPacked = true
  end: number

  constructor(body: Buffer, start: number, digits: number) {
    this.#body = body
    this.#start = start
    this.#left = digits
    this.end = start
  }

  get isDone(): boolean {
    return this.#left === 0
  }

  /** @returns where the bytes of `part` that are not of this value begin */
  push(part: Buffer, from: number): number {
    const to = Math.min(part.length, from + this.#left)
    this.#left -= to - from
    if (this.#isPacked && !this.#pack(this.#half + part.toString('latin1', from, to))) this.#unpack()
    if (!this.#isPacked) this.end += part.copy(this.#body, this.end, from, to)
    if (this.isDone && this.#isPacked) this.#finish()
    return to
  }

  /** @returns false for anything but digits as a server prints them; nothing counts as packed then */
  #pack(text: string): boolean {
    const pairs = text.length >> 1
    const written = this.#body.write(text, this.end, pairs, 'hex')
    // Writing stops at what is no digit, and takes capital letters too.
    if (written < pairs || !text.startsWith(this.#body.toString('hex', this.end, this.end + written))) return false
    this.end += written
    this.#half = text.slice(2 * pairs)
    return true
  }

  /** Puts the text back that was packed so far, from behind: it takes more room than what it was packed to. */
  #unpack(): void {
    const textStart = this.#start + PREFIX.length
    const packed = this.end - this.#start
    for (let to = packed; to > 0; to -= Math.min(to, UNPACK_BYTES)) {
      const from = Math.max(0, to - UNPACK_BYTES)
      const text = this.#body.toString('hex', this.#start + from, this.#start + to)
      this.#body.write(text, textStart + 2 * from, 'latin1')
    }
    this.#body.write(PREFIX, this.#start, 'latin1')
    this.end = textStart + 2 * packed
    this.end += this.#body.write(this.#half, this.end, 'latin1')
    this.#isPacked = false
  }

  #finish(): void {
    if (this.#half !== '') {
      this.#unpack()
      return
    }
    this.#body.writeUInt8(PACKED_VALUE, this.#start - 5)
    this.#body.writeUInt32BE(this.end - this.#start, this.#start - 4)
  }
}
