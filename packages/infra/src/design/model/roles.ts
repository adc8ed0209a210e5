import type { KeyPurpose } from './database.ts'
import type { BucketPurpose } from './storage.ts'

/** What a statement may touch; each stands for one ARN, or for a pattern below it. Never everything. */
export type Resource =
  | {
      readonly kind: 'bucket'
      readonly purpose: BucketPurpose
      readonly site: 'source' | 'target'
      readonly objects: boolean
    }
  | { readonly kind: 'secret'; readonly credential: 'source' | 'target' }
  | { readonly kind: 'parameter'; readonly name: string }
  | { readonly kind: 'key'; readonly purpose: KeyPurpose; readonly site: 'source' | 'target' }
  /** With its streams. */
  | { readonly kind: 'log-group'; readonly name: string }
  | { readonly kind: 'delivery-stream'; readonly name: string }

export interface Statement {
  readonly sid: string
  readonly actions: readonly string[]
  readonly resources: readonly Resource[]
}

export interface Role {
  readonly id: string
  readonly name: string
  readonly description: string
  /** Such as `ecs-tasks.amazonaws.com`. */
  readonly trustedServices: readonly string[]
  /** By name, such as `service-role/AmazonDMSVPCManagementRole`. */
  readonly managedPolicies: readonly string[]
  readonly statements: readonly Statement[]
}
