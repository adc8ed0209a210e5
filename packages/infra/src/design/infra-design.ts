import type { Compute } from './model/compute.ts'
import type { Credential, Database, Key } from './model/database.ts'
import type { LogGroup, Monitoring, Notifications } from './model/monitoring.ts'
import type { Edge, Network, SecurityGroup } from './model/network.ts'
import type { CostItem, Prerequisite, ProtectionProfile, Safeguards, Sizing, StateBackend } from './model/operations.ts'
import type { Output } from './model/outputs.ts'
import type { Replication } from './model/replication.ts'
import type { Role } from './model/roles.ts'
import type { Bucket } from './model/storage.ts'
import type { Dns, LoadBalancer, TrafficShift } from './model/traffic.ts'

/**
 * The AWS side of one system in one environment, decided. Emitters write it down and decide nothing; plan, runbook and cost
 * table read it too. Only `design()` makes one.
 *
 * Every name ends with `naming.tail`; one cut to fit AWS's limit for its type ends with the suffix. Nothing here is secret.
 */
export interface InfraDesign {
  /** The declaration's name. */
  readonly system: string
  readonly environment: string
  readonly region: string
  readonly naming: Naming
  readonly protection: ProtectionProfile
  /** On everything that takes tags. */
  readonly tags: Tags
  readonly state: StateBackend
  /** The environments one module serves, by workspace. */
  readonly workspaces: { readonly fallback: string; readonly sizing: Readonly<Record<string, Sizing>> }
  /** Where data and traffic move to. */
  readonly target: Site
  /** Where they come from, when that is made here as well: a mirror of the target in a VPC of its own. */
  readonly source: Site | null
  /** In the target's network. */
  readonly replication: Replication
  readonly traffic: TrafficShift
  readonly dns: Dns | null
  readonly monitoring: Monitoring
  readonly notifications: Notifications | null
  /** The two roles DMS looks for by name, one of each in an account: made only where they are missing. */
  readonly dmsServiceRoles: readonly Role[]
  readonly safeguards: Safeguards | null
  readonly outputs: readonly Output[]
  readonly costs: readonly CostItem[]
  readonly prerequisites: readonly Prerequisite[]
}

/** A VPC with a database and an application in it. */
export interface Site {
  readonly role: 'source' | 'target'
  readonly network: Network
  readonly securityGroups: readonly SecurityGroup[]
  readonly edges: readonly Edge[]
  readonly keys: readonly Key[]
  /** Of the site's own database; in the target also of a source that is outside AWS. */
  readonly credentials: readonly Credential[]
  readonly database: Database
  readonly buckets: readonly Bucket[]
  readonly compute: Compute
  readonly loadBalancer: LoadBalancer
  readonly logGroups: readonly LogGroup[]
  readonly roles: readonly Role[]
}

export interface Naming {
  /** Such as `payment`; empty when names start with the type of the resource. */
  readonly prefix: string
  readonly suffix: string
  /** `-SUFFIX` behind a prefix, else `-ENVIRONMENT-SUFFIX`: what differs from one deployment to another. */
  readonly tail: string
}

export type Tags = Readonly<Record<string, string>> & {
  readonly Environment: string
  readonly MigrationPhase: string
  readonly CostCenter: string
  readonly ManagedBy: string
  readonly Project: string
}
