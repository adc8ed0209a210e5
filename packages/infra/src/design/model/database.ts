export type DatabaseEngine = 'aurora-mysql' | 'aurora-postgresql' | 'rds-postgresql'

export interface DatabaseInstance {
  readonly name: string
  readonly role: 'writer' | 'reader'
  /** Such as `db.r6g.large`, or `db.serverless`. */
  readonly instanceClass: string
  /** Lower is promoted first; `null` outside Aurora. */
  readonly promotionTier: number | null
}

export interface Parameter {
  readonly name: string
  readonly value: string
  /** Static parameters wait for the reboot that creation is. */
  readonly apply: 'immediate' | 'pending-reboot'
  readonly reason: string
}

export interface ParameterGroup {
  readonly name: string
  /** Such as `aurora-mysql8.0` or `postgres14`. */
  readonly family: string
  readonly description: string
  readonly parameters: readonly Parameter[]
}

/** An Aurora cluster or an RDS instance. */
export interface Database {
  readonly engine: DatabaseEngine
  /** Of the cluster, or of the RDS instance. */
  readonly identifier: string
  /** As AWS names it: `8.0.mysql_aurora.3.04.0`, `13.20`, or `14` for RDS, which takes the newest minor version. */
  readonly version: string
  readonly databaseName: string
  readonly port: number
  readonly adminUser: string
  /** Id in `credentials` of the site. */
  readonly credential: string
  readonly instanceClass: string
  /** Aurora: writer first, each in another zone. RDS: exactly one. */
  readonly instances: readonly DatabaseInstance[]
  /** A standby (RDS), or instances in more than one zone (Aurora). */
  readonly multiAz: boolean
  /** RDS only; Aurora's storage grows by itself. */
  readonly storage: { readonly sizeGb: number; readonly type: 'gp2' | 'gp3' } | null
  /** Aurora capacity units, for instances of class `db.serverless`. */
  readonly serverless: { readonly min: number; readonly max: number } | null
  /** Aurora only. */
  readonly clusterParameters: ParameterGroup | null
  readonly instanceParameters: ParameterGroup
  /** The engine's own: PostgreSQL and Aurora take no options, their extensions are parameters. */
  readonly optionGroup: string
  readonly subnetGroupName: string
  readonly backupRetentionDays: number
  /** UTC, such as `03:00-04:00`. */
  readonly backupWindow: string
  /** UTC, such as `mon:04:00-mon:05:00`. */
  readonly maintenanceWindow: string
  readonly logExports: readonly string[]
  readonly performanceInsightsDays: number | null
  readonly iamAuthentication: boolean
  /** `null` is the key AWS keeps for RDS; storage is encrypted in any case. */
  readonly key: KeyPurpose | null
  readonly deletionProtection: boolean
  /** Taken when it is destroyed; `null` takes none. */
  readonly finalSnapshotName: string | null
  /** Terraform's prevent_destroy, CDK's RETAIN. */
  readonly retain: boolean
}

/** What a customer-managed key protects; at most one key of each purpose. */
export type KeyPurpose = 'database' | 'storage' | 'logs' | 'secrets' | 'replication' | 'notifications'

export interface Key {
  readonly purpose: KeyPurpose
  /** Starts with `alias/`. */
  readonly alias: string
  readonly description: string
  readonly rotation: true
  /** Days from deletion to being gone, 7 to 30. */
  readonly deletionWindowDays: number
  /** AWS services that use the key for us, such as `logs.us-east-1.amazonaws.com`. */
  readonly services: readonly string[]
}

/** A login kept by AWS; its password is in no file, state or template. */
export interface Credential {
  readonly id: 'source' | 'target'
  readonly description: string
  readonly user: string
  /** Where the password comes from. `input` is a write-only variable, given when deploying. */
  readonly password:
    | { readonly from: 'generated'; readonly length: number; readonly punctuation: false }
    | { readonly from: 'input'; readonly variable: string }
    | { readonly from: 'existing-secret'; readonly secret: string; readonly key: string }
  /** In Secrets Manager, as DMS reads it: username, password, host, port. */
  readonly secretName: string
  readonly key: KeyPurpose | null
  /** The same login as SSM SecureString parameters, for people and scripts; empty where not declared. */
  readonly parameters: readonly { readonly name: string; readonly holds: 'username' | 'password' }[]
  /** Days before a deleted secret is gone; 0 is at once. */
  readonly recoveryDays: number
}
