import type { InfraDesign } from '../design/infra-design.ts'
import { INPUTS } from './inputs.ts'
import { scopes, scopeOf, type Scope } from './scope.ts'
import type { Ref } from './writer/ref.ts'

export interface DatabaseAddress {
  readonly host: Ref<string>
  readonly port: Ref<number>
}

/** Where the database of a side is reached: its own endpoint where it is made here, else what the operator says. */
export function databaseAddress(design: InfraDesign, side: 'source' | 'target'): DatabaseAddress {
  const isHere = scopes(design).some(({ site }) => site.role === side)
  return isHere ? ownAddress(scopeOf(design, side)) : { host: INPUTS.sourceHost, port: INPUTS.sourcePort }
}

/** An RDS instance's `endpoint` has the port in it, a cluster's has not. */
export function ownAddress({ site, at }: Scope): DatabaseAddress {
  if (site.database.engine !== 'rds-postgresql') return { host: at.cluster().endpoint, port: at.cluster().port }
  return { host: at.instance().address, port: at.instance().port }
}
