import type { RowChange, Truncate } from './decoder.ts'

export type Change = RowChange | Truncate

/** Of one change: kind and flag, relation, number of its buffer, old and new tuple. */
const CELLS = 5
const KINDS = ['insert', 'update', 'delete', 'truncate'] as const
const TRUNCATE = KINDS.indexOf('truncate')
const OLD_IS_WHOLE = 4

/**
 * Changes in order, as a few numbers each. As objects they would outlive many collections of garbage, and the process
 * would hold several times the memory it needs.
 */
export class ChangeList {
  #cells = new Uint32Array(16 * CELLS)
  #length = 0
  readonly #buffers: Buffer[] = []
  readonly #truncates: Truncate[] = []

  get length(): number {
    return this.#length
  }

  push(change: Change): void {
    const at = this.#length * CELLS
    if (at === this.#cells.length) this.#grow()
    this.#length += 1
    if (change.kind === 'truncate') {
      this.#cells[at] = TRUNCATE
      this.#cells[at + 1] = this.#truncates.push(change) - 1
      return
    }
    this.#cells[at] = KINDS.indexOf(change.kind) | (change.oldIsWhole ? OLD_IS_WHOLE : 0)
    this.#cells[at + 1] = change.relation
    this.#cells[at + 2] = this.#bufferNumber(change.bytes)
    this.#cells[at + 3] = change.oldTuple
    this.#cells[at + 4] = change.newTuple
  }

  append(other: ChangeList): void {
    const used = this.#length * CELLS
    const added = other.length * CELLS
    while (used + added > this.#cells.length) this.#grow()
    this.#cells.set(other.#cells.subarray(0, added), used)
    this.#length += other.length
    const buffers = other.#buffers.map((bytes) => this.#bufferNumber(bytes))
    const truncates = this.#truncates.length
    this.#truncates.push(...other.#truncates)
    for (let at = used; at < used + added; at += CELLS) {
      if (this.#cells[at] === TRUNCATE) this.#cells[at + 1] = this.#cell(at + 1) + truncates
      else this.#cells[at + 2] = buffers[this.#cell(at + 2)] ?? 0
    }
  }

  /** Empties it; its memory is used again. */
  clear(): void {
    this.#length = 0
    this.#buffers.length = 0
    this.#truncates.length = 0
  }

  at(index: number): Change {
    const at = index * CELLS
    const flags = this.#cell(at)
    const kind = KINDS[flags & ~OLD_IS_WHOLE]
    const truncate = this.#truncates[this.#cell(at + 1)]
    const bytes = this.#buffers[this.#cell(at + 2)]
    if (kind === 'truncate' && truncate !== undefined) return truncate
    if (index >= this.#length || kind === undefined || kind === 'truncate' || bytes === undefined) {
      throw new RangeError(`there is no change ${index} among ${this.#length}`)
    }
    return {
      kind,
      relation: this.#cell(at + 1),
      bytes,
      oldTuple: this.#cell(at + 3),
      oldIsWhole: (flags & OLD_IS_WHOLE) !== 0,
      newTuple: this.#cell(at + 4),
    }
  }

  /** Without making an object of a row, as `at` does. */
  truncateAt(index: number): Truncate | null {
    const at = index * CELLS
    return this.#cell(at) === TRUNCATE ? (this.#truncates[this.#cell(at + 1)] ?? null) : null
  }

  /** Of a row. */
  relationAt(index: number): number {
    return this.#cell(index * CELLS + 1)
  }

  /** Of a row: how large the buffer is that it lies in. */
  bufferBytesAt(index: number): number {
    return this.#buffers[this.#cell(index * CELLS + 2)]?.length ?? 0
  }

  *[Symbol.iterator](): Generator<Change> {
    for (let index = 0; index < this.#length; index += 1) yield this.at(index)
  }

  #cell(at: number): number {
    return this.#cells[at] ?? 0
  }

  /** Changes that follow each other are mostly in the same buffer. */
  #bufferNumber(bytes: Buffer): number {
    const last = this.#buffers.length - 1
    return this.#buffers[last] === bytes ? last : this.#buffers.push(bytes) - 1
  }

  #grow(): void {
    const larger = new Uint32Array(this.#cells.length * 2)
    larger.set(this.#cells)
    this.#cells = larger
  }
}
