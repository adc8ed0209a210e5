import type { Finding, Side } from '@causeway/core'
import type { Facts, SideFacts } from './facts.ts'

/** One subject of preflight. Pure: what it needs to know is in the facts. */
export type Check = (facts: Facts) => readonly Finding[]

type FindingSide = Finding['side']

/** Must be put right before the migration begins. A remedy that is SQL runs as it is: what else there is to say is a comment in it. */
export function blocker(check: string, side: FindingSide, message: string, remedy: string): Finding {
  return { check, severity: 'blocker', side, message, remedy }
}

export function warning(check: string, side: FindingSide, message: string, remedy: string): Finding {
  return { check, severity: 'warning', side, message, remedy }
}

export function information(check: string, side: FindingSide, message: string): Finding {
  return { check, severity: 'information', side, message, remedy: '' }
}

/** The same question asked of both sides. */
export function onBothSides(
  facts: Facts,
  check: (side: Side, its: SideFacts) => readonly Finding[],
): readonly Finding[] {
  return [...check('source', facts.source), ...check('target', facts.target)]
}

/** `1 table`, `2 tables`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}

const NAMED = 5

/** The first five, and how many more there are. */
export function some(names: readonly string[], total = names.length): string {
  const named = names.slice(0, NAMED)
  return named.join(', ') + (total > named.length ? ` and ${total - named.length} more` : '')
}

/** Who runs a statement that our own role may not run. */
export const ADMINISTRATOR = 'as a superuser, on RDS and Aurora as a member of rds_superuser'

/** `12.3 MB`. */
export function formatBytes(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const
  const power = bytes < 1 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), units.length - 1)
  return `${(bytes / 1024 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`
}
