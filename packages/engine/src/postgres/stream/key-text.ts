/**
 * Key values as the text the server would print, for those who look the row up later.
 *
 * Only types a key is commonly made of; `canPrintKey` decides whether a stream may be binary at all.
 */
type Print = (bytes: Buffer, start: number, end: number) => string | null

const utf8: Print = (bytes, start, end) => bytes.toString('utf8', start, end)
const timestamp: Print = (bytes, start) => printTimestamp(bytes.readBigInt64BE(start))

const PRINTERS: ReadonlyMap<number, Print> = new Map<number, Print>([
  [16, (bytes, start) => (bytes[start] === 1 ? 't' : 'f')], // bool
  [17, (bytes, start, end) => String.raw`\x${bytes.toString('hex', start, end)}`], // bytea
  [19, utf8], // name
  [20, (bytes, start) => bytes.readBigInt64BE(start).toString()], // int8
  [21, (bytes, start) => bytes.readInt16BE(start).toString()], // int2
  [23, (bytes, start) => bytes.readInt32BE(start).toString()], // int4
  [25, utf8], // text
  [26, (bytes, start) => bytes.readUInt32BE(start).toString()], // oid
  [1042, utf8], // bpchar
  [1043, utf8], // varchar
  [1082, (bytes, start) => printDate(bytes.readInt32BE(start))], // date
  [1114, timestamp], // timestamp
  [1184, (bytes, start, end) => appended(timestamp(bytes, start, end), '+00')], // timestamptz
  [1700, (bytes, start) => printNumeric(bytes, start)], // numeric
  [2950, (bytes, start, end) => printUuid(bytes.toString('hex', start, end))], // uuid
])

/** Whether binary values of this type (after domains) can be printed. Enums are sent as their label. */
export function canPrintKey(typeOid: number, typeKind: string): boolean {
  return typeKind === 'e' || PRINTERS.has(typeOid)
}

/** Text of a binary value, or `null` for the few that have no plain one (infinity, years before 1 or after 9999). */
export function printKey(typeOid: number, bytes: Buffer, start: number, end: number): string | null {
  return (PRINTERS.get(typeOid) ?? utf8)(bytes, start, end)
}

function appended(text: string | null, suffix: string): string | null {
  return text === null ? null : text + suffix
}

function printUuid(hex: string): string {
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

const DAY_MS = 86_400_000
/** 2000-01-01, from which the server counts. */
const EPOCH_MS = Date.UTC(2000, 0, 1)
const FIRST_MS = Date.parse('0001-01-01T00:00:00Z')
const LAST_MS = Date.parse('9999-12-31T23:59:59Z')

function printDate(days: number): string | null {
  const ms = EPOCH_MS + days * DAY_MS
  return ms < FIRST_MS || ms > LAST_MS ? null : new Date(ms).toISOString().slice(0, 10)
}

function printTimestamp(microseconds: bigint): string | null {
  const fraction = ((microseconds % 1_000_000n) + 1_000_000n) % 1_000_000n
  const ms = EPOCH_MS + Number((microseconds - fraction) / 1000n)
  if (ms < FIRST_MS || ms > LAST_MS) return null
  const seconds = new Date(ms).toISOString().slice(0, 19).replace('T', ' ')
  const digits = fraction.toString().padStart(6, '0').replace(/0+$/, '')
  return digits === '' ? seconds : `${seconds}.${digits}`
}

const NUMERIC_NEGATIVE = 0x4000
const NUMERIC_SPECIAL = 0xc000
const DIGITS_PER_GROUP = 4

/** Groups of four decimal digits, the weight of the first one, sign and display scale; see `numeric_send`. */
function printNumeric(bytes: Buffer, start: number): string | null {
  const groups = bytes.readUInt16BE(start)
  const weight = bytes.readInt16BE(start + 2)
  const sign = bytes.readUInt16BE(start + 4)
  const scale = bytes.readUInt16BE(start + 6)
  if ((sign & NUMERIC_SPECIAL) === NUMERIC_SPECIAL) return null
  const groupAt = (index: number) => (index >= 0 && index < groups ? bytes.readUInt16BE(start + 8 + index * 2) : 0)
  let whole = ''
  for (let index = 0; index <= weight; index += 1) whole += groupAt(index).toString().padStart(DIGITS_PER_GROUP, '0')
  let fraction = ''
  for (let index = weight + 1; fraction.length < scale; index += 1) {
    fraction += groupAt(index).toString().padStart(DIGITS_PER_GROUP, '0')
  }
  const digits = whole.replace(/^0+/, '') || '0'
  const decimals = scale === 0 ? '' : `.${fraction.slice(0, scale)}`
  return `${sign === NUMERIC_NEGATIVE ? '-' : ''}${digits}${decimals}`
}
