import { crc32 } from 'node:zlib'

/**
 * A ZIP archive with one file, stored as it is: the same content gives the same bytes. Source: APPNOTE.TXT 6.3.10,
 * sections 4.3.7 (local header), 4.3.12 (central directory) and 4.3.16 (end).
 */
export function zipOf(name: string, content: string): Buffer {
  const data = Buffer.from(content)
  const path = Buffer.from(name)
  const common = commonHeader(data, path.length)
  const local = Buffer.concat([signature(0x04034b50), common, path, data])
  const central = Buffer.concat([signature(0x02014b50), u16(VERSION), common, centralRest(), path])
  const end = Buffer.concat([signature(0x06054b50), u16(0, 0, 1, 1), u32(central.length, local.length), u16(0)])
  return Buffer.concat([local, central, end])
}

const VERSION = 20
/** 1 January 1980, the first day an archive knows. */
const DATE = 0x0021

/** Version, flags, method, time, date, checksum, sizes, lengths of name and extra field. */
function commonHeader(data: Buffer, nameLength: number): Buffer {
  return Buffer.concat([u16(VERSION, 0, 0, 0, DATE), u32(crc32(data), data.length, data.length), u16(nameLength, 0)])
}

/** No comment, first disk, no attributes; the file starts at the beginning. */
function centralRest(): Buffer {
  return Buffer.concat([u16(0, 0, 0), u32(0, 0)])
}

function signature(value: number): Buffer {
  return u32(value)
}

function u16(...values: readonly number[]): Buffer {
  const buffer = Buffer.alloc(2 * values.length)
  for (const [index, value] of values.entries()) buffer.writeUInt16LE(value, 2 * index)
  return buffer
}

function u32(...values: readonly number[]): Buffer {
  const buffer = Buffer.alloc(4 * values.length)
  for (const [index, value] of values.entries()) buffer.writeUInt32LE(value, 4 * index)
  return buffer
}
