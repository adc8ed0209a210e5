import { CausewayError } from '@causeway/core'
import type { KeyImage, RowImage } from '../net.ts'
import {
  BINARY_VALUE,
  columnAt,
  firstColumn,
  kindAt,
  nextColumn,
  NULL_VALUE,
  TEXT_VALUE,
  UNCHANGED,
  valueEnd,
  valueStart,
} from '../tuple.ts'
import type { MessageWriter } from './message-writer.ts'

/** How the stream sends values, and so how they are bound and copied: 0 text, 1 binary. */
export type Format = 0 | 1

/** Writes one value where it lies to where it is sent. */
type WriteValue = (writer: MessageWriter, bytes: Buffer, start: number, end: number) => void

/** Calls back for every column of a row in order, with the image that carries it; columns no image carries are NULL. */
export function writeColumns(
  writer: MessageWriter,
  image: RowImage,
  format: Format,
  writeNull: (writer: MessageWriter) => void,
  writeValue: WriteValue,
  columns: number,
): void {
  const layers: { bytes: Buffer; at: number }[] = []
  for (let layer: RowImage | null = image; layer !== null; layer = layer.under) {
    layers.push({ bytes: layer.bytes, at: firstColumn(layer.tuple) })
  }
  for (let index = 0; index < columns; index += 1) {
    const carrying = layers.find((layer) => kindAt(layer.bytes, layer.at) !== UNCHANGED)
    if (carrying === undefined || kindAt(carrying.bytes, carrying.at) === NULL_VALUE) writeNull(writer)
    else writeValueAt(writer, carrying.bytes, carrying.at, format, writeValue)
    for (const layer of layers) layer.at = nextColumn(layer.bytes, layer.at)
  }
}

/** One column of the image that holds a key. */
export function writeKeyColumn(
  writer: MessageWriter,
  image: KeyImage,
  index: number,
  format: Format,
  writeValue: WriteValue,
): void {
  writeValueAt(writer, image.bytes, columnAt(image.bytes, image.tuple, index), format, writeValue)
}

export function writeValueAt(
  writer: MessageWriter,
  bytes: Buffer,
  at: number,
  format: Format,
  write: WriteValue,
): void {
  // A server without a binary form for a type sends text among binary; one without a fix of 2022 leaves a key in TOAST out.
  if (kindAt(bytes, at) !== (format === 1 ? BINARY_VALUE : TEXT_VALUE)) {
    throw new CausewayError('CW-0101', 'a value did not come in the format asked for')
  }
  write(writer, bytes, valueStart(at), valueEnd(bytes, at))
}

/** As a parameter of Bind, and as a field of binary COPY. */
export const writeField: WriteValue = (writer, bytes, start, end) => {
  writer.int32(end - start)
  writer.bytes(bytes, start, end)
}

export function writeNullField(writer: MessageWriter): void {
  writer.int32(-1)
}
