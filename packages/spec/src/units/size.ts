const BYTES_OF = {
  TiB: 1024 ** 4,
  TB: 1000 ** 4,
  GiB: 1024 ** 3,
  GB: 1000 ** 3,
  MiB: 1024 ** 2,
  MB: 1000 ** 2,
  KiB: 1024,
  kB: 1000,
  B: 1,
} as const

/** A whole number and a unit: decimal `kB MB GB TB`, binary `KiB MiB GiB TiB`, or plain `B`. */
export const SIZE = /^(\d{1,12})(B|[KMGT]iB|[kMGT]B)$/

/** Bytes, or `null` when the text is not a size. */
export function parseSize(text: string): number | null {
  const [, amount, unit] = SIZE.exec(text) ?? []
  if (amount === undefined || !isUnit(unit)) return null
  const sizeBytes = Number(amount) * BYTES_OF[unit]
  return Number.isSafeInteger(sizeBytes) ? sizeBytes : null
}

/** The exact size in the unit that needs the fewest digits. `sizeBytes` is a whole number. */
export function formatSize(sizeBytes: number): string {
  const candidates = Object.entries(BYTES_OF)
    .filter(([, factor]) => sizeBytes % factor === 0)
    .map(([unit, factor]) => `${sizeBytes / factor}${unit}`)
  return sizeBytes === 0 ? '0B' : candidates.reduce((best, next) => (digits(next) < digits(best) ? next : best))
}

function digits(text: string): number {
  return text.replaceAll(/\D/g, '').length
}

function isUnit(unit: string | undefined): unit is keyof typeof BYTES_OF {
  return unit !== undefined && unit in BYTES_OF
}
