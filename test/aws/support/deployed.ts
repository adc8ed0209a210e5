import type { InfraDesign, Site } from '@causeway/infra'
import type { Clients } from './clients.ts'
import type { Outputs } from './outputs.ts'
import type { TerraformResource, TerraformState } from './terraform-state.ts'

/** A system that stands, with what was decided of it: checks compare the two. */
export interface Deployed {
  readonly design: InfraDesign
  readonly clients: Clients
  readonly outputs: Outputs
  readonly state: TerraformState
  readonly resources: readonly TerraformResource[]
  /** That were given when it was deployed. */
  readonly passwords: readonly string[]
}

/** Checks of one site look at it in the whole system. */
export interface DeployedSite extends Deployed {
  readonly site: Site
}

export function sitesOf(deployed: Deployed): readonly DeployedSite[] {
  const { target, source } = deployed.design
  return (source === null ? [target] : [source, target]).map((site) => ({ ...deployed, site }))
}

/** In the order of their keys, to compare what has no order. */
export function sorted<T>(values: Iterable<T>, key: (value: T) => string = String): readonly T[] {
  return [...values].sort((a, b) => (key(a) < key(b) ? -1 : 1))
}
