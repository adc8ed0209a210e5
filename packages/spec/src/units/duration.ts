const MS_OF = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1 } as const

/** Whole numbers with units, largest unit first, each at most once: `500ms`, `10s`, `1h30m`, `3d`. */
export const DURATION = /^(?=\d)(?:(\d{1,9})d)?(?:(\d{1,9})h)?(?:(\d{1,9})m)?(?:(\d{1,9})s)?(?:(\d{1,9})ms)?$/

/** Milliseconds, or `null` when the text is not a duration. */
export function parseDuration(text: string): number | null {
  const match = DURATION.exec(text)
  if (match === null) return null
  const factors = Object.values(MS_OF)
  const sum = match.slice(1).reduce((total, amount, index) => total + Number(amount ?? 0) * (factors[index] ?? 0), 0)
  return Number.isSafeInteger(sum) ? sum : null
}

/** The shortest text that `parseDuration` reads as the same number; fractions of a millisecond are rounded. */
export function formatDuration(durationMs: number): string {
  let rest = Math.round(durationMs)
  let text = ''
  for (const [unit, factor] of Object.entries(MS_OF)) {
    const amount = Math.floor(rest / factor)
    if (amount > 0) text += `${amount}${unit}`
    rest -= amount * factor
  }
  return text === '' ? '0s' : text
}
