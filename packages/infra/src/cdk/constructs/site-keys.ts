import { Duration } from 'aws-cdk-lib'
import * as iam from 'aws-cdk-lib/aws-iam'
import * as kms from 'aws-cdk-lib/aws-kms'
import { Construct } from 'constructs'
import type { Key, KeyPurpose } from '../../design/model/database.ts'
import { removalPolicy } from '../removal-policy.ts'

export interface SiteKeysProps {
  readonly keys: readonly Key[]
  /** Data stays readable only as long as its key is there. */
  readonly retain: boolean
}

/** Customer-managed keys, one for each purpose, so that the use of one can be granted and revoked by itself. */
export class SiteKeys extends Construct {
  readonly #keys: ReadonlyMap<KeyPurpose, kms.Key>

  constructor(scope: Construct, id: string, { keys, retain }: SiteKeysProps) {
    super(scope, id)
    this.#keys = new Map(
      keys.map((decided) => {
        const key = new kms.Key(this, decided.purpose, {
          alias: decided.alias,
          description: decided.description,
          enableKeyRotation: decided.rotation,
          pendingWindow: Duration.days(decided.deletionWindowDays),
          removalPolicy: removalPolicy(retain),
        })
        for (const service of decided.services) key.grantEncryptDecrypt(new iam.ServicePrincipal(service))
        return [decided.purpose, key] as const
      }),
    )
  }

  /** The key of a purpose; undefined is the one AWS keeps. */
  of(purpose: KeyPurpose | null): kms.IKey | undefined {
    return purpose === null ? undefined : this.#keys.get(purpose)
  }
}
