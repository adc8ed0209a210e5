import { createHash } from 'node:crypto'
import type { Direction } from '@causeway/core'
import type { ResolvedSpec } from '@causeway/spec'

/** The schema on both sides that holds what Causeway must keep with the data. */
export const CONTROL_SCHEMA = 'causeway'

/** Key of this migration in the control tables, and part of every name made on a server. */
export function migrationId(spec: ResolvedSpec): string {
  return `${spec.name}-${spec.suffix}`
}

/** Name of the slot and of the publication of one direction: at most 63 of `[a-z0-9_]`. */
export function streamName(spec: ResolvedSpec, direction: Direction): string {
  const words = `causeway_${spec.name}_${spec.suffix}`.toLowerCase().replaceAll(/[^a-z0-9_]/g, '_')
  return `${words.slice(0, 54)}_${direction}`
}

const SHOWN = 30
const DIGEST = 8

/** `application_name` of every session: a take-over finds and ends its predecessor's by it. At most 63 bytes. */
export function applicationName(spec: ResolvedSpec, epoch: number, part: string): string {
  return `causeway/${shortened(migrationId(spec))}/${epoch}/${part}`.slice(0, 63)
}

/** Different for different migrations: one must not end the sessions of another whose name begins like its own. */
function shortened(migration: string): string {
  if (migration.length <= SHOWN) return migration
  const digest = createHash('sha256').update(migration).digest('hex').slice(0, DIGEST)
  return `${migration.slice(0, SHOWN - DIGEST - 1)}-${digest}`
}
