import { lsnFrom, type Lsn } from '../position.ts'
import { BINARY_VALUE, NULL_VALUE, PACKED_VALUE, TEXT_VALUE, UNCHANGED } from './tuple.ts'

/** One row changed. The images stay in `bytes`; 0 is no image. Kept as it is until the batch has been committed. */
export interface RowChange {
  readonly kind: 'insert' | 'update' | 'delete'
  /** As announced by a Relation message before; in what is to be applied, the number in `StreamTables`. */
  readonly relation: number
  readonly bytes: Buffer
  /** The row before, when it was sent: key columns only, or all of them when `oldIsWhole`. */
  readonly oldTuple: number
  readonly oldIsWhole: boolean
  readonly newTuple: number
}

export interface Truncate {
  readonly kind: 'truncate'
  /** As in `RowChange`. */
  readonly relations: readonly number[]
  readonly restartIdentity: boolean
}

export interface Begin {
  readonly kind: 'begin'
  /** Where the commit record begins. */
  readonly commitLsn: Lsn
  /** Microseconds since 2000-01-01, by the server's clock. */
  readonly commitTimeUs: bigint
  /** The low 32 bits. */
  readonly xid: number
}

export interface Commit {
  readonly kind: 'commit'
  /** Where the commit record ends: the position to go on from. */
  readonly endLsn: Lsn
}

export interface Relation {
  readonly kind: 'relation'
  readonly id: number
  readonly schema: string
  readonly name: string
  /** `pg_class.relreplident`: default, nothing, full, index. */
  readonly replicaIdentity: 'd' | 'n' | 'f' | 'i'
  /** Without generated columns. */
  readonly columns: readonly RelationColumn[]
}

export interface RelationColumn {
  readonly name: string
  readonly typeOid: number
  readonly typeModifier: number
  /** Part of the replica identity. */
  readonly isKey: boolean
}

/** Messages that say nothing about rows: names of types, origins of commits, messages of applications. */
export interface Other {
  readonly kind: 'other'
}

export type Message = Begin | Commit | Relation | RowChange | Truncate | Other

/** Bytes that are not pgoutput protocol 1. The one who reads them knows the side and translates. */
export class MalformedMessage extends Error {
  override readonly name = 'MalformedMessage'
}

/** First bytes of the messages. */
export const MESSAGE = {
  begin: 0x42,
  commit: 0x43,
  delete: 0x44,
  insert: 0x49,
  message: 0x4d,
  origin: 0x4f,
  relation: 0x52,
  truncate: 0x54,
  update: 0x55,
  type: 0x59,
} as const

const OLD_KEY = 0x4b
const OLD_WHOLE = 0x4f
const NEW = 0x4e
const RESTART_IDENTITY = 2
const OTHER: Other = { kind: 'other' }

/**
 * Decodes one message of pgoutput (protocol 1) that fills `bytes` from `start` to its end.
 *
 * Every length is checked here, once, so that the tuples can be read without checks later.
 * https://www.postgresql.org/docs/current/protocol-logicalrep-message-formats.html
 * @throws MalformedMessage for anything unknown, short or with bytes left over
 */
export function decodeMessage(bytes: Buffer, start: number): Message {
  const cursor = new Cursor(bytes, start)
  const message = decodeBody(cursor)
  if (message.kind !== 'other' && cursor.at !== bytes.length)
    throw new MalformedMessage(`${message.kind} has bytes left over`)
  return message
}

function decodeBody(cursor: Cursor): Message {
  const type = cursor.uint8()
  switch (type) {
    case MESSAGE.insert:
      return decodeInsert(cursor)
    case MESSAGE.update:
      return decodeUpdate(cursor)
    case MESSAGE.delete:
      return decodeDelete(cursor)
    case MESSAGE.begin:
      return { kind: 'begin', commitLsn: cursor.lsn(), commitTimeUs: cursor.int64(), xid: cursor.uint32() }
    case MESSAGE.commit: {
      // Flags, where the commit record begins; behind the end its time.
      cursor.skip(9)
      const endLsn = cursor.lsn()
      cursor.skip(8)
      return { kind: 'commit', endLsn }
    }
    case MESSAGE.relation:
      return decodeRelation(cursor)
    case MESSAGE.truncate:
      return decodeTruncate(cursor)
    case MESSAGE.type:
    case MESSAGE.origin:
    case MESSAGE.message:
      return OTHER
    default:
      throw new MalformedMessage(`unknown message ${describe(type)}`)
  }
}

function decodeInsert(cursor: Cursor): RowChange {
  const relation = cursor.uint32()
  cursor.expect(NEW)
  return {
    kind: 'insert',
    relation,
    bytes: cursor.bytes,
    oldTuple: 0,
    oldIsWhole: false,
    newTuple: cursor.tuple(false),
  }
}

function decodeUpdate(cursor: Cursor): RowChange {
  const relation = cursor.uint32()
  const first = cursor.uint8()
  if (first === NEW) {
    return {
      kind: 'update',
      relation,
      bytes: cursor.bytes,
      oldTuple: 0,
      oldIsWhole: false,
      newTuple: cursor.tuple(true),
    }
  }
  if (first !== OLD_KEY && first !== OLD_WHOLE) throw new MalformedMessage(`update with image ${describe(first)}`)
  const oldTuple = cursor.tuple(false)
  cursor.expect(NEW)
  return {
    kind: 'update',
    relation,
    bytes: cursor.bytes,
    oldTuple,
    oldIsWhole: first === OLD_WHOLE,
    newTuple: cursor.tuple(true),
  }
}

function decodeDelete(cursor: Cursor): RowChange {
  const relation = cursor.uint32()
  const image = cursor.uint8()
  if (image !== OLD_KEY && image !== OLD_WHOLE) throw new MalformedMessage(`delete with image ${describe(image)}`)
  return {
    kind: 'delete',
    relation,
    bytes: cursor.bytes,
    oldTuple: cursor.tuple(false),
    oldIsWhole: image === OLD_WHOLE,
    newTuple: 0,
  }
}

function decodeTruncate(cursor: Cursor): Truncate {
  const count = cursor.uint32()
  const options = cursor.uint8()
  cursor.need(count * 4)
  const relations = Array.from({ length: count }, () => cursor.uint32())
  return { kind: 'truncate', relations, restartIdentity: (options & RESTART_IDENTITY) !== 0 }
}

function decodeRelation(cursor: Cursor): Relation {
  const id = cursor.uint32()
  const schema = cursor.text()
  const name = cursor.text()
  const replicaIdentity = String.fromCharCode(cursor.uint8())
  if (!isReplicaIdentity(replicaIdentity))
    throw new MalformedMessage(`relation with replica identity ${replicaIdentity}`)
  const count = cursor.uint16()
  const columns: RelationColumn[] = []
  for (let index = 0; index < count; index += 1) {
    const flags = cursor.uint8()
    columns.push({
      name: cursor.text(),
      typeOid: cursor.uint32(),
      typeModifier: cursor.int32(),
      isKey: (flags & 1) !== 0,
    })
  }
  // The server sends an empty name for pg_catalog.
  return { kind: 'relation', id, schema: schema === '' ? 'pg_catalog' : schema, name, replicaIdentity, columns }
}

function isReplicaIdentity(text: string): text is Relation['replicaIdentity'] {
  return text === 'd' || text === 'n' || text === 'f' || text === 'i'
}

function describe(byte: number): string {
  return `0x${byte.toString(16).padStart(2, '0')}`
}

/** Reads forward and never behind the end. */
class Cursor {
  readonly bytes: Buffer
  at: number

  constructor(bytes: Buffer, at: number) {
    this.bytes = bytes
    this.at = at
  }

  need(count: number): void {
    if (count > this.bytes.length - this.at) throw new MalformedMessage(`ends ${count} bytes short at byte ${this.at}`)
  }

  skip(count: number): void {
    this.need(count)
    this.at += count
  }

  expect(byte: number): void {
    const found = this.uint8()
    if (found !== byte) throw new MalformedMessage(`${describe(found)} where ${describe(byte)} belongs`)
  }

  uint8(): number {
    this.skip(1)
    return this.bytes.readUInt8(this.at - 1)
  }

  uint16(): number {
    this.skip(2)
    return this.bytes.readUInt16BE(this.at - 2)
  }

  uint32(): number {
    this.skip(4)
    return this.bytes.readUInt32BE(this.at - 4)
  }

  int32(): number {
    this.skip(4)
    return this.bytes.readInt32BE(this.at - 4)
  }

  int64(): bigint {
    this.skip(8)
    return this.bytes.readBigInt64BE(this.at - 8)
  }

  lsn(): Lsn {
    this.skip(8)
    return lsnFrom(this.bytes.readBigUInt64BE(this.at - 8))
  }

  /** A string ended by a zero byte. */
  text(): string {
    const end = this.bytes.indexOf(0, this.at)
    if (end === -1) throw new MalformedMessage(`string without end at byte ${this.at}`)
    const text = this.bytes.toString('utf8', this.at, end)
    this.at = end + 1
    return text
  }

  /** Walks over a tuple and returns where it began. */
  tuple(mayOmit: boolean): number {
    const start = this.at
    for (let left = this.uint16(); left > 0; left -= 1) {
      const kind = this.uint8()
      if (kind === NULL_VALUE) continue
      if (kind === UNCHANGED && mayOmit) continue
      if (kind !== TEXT_VALUE && kind !== BINARY_VALUE && kind !== PACKED_VALUE)
        throw new MalformedMessage(`column of kind ${describe(kind)}`)
      this.skip(this.uint32())
    }
    return start
  }
}
