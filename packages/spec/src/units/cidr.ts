/** A block of IPv4 addresses. */
export interface Cidr {
  /** Its first address as a number. */
  readonly first: number
  /** Length of the prefix, 0 to 32. */
  readonly prefix: number
}

/** `10.0.0.0/16`, the address being the block's first; `null` for anything else. */
export function parseCidr(text: string): Cidr | null {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text)
  if (match === null) return null
  const [first = 256, second = 256, third = 256, fourth = 256, prefix = 33] = match.slice(1).map(Number)
  if (prefix > 32 || [first, second, third, fourth].some((part) => part > 255)) return null
  const cidr = { first: ((first * 256 + second) * 256 + third) * 256 + fourth, prefix }
  return cidr.first % addressCount(cidr) === 0 ? cidr : null
}

export function formatCidr({ first, prefix }: Cidr): string {
  const parts = [2 ** 24, 2 ** 16, 2 ** 8, 1].map((unit) => Math.floor(first / unit) % 256)
  return `${parts.join('.')}/${prefix}`
}

export function addressCount({ prefix }: Cidr): number {
  return 2 ** (32 - prefix)
}

export function cidrsOverlap(left: Cidr, right: Cidr): boolean {
  return left.first < right.first + addressCount(right) && right.first < left.first + addressCount(left)
}
