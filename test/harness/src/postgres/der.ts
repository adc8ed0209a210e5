/** DER, the little of it that a certificate needs (ITU-T X.690). */

export function tagged(tag: number, content: Buffer): Buffer {
  const size = content.length
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff]
  return Buffer.concat([Buffer.from([tag, ...length]), content])
}

export const sequence = (...parts: readonly Buffer[]): Buffer => tagged(0x30, Buffer.concat(parts))
export const set = (...parts: readonly Buffer[]): Buffer => tagged(0x31, Buffer.concat(parts))
export const boolean = (value: boolean): Buffer => tagged(0x01, Buffer.from([value ? 0xff : 0]))
export const octetString = (content: Buffer): Buffer => tagged(0x04, content)
export const bitString = (content: Buffer): Buffer => tagged(0x03, Buffer.concat([Buffer.from([0]), content]))
export const utf8String = (text: string): Buffer => tagged(0x0c, Buffer.from(text))

/** Big-endian, first bit 0: positive numbers only. */
export const integer = (bytes: Buffer): Buffer => tagged(0x02, bytes)

/** `YYMMDDHHMMSSZ`, for the years up to 2049. */
export const utcTime = (date: Date): Buffer =>
  tagged(0x17, Buffer.from(`${date.toISOString().replaceAll(/[-:T]/g, '').slice(2, 14)}Z`))

export function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  return tagged(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]))
}

function base128(value: number): readonly number[] {
  const high = (left: number): readonly number[] => (left === 0 ? [] : [...high(left >> 7), (left & 0x7f) | 0x80])
  return [...high(value >> 7), value & 0x7f]
}
