import type { KeyImage, RowImage } from '../net.ts'
import type { MessageWriter } from './message-writer.ts'
import type { CopyEncoder } from './pipeline.ts'
import { writeColumns, writeField, writeKeyColumn, writeNullField, type Format } from './values.ts'

/** A row for COPY, with the number of its group when the table copied into has a column for it. */
export interface CopyRow {
  readonly image: RowImage
  readonly group: number | null
}

/** Whole rows: every column, then the group. */
export function rowEncoder(format: Format, columns: number): CopyEncoder<CopyRow> {
  if (format === 1) {
    return {
      ...BINARY_FRAME,
      row(writer, { image, group }) {
        writer.int16(columns + (group === null ? 0 : 1))
        writeColumns(writer, image, format, writeNullField, writeField, columns)
        if (group === null) return
        writer.int32(4)
        writer.int32(group)
      },
    }
  }
  return {
    ...TEXT_FRAME,
    row(writer, { image, group }) {
      const separated = separator()
      const writeNull = () => {
        separated(writer)
        writer.bytes(TEXT_NULL)
      }
      const writeValue = (_: MessageWriter, bytes: Buffer, start: number, end: number) => {
        separated(writer)
        writeEscaped(writer, bytes, start, end)
      }
      writeColumns(writer, image, format, writeNull, writeValue, columns)
      if (group !== null) {
        separated(writer)
        writer.bytes(Buffer.from(String(group)))
      }
      writer.uint8(NEWLINE)
    },
  }
}

/** Key columns only. */
export function keyEncoder(format: Format, key: readonly number[]): CopyEncoder<KeyImage> {
  if (format === 1) {
    return {
      ...BINARY_FRAME,
      row(writer, image) {
        writer.int16(key.length)
        for (const index of key) writeKeyColumn(writer, image, index, format, writeField)
      },
    }
  }
  return {
    ...TEXT_FRAME,
    row(writer, image) {
      const separated = separator()
      for (const index of key) {
        separated(writer)
        writeKeyColumn(writer, image, index, format, writeEscaped)
      }
      writer.uint8(NEWLINE)
    },
  }
}

/** https://www.postgresql.org/docs/current/sql-copy.html (Binary Format): signature, flags, no extension; trailer. */
const BINARY_HEADER = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1')
const BINARY_FRAME = {
  begin: (writer: MessageWriter) => writer.bytes(BINARY_HEADER),
  end: (writer: MessageWriter) => writer.int16(-1),
}
const TEXT_FRAME = { begin: () => {}, end: () => {} }

const TAB = 0x09
const NEWLINE = 0x0a
const RETURN = 0x0d
const BACKSLASH = 0x5c
const TEXT_NULL = Buffer.from(String.raw`\N`)

/** Writes a tab before every field but the first. */
function separator(): (writer: MessageWriter) => void {
  let first = true
  return (writer) => {
    if (!first) writer.uint8(TAB)
    first = false
  }
}

/** The four bytes that mean something in the text format of COPY never are part of another character in UTF-8. */
function writeEscaped(writer: MessageWriter, bytes: Buffer, start: number, end: number): void {
  let from = start
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at]
    if (byte !== BACKSLASH && byte !== NEWLINE && byte !== RETURN && byte !== TAB) continue
    writer.bytes(bytes, from, at)
    writer.uint8(BACKSLASH)
    writer.uint8(byte === NEWLINE ? 0x6e : byte === RETURN ? 0x72 : byte === TAB ? 0x74 : BACKSLASH)
    from = at + 1
  }
  writer.bytes(bytes, from, end)
}
