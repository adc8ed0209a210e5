/** Present with the `production` profile only. */
export interface Safeguards {
  readonly waf: {
    readonly name: string
    readonly managedRules: readonly string[]
    readonly requestsPerIpIn5Minutes: number
  }
  /** Of every site, into its log group of purpose `flow`, by the role in each. */
  readonly flowLogs: { readonly role: string; readonly traffic: 'ALL' }
  readonly backup: {
    readonly vaultName: string
    readonly planName: string
    /** AWS's six fields, UTC. */
    readonly schedule: string
    readonly deleteAfterDays: number
    readonly role: string
  }
  readonly trail: { readonly name: string; readonly bucket: 'audit-trail'; readonly multiRegion: boolean }
}

export type ProtectionProfile = 'ephemeral' | 'production'

/** Where Terraform keeps what it made; made beforehand, by the operator. */
export type StateBackend =
  | { readonly kind: 'local' }
  | {
      readonly kind: 's3'
      readonly bucket: string
      readonly key: string
      readonly region: string
      readonly encrypt: true
      readonly lockTable: string
    }

/** Everything in which the environments of a declaration may differ inside one Terraform module. */
export interface Sizing {
  readonly databaseInstanceClass: string
  readonly databaseInstances: number
  readonly backupRetentionDays: number
  readonly replicationInstanceClass: string
  readonly replicationStorageGb: number
  readonly replicationMultiAz: boolean
  /** Tasks, or machines. */
  readonly desiredCount: number
  readonly minCount: number
  readonly maxCount: number
  /** `null` with machines. */
  readonly taskCpuUnits: number | null
  readonly taskMemoryMib: number | null
  /** `null` with tasks. */
  readonly instanceType: string | null
  readonly logRetentionDays: number
}

export interface CostItem {
  readonly service: string
  readonly configuration: string
  readonly quantity: number
  readonly unit: string
  /** US dollars; `null` when the bundled list has no such price. */
  readonly unitPriceUsd: number | null
  readonly monthlyUsd: number | null
  /** `running` is paid as long as it stands, `migration` until the migration is committed. */
  readonly scope: 'running' | 'migration'
  /** What was assumed, such as the number of hours in a month. */
  readonly assumption: string
}

/** What has to be there before the first deployment. */
export interface Prerequisite {
  readonly id: string
  readonly text: string
  /** A command that makes or checks it; empty when there is none. */
  readonly command: string
}
