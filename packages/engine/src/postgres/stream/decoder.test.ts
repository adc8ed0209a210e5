import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeMessage, MalformedMessage } from './decoder.ts'
import {
  begin,
  commit,
  insert,
  relation,
  remove,
  text,
  truncate,
  tuple,
  uint32,
  uint64,
  uint8,
  update,
} from './fixtures/pgoutput.ts'
import {
  BINARY_VALUE,
  columnAt,
  columnCount,
  kindAt,
  NULL_VALUE,
  TEXT_VALUE,
  UNCHANGED,
  valueEnd,
  valueStart,
} from './tuple.ts'

/** As in a frame: behind bytes that belong to the frame. */
const HEADER = Buffer.alloc(25, 0xee)
const decode = (message: Buffer) => decodeMessage(Buffer.concat([HEADER, message]), HEADER.length)

function valuesAt(bytes: Buffer, at: number): (string | null | undefined)[] {
  return Array.from({ length: columnCount(bytes, at) }, (_, index) => {
    const column = columnAt(bytes, at, index)
    if (kindAt(bytes, column) === NULL_VALUE) return null
    if (kindAt(bytes, column) === UNCHANGED) return undefined
    return bytes.toString('utf8', valueStart(column), valueEnd(bytes, column))
  })
}

describe('messages', () => {
  it('begin and commit', () => {
    expect(decode(begin(0x1_0000_0001n, 0xffff_fffe, -5n & 0xffff_ffff_ffff_ffffn))).toEqual({
      kind: 'begin',
      commitLsn: 0x1_0000_0001n,
      commitTimeUs: -5n,
      xid: 0xffff_fffe,
    })
    expect(decode(commit(77n))).toEqual({ kind: 'commit', endLsn: 77n })
  })

  it('relation, with the schema the server leaves out', () => {
    const columns = [{ name: 'id', typeOid: 23, isKey: true }, { name: 'grüße "x"' }]
    expect(decode(relation(9, '', 'pg_thing', columns, 'i'))).toEqual({
      kind: 'relation',
      id: 9,
      schema: 'pg_catalog',
      name: 'pg_thing',
      replicaIdentity: 'i',
      columns: [
        { name: 'id', typeOid: 23, typeModifier: -1, isKey: true },
        { name: 'grüße "x"', typeOid: 25, typeModifier: -1, isKey: false },
      ],
    })
  })

  it('insert', () => {
    const change = decode(insert(5, ['1', null, '', 'grüße']))
    if (change.kind !== 'insert') throw new Error(change.kind)
    expect(change).toMatchObject({ relation: 5, oldTuple: 0, oldIsWhole: false })
    expect(valuesAt(change.bytes, change.newTuple)).toEqual(['1', null, '', 'grüße'])
  })

  it.each([
    ['without an old image', undefined, undefined, false],
    ['with the old key', { key: ['1', null] }, ['1', null], false],
    ['with the whole old row', { whole: ['1', 'x'] }, ['1', 'x'], true],
  ])('update %s', (_, old, expected, whole) => {
    const change = decode(update(5, ['2', undefined], old))
    if (change.kind !== 'update') throw new Error(change.kind)
    expect(valuesAt(change.bytes, change.newTuple)).toEqual(['2', undefined])
    expect(change.oldTuple === 0 ? undefined : valuesAt(change.bytes, change.oldTuple)).toEqual(expected)
    expect(change.oldIsWhole).toBe(whole)
  })

  it('delete by key and by the whole row', () => {
    expect(decode(remove(5, { key: ['1', null] }))).toMatchObject({ kind: 'delete', oldIsWhole: false, newTuple: 0 })
    expect(decode(remove(5, { whole: ['1', 'x'] }))).toMatchObject({ kind: 'delete', oldIsWhole: true, newTuple: 0 })
  })

  it('truncate', () => {
    expect(decode(truncate([3, 4], 1))).toEqual({ kind: 'truncate', relations: [3, 4], restartIdentity: false })
    expect(decode(truncate([3], 3))).toEqual({ kind: 'truncate', relations: [3], restartIdentity: true })
  })

  it('binary values', () => {
    const row = Buffer.concat([Buffer.from([0, 1, BINARY_VALUE]), uint32(4), uint32(7)])
    const change = decode(Buffer.concat([Buffer.from('I'), uint32(5), Buffer.from('N'), row]))
    if (change.kind !== 'insert') throw new Error(change.kind)
    const at = columnAt(change.bytes, change.newTuple, 0)
    expect([kindAt(change.bytes, at), change.bytes.readUInt32BE(valueStart(at))]).toEqual([BINARY_VALUE, 7])
  })

  it('type, origin and message say nothing about rows', () => {
    expect(decode(Buffer.concat([Buffer.from('Y'), uint32(1), text('public'), text('mood')])).kind).toBe('other')
    expect(decode(Buffer.concat([Buffer.from('O'), uint64(1n), text('elsewhere')])).kind).toBe('other')
    expect(decode(Buffer.concat([Buffer.from('M'), uint8(1), uint64(1n), text('p'), uint32(0)])).kind).toBe('other')
  })
})

describe('what is not pgoutput', () => {
  it.each([
    ['an unknown message', Buffer.from('S')],
    ['nothing', Buffer.alloc(0)],
    ['an insert without a new row', Buffer.concat([Buffer.from('I'), uint32(5), Buffer.from('K'), tuple(['1'])])],
    ['an inserted row with a column left out', insert(5, ['1', undefined])],
    ['an update with an image of another kind', Buffer.concat([Buffer.from('U'), uint32(5), Buffer.from('X')])],
    ['a delete with a new row', Buffer.concat([Buffer.from('D'), uint32(5), Buffer.from('N'), tuple(['1'])])],
    [
      'a column of another kind',
      Buffer.concat([Buffer.from('I'), uint32(5), Buffer.from('N'), Buffer.from([0, 1, 0x78])]),
    ],
    ['a replica identity of another kind', relation(1, 's', 't', [], 'x')],
    ['a name without an end', Buffer.concat([Buffer.from('R'), uint32(1), Buffer.from('public')])],
    ['bytes left over', Buffer.concat([commit(1n), uint8(0)])],
    ['a truncate of more tables than there are', Buffer.concat([Buffer.from('T'), uint32(0xffff_ffff), uint8(0)])],
    [
      'a value longer than the message',
      Buffer.concat([
        Buffer.from('I'),
        uint32(5),
        Buffer.from('N'),
        Buffer.from([0, 1, TEXT_VALUE]),
        uint32(0x8000_0000),
      ]),
    ],
  ])('%s is refused', (_, message) => {
    expect(() => decode(message)).toThrow(MalformedMessage)
  })

  const values = fc.array(fc.oneof(fc.string(), fc.constant(null)), { maxLength: 6 })
  const message = fc.oneof(
    values.map((row) => insert(1, row)),
    fc.tuple(values, values).map(([row, key]) => update(1, row, { key })),
    values.map((whole) => remove(1, { whole })),
    fc.array(fc.nat(), { maxLength: 4 }).map((ids) => truncate(ids)),
    fc.array(fc.string({ unit: 'grapheme-ascii' }), { maxLength: 4 }).map((names) =>
      relation(
        1,
        's',
        't',
        names.map((name) => ({ name })),
      ),
    ),
  )

  it('any bytes are decoded or refused, and never read behind their end', () => {
    const check = (bytes: Buffer): void => {
      try {
        const decoded = decodeMessage(bytes, 0)
        if (decoded.kind === 'insert' || decoded.kind === 'update' || decoded.kind === 'delete') {
          for (const at of [decoded.oldTuple, decoded.newTuple]) if (at !== 0) valuesAt(bytes, at)
        }
      } catch (error) {
        expect(error).toBeInstanceOf(MalformedMessage)
      }
    }
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => check(Buffer.from(bytes))))
    // Nearly right: one byte changed, or the end cut off.
    fc.assert(
      fc.property(message, fc.nat(), fc.integer({ min: 0, max: 255 }), fc.nat(), (bytes, place, byte, cut) => {
        const changed = Buffer.from(bytes)
        changed[place % changed.length] = byte
        check(changed)
        check(bytes.subarray(0, cut % (bytes.length + 1)))
      }),
      { numRuns: 1000 },
    )
  })
})
