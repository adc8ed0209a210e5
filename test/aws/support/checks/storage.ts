import {
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketPolicyCommand,
  GetBucketReplicationCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  type LifecycleRule,
} from '@aws-sdk/client-s3'
import type { Bucket, LifecycleRule as DesignedRule } from '@causeway/infra'
import { expect } from 'vitest'
import { sorted, type DeployedSite } from '../deployed.ts'
import { keyArn } from './keys.ts'

export async function checkStorage(deployed: DeployedSite): Promise<void> {
  for (const bucket of deployed.site.buckets) await checkBucket(deployed, bucket)
}

async function checkBucket(deployed: DeployedSite, bucket: Bucket): Promise<void> {
  const { s3 } = deployed.clients
  const named = { Bucket: bucket.name }
  const { Status } = await s3.send(new GetBucketVersioningCommand(named))
  expect(Status === 'Enabled', bucket.name).toBe(bucket.versioned)

  const { ServerSideEncryptionConfiguration } = await s3.send(new GetBucketEncryptionCommand(named))
  const encryption = ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault
  if (bucket.encryption.kind === 's3') expect(encryption?.SSEAlgorithm).toBe('AES256')
  else {
    const key = await keyArn(deployed, bucket.encryption.key)
    expect(encryption).toMatchObject({ SSEAlgorithm: 'aws:kms', KMSMasterKeyID: key })
  }

  const { PublicAccessBlockConfiguration } = await s3.send(new GetPublicAccessBlockCommand(named))
  expect(PublicAccessBlockConfiguration).toEqual({
    BlockPublicAcls: true,
    BlockPublicPolicy: true,
    IgnorePublicAcls: true,
    RestrictPublicBuckets: true,
  })

  const { Policy } = await s3.send(new GetBucketPolicyCommand(named))
  const { Statement }: { readonly Statement: readonly unknown[] } = JSON.parse(Policy ?? '{}')
  expect(Statement, 'requests without TLS are refused').toContainEqual(
    expect.objectContaining({
      Effect: 'Deny',
      Principal: expect.anything(),
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    }),
  )

  const { Rules = [] } = await s3.send(new GetBucketLifecycleConfigurationCommand(named))
  expect(sorted(Rules.map(textOf))).toEqual(sorted(bucket.lifecycle.map(designedText)))
  if (bucket.replication !== null) await checkReplicationOf(deployed, bucket)
}

function textOf(rule: LifecycleRule): string {
  return JSON.stringify({
    id: rule.ID,
    prefix: rule.Filter?.Prefix ?? rule.Prefix ?? '',
    transitions: (rule.Transitions ?? []).map((one) => `${one.Days} ${one.StorageClass}`),
    noncurrent: (rule.NoncurrentVersionTransitions ?? []).map((one) => `${one.NoncurrentDays} ${one.StorageClass}`),
    expire: rule.Expiration?.Days ?? null,
    noncurrentExpire: rule.NoncurrentVersionExpiration?.NoncurrentDays ?? null,
    abort: rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation ?? null,
  })
}

function designedText(rule: DesignedRule): string {
  return JSON.stringify({
    id: rule.id,
    prefix: rule.prefix,
    transitions: rule.transitions.map((one) => `${one.days} ${one.to}`),
    noncurrent: rule.noncurrentTransitions.map((one) => `${one.days} ${one.to}`),
    expire: rule.expireDays,
    noncurrentExpire: rule.noncurrentExpireDays,
    abort: rule.abortUploadsAfterDays,
  })
}

async function checkReplicationOf({ clients, design, site }: DeployedSite, bucket: Bucket): Promise<void> {
  const { ReplicationConfiguration } = await clients.s3.send(new GetBucketReplicationCommand({ Bucket: bucket.name }))
  const other = site.role === 'source' ? design.target : design.source
  const copy = other?.buckets.find(({ purpose }) => purpose === bucket.purpose)
  const minutes = bucket.replication?.withinMinutes
  expect(ReplicationConfiguration?.Rules).toMatchObject([
    {
      ID: bucket.replication?.ruleId,
      Status: 'Enabled',
      DeleteMarkerReplication: { Status: bucket.replication?.deleteMarkers === true ? 'Enabled' : 'Disabled' },
      Destination: {
        Bucket: `arn:aws:s3:::${copy?.name}`,
        ReplicationTime: { Status: 'Enabled', Time: { Minutes: minutes } },
        Metrics: { Status: 'Enabled', EventThreshold: { Minutes: minutes } },
      },
    },
  ])
}
