import type { KeyPurpose } from './database.ts'

export type BucketPurpose = 'files' | 'transaction-logs' | 'access-logs' | 'log-archive' | 'audit-trail'

export interface Bucket {
  readonly purpose: BucketPurpose
  /** Unique in the world, which the suffix has to see to. */
  readonly name: string
  readonly versioned: boolean
  /** Access logs of a load balancer can be encrypted by S3's own key only. */
  readonly encryption: { readonly kind: 's3' } | { readonly kind: 'kms'; readonly key: KeyPurpose }
  readonly lifecycle: readonly LifecycleRule[]
  /** To the bucket of the same purpose in the other site. */
  readonly replication: BucketReplication | null
  /** Services that may write here; everything else needs IAM. Requests without TLS are always refused. */
  readonly writers: readonly ('load-balancer-logs' | 'cloudtrail')[]
  /** Emptied when it is destroyed. */
  readonly emptyOnDestroy: boolean
  readonly retain: boolean
}

export interface LifecycleRule {
  readonly id: string
  /** Whole bucket when empty. */
  readonly prefix: string
  readonly transitions: readonly { readonly days: number; readonly to: StorageClass }[]
  readonly noncurrentTransitions: readonly { readonly days: number; readonly to: StorageClass }[]
  readonly expireDays: number | null
  readonly noncurrentExpireDays: number | null
  readonly abortUploadsAfterDays: number
}

export type StorageClass = 'STANDARD_IA' | 'GLACIER_IR' | 'GLACIER' | 'DEEP_ARCHIVE'

export interface BucketReplication {
  readonly ruleId: string
  /** Id in `roles`. */
  readonly role: string
  /** S3 replication time control, with metrics and the same threshold. */
  readonly withinMinutes: 15
  readonly deleteMarkers: boolean
}
