declare const brand: unique symbol

/** A position in the write-ahead log of one server; comparable with `<` and `===` on the same server only. */
export type Lsn = bigint & { readonly [brand]: 'Lsn' }

const TEXT = /^([0-9A-Fa-f]{1,8})\/([0-9A-Fa-f]{1,8})$/

/** Reads what the server prints, e.g. `16/B374D848`. @throws RangeError for anything else */
export function parseLsn(text: string): Lsn {
  const [, high, low] = TEXT.exec(text) ?? []
  if (high === undefined || low === undefined) throw new RangeError(`"${text}" is not a log position like 16/B374D848`)
  return lsnFrom((BigInt(`0x${high}`) << 32n) | BigInt(`0x${low}`))
}

/** From the 64-bit number of the replication protocol. */
export function lsnFrom(value: bigint): Lsn {
  return value as Lsn
}

/** As the server prints it. */
export function formatLsn(lsn: Lsn): string {
  const hex = (value: bigint) => value.toString(16).toUpperCase()
  return `${hex(lsn >> 32n)}/${hex(lsn & 0xffffffffn)}`
}

/** Negative, zero or positive, for sorting. */
export function compareLsn(left: Lsn, right: Lsn): number {
  return left < right ? -1 : Number(left > right)
}
