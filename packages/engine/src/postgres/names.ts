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

/** `application_name` of every session: a take-over finds and ends its predecessor's by it. At most 63 bytes. */
export function applicationName(spec: ResolvedSpec, epoch: number, part: string): string {
  return `causeway/${migrationId(spec).slice(0, 30)}/${epoch}/${part}`.slice(0, 63)
}
