export const SYSTEMS = [
  'payments-fargate-mysql',
  'payments-fargate-postgres',
  'payments-autoscaling-mysql',
  'inventory-postgres',
] as const

export type System = (typeof SYSTEMS)[number]

/** Something a system was asked to have, and where it is. */
export interface Requirement {
  /** Unique in its system. */
  readonly id: string
  readonly system: System
  readonly text: string
  /** In `InfraDesign`, see `lookUp`; `null` where it is no matter of the design. */
  readonly design: string | null
  /** What the design says there, in the blueprint's first environment unless another is named; `undefined`: anything. */
  readonly is?: unknown
  readonly environment?: string
  /** Off in the blueprint, which is ephemeral; on with this profile. */
  readonly protection?: 'production'
  /** Where it is besides or instead, in words. */
  readonly elsewhere?: string
}

type Rest = Pick<Requirement, 'is' | 'environment' | 'protection' | 'elsewhere'>

/** A row of the lists beside this file. */
export type Row =
  | readonly [id: string, text: string, design: string]
  | readonly [id: string, text: string, design: string | null, rest: Rest]

export function requirementsOf(system: System, rows: readonly Row[]): readonly Requirement[] {
  return rows.map(([id, text, design, rest = {}]) => ({ id, system, text, design, ...rest }))
}
