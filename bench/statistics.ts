/** Nearest rank; `share` from 0 to 1. @throws without values */
export function percentile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort()
  const value = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)]
  if (value === undefined) throw new Error('there is nothing to summarise')
  return value
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5)
}
