/** Numbers as people read them; machines get the exact ones by `--json`. */

const BYTES = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const

export function bytes(value: number): string {
  const power = value < 1 ? 0 : Math.min(Math.floor(Math.log2(value) / 10), BYTES.length - 1)
  const amount = value / 1024 ** power
  return `${amount >= 100 || power === 0 ? Math.round(amount) : amount.toFixed(1)} ${BYTES[power]}`
}

export function duration(ms: number): string {
  if (ms < 9.95) return `${ms.toFixed(1)} ms`
  if (ms < 999.5) return `${Math.round(ms)} ms`
  if (ms < 59_950) return `${(ms / 1_000).toFixed(1)} s`
  const seconds = Math.round(ms / 1_000)
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 2_880) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
  const hours = Math.round(minutes / 60)
  return `${Math.floor(hours / 24)} d ${hours % 24} h`
}

export function count(value: number): string {
  return Math.round(value).toLocaleString('en-US')
}

/** `1 row`, `2 rows`. */
export function counted(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`
}

export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}

/** `████████░░░░` */
export function bar(share: number, width: number): string {
  const filled = Math.round(Math.min(1, Math.max(0, share)) * width)
  return '█'.repeat(filled) + '░'.repeat(width - filled)
}

/** Rows with aligned columns, numbers to the right; a head is a row like any other. */
export function table(rows: readonly (readonly string[])[]): string {
  const columns = (rows.at(-1) ?? []).map((last, column) => {
    const width = Math.max(...rows.map((row) => row[column]?.length ?? 0))
    return /^[\d–]/.test(last) ? (cell: string) => cell.padStart(width) : (cell: string) => cell.padEnd(width)
  })
  return rows
    .map((row) =>
      columns
        .map((pad, column) => pad(row[column] ?? ''))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
