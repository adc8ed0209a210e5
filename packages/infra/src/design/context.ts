import type { ResolvedInfrastructure, ResolvedSpec } from '@causeway/spec'
import type { Names } from './names.ts'

/** A declaration with an AWS side. */
export type InfraSpec = ResolvedSpec & { readonly infrastructure: ResolvedInfrastructure }

export function hasInfrastructure(spec: ResolvedSpec): spec is InfraSpec {
  return spec.infrastructure !== null
}

/** What every part of the design starts from. */
export interface Context {
  readonly spec: InfraSpec
  readonly infra: ResolvedInfrastructure
  readonly names: Names
  /** The protection profile: every protection, or none. */
  readonly production: boolean
}

export type Side = 'source' | 'target'

/** The sites that are made: the source only where it is a mirror. */
export function sidesOf({ mirror }: ResolvedInfrastructure): readonly Side[] {
  return mirror === undefined ? ['target'] : ['source', 'target']
}

/** Log lines go to a bucket; those for syslog too, so that none is lost while the line is down. */
export function deliversLogs({ monitoring }: ResolvedInfrastructure): boolean {
  return monitoring.archive || monitoring.syslog !== undefined
}

export function seconds(ms: number): number {
  return ms / 1000
}

export function days(ms: number): number {
  return ms / 86_400_000
}

export function gigabytes(bytes: number): number {
  return Math.ceil(bytes / 1_000_000_000)
}
