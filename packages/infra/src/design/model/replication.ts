import type { KeyPurpose } from './database.ts'

/** The move of the data by AWS DMS. */
export interface Replication {
  readonly instance: ReplicationInstance
  readonly source: ReplicationEndpoint
  readonly target: ReplicationEndpoint
  /** The copy with the changes after it, and the comparison, which is a task of its own so that neither slows the other. */
  readonly tasks: readonly ReplicationTask[]
  /** Failures and state changes of tasks and instance, sent to the topic. */
  readonly eventSubscriptions: readonly {
    readonly name: string
    readonly source: 'replication-task' | 'replication-instance'
    readonly categories: readonly string[]
  }[]
}

export interface ReplicationInstance {
  readonly name: string
  /** Such as `dms.t3.small`. */
  readonly instanceClass: string
  readonly storageGb: number
  readonly engineVersion: string
  readonly multiAz: boolean
  readonly subnetGroupName: string
  readonly maintenanceWindow: string
  readonly key: KeyPurpose | null
}

export interface ReplicationEndpoint {
  readonly side: 'source' | 'target'
  readonly name: string
  /** As DMS names engines; `aurora` is Aurora MySQL. */
  readonly engine: 'mysql' | 'aurora' | 'postgres' | 'aurora-postgresql'
  /** `database` is that of the site of this side, made here; an address is outside. */
  readonly at:
    | { readonly kind: 'database' }
    | { readonly kind: 'address'; readonly host: string; readonly port: number }
  readonly databaseName: string
  readonly sslMode: 'none' | 'require' | 'verify-ca' | 'verify-full'
  /** Certificate of the authority, imported into DMS beforehand; `null` where nothing is verified. */
  readonly certificateArn: string | null
  /** Id in `credentials` of the site that keeps it: its own, or the target where the source is outside AWS. */
  readonly credential: 'source' | 'target'
  /** Lets DMS, and nothing else, read that credential: its id in `roles` of the same site. */
  readonly accessRole: string
}

export interface ReplicationTask {
  readonly purpose: 'replicate' | 'validate'
  readonly name: string
  /** Becomes the end of the ARN, and the dimension of the task's metrics. */
  readonly resourceIdentifier: string
  readonly migrationType: 'full-load-and-cdc' | 'cdc'
  readonly tableMappings: TableMappings
  readonly settings: TaskSettings
}

/** As DMS reads it. */
export interface TableMappings {
  readonly rules: readonly SelectionRule[]
}

export interface SelectionRule {
  readonly 'rule-type': 'selection'
  readonly 'rule-id': string
  readonly 'rule-name': string
  readonly 'object-locator': { readonly 'schema-name': string; readonly 'table-name': string }
  readonly 'rule-action': 'include' | 'exclude'
}

/** As DMS reads it: a tree of settings, written to JSON as it is. */
export interface TaskSettings {
  readonly [section: string]: { readonly [setting: string]: SettingValue } | SettingValue
}

export type SettingValue = string | number | boolean | null | readonly { readonly [key: string]: string }[]
