import { Duration } from 'aws-cdk-lib'
import type * as iam from 'aws-cdk-lib/aws-iam'
import * as s3 from 'aws-cdk-lib/aws-s3'
import { Construct } from 'constructs'
import type { Bucket, BucketReplication, LifecycleRule, StorageClass } from '../../design/model/storage.ts'
import { removalPolicy } from '../removal-policy.ts'
import type { SiteKeys } from './site-keys.ts'

export interface SiteBucketProps {
  readonly bucket: Bucket
  readonly keys: SiteKeys
  /** Where it replicates to, and by which role; undefined when it does not. */
  readonly replica?: { readonly destination: s3.IBucket; readonly role: iam.IRole }
}

/** A private bucket that is encrypted and refuses requests without TLS. */
export class SiteBucket extends Construct {
  readonly bucket: s3.Bucket

  constructor(scope: Construct, id: string, { bucket, keys, replica }: SiteBucketProps) {
    super(scope, id)
    const key = bucket.encryption.kind === 'kms' ? keys.of(bucket.encryption.key) : undefined
    this.bucket = new s3.Bucket(this, 'Bucket', {
      bucketName: bucket.name,
      versioned: bucket.versioned,
      encryption: key === undefined ? s3.BucketEncryption.S3_MANAGED : s3.BucketEncryption.KMS,
      encryptionKey: key,
      bucketKeyEnabled: key !== undefined,
      enforceSSL: true,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      lifecycleRules: bucket.lifecycle.map(lifecycleRule),
      removalPolicy: removalPolicy(bucket.retain),
      autoDeleteObjects: bucket.emptyOnDestroy && !bucket.retain,
      ...(replica === undefined || bucket.replication === null
        ? {}
        : {
            replicationRole: replica.role,
            replicationRules: [replicationRule(bucket.replication, replica.destination)],
          }),
    })
  }
}

const STORAGE_CLASSES: Readonly<Record<StorageClass, s3.StorageClass>> = {
  STANDARD_IA: s3.StorageClass.INFREQUENT_ACCESS,
  GLACIER_IR: s3.StorageClass.GLACIER_INSTANT_RETRIEVAL,
  GLACIER: s3.StorageClass.GLACIER,
  DEEP_ARCHIVE: s3.StorageClass.DEEP_ARCHIVE,
}

function lifecycleRule(rule: LifecycleRule): s3.LifecycleRule {
  const transition = ({ days, to }: LifecycleRule['transitions'][number]) => ({
    transitionAfter: Duration.days(days),
    storageClass: STORAGE_CLASSES[to],
  })
  return {
    id: rule.id,
    enabled: true,
    ...(rule.prefix === '' ? {} : { prefix: rule.prefix }),
    transitions: rule.transitions.map(transition),
    noncurrentVersionTransitions: rule.noncurrentTransitions.map(transition),
    expiration: daysOf(rule.expireDays),
    noncurrentVersionExpiration: daysOf(rule.noncurrentExpireDays),
    abortIncompleteMultipartUploadAfter: Duration.days(rule.abortUploadsAfterDays),
  }
}

function daysOf(days: number | null): Duration | undefined {
  return days === null ? undefined : Duration.days(days)
}

function replicationRule({ ruleId, deleteMarkers }: BucketReplication, destination: s3.IBucket): s3.ReplicationRule {
  return {
    id: ruleId,
    destination,
    priority: 1,
    deleteMarkerReplication: deleteMarkers,
    // What is encrypted with a customer's key is replicated only when that is said, under the key of the other side.
    sseKmsEncryptedObjects: destination.encryptionKey !== undefined,
    kmsKey: destination.encryptionKey,
    replicationTimeControl: s3.ReplicationTimeValue.FIFTEEN_MINUTES,
    metrics: s3.ReplicationTimeValue.FIFTEEN_MINUTES,
  }
}
