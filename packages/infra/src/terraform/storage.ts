import type { Bucket, LifecycleRule } from '../design/model/storage.ts'
import { ACCOUNT_ID } from './account.ts'
import { localName, named } from './names.ts'
import { keyArn, nameTag, scopes, type Scope } from './scope.ts'
import { jsonencode, text } from './writer/expression.ts'
import { handle } from './writer/handle.ts'
import { reference, type Ref } from './writer/ref.ts'
import { TerraformFile } from './writer/terraform-file.ts'

/** Buckets: private, encrypted, refusing requests without TLS. */
export function storage(scope: Scope): TerraformFile {
  const file = new TerraformFile()
  for (const bucket of scope.site.buckets) storageBucket(file, scope, bucket)
  if (scope.site.buckets.length > 0) privacy(file, scope)
  return file
}

/** The same for every bucket: nobody outside the account, and no access lists beside the policy. */
function privacy(file: TerraformFile, { site, at }: Scope): void {
  const local = at.own('buckets')
  const ids = site.buckets.map(({ purpose }) => [localName(purpose), at.bucket(purpose).id])
  file.locals({ [local]: Object.fromEntries(ids) })
  const table = reference<Record<string, string>>(`local.${local}`)
  file.resourceForEach('aws_s3_bucket_public_access_block', at.name(), table, ({ value }) => ({
    bucket: value,
    block_public_acls: true,
    block_public_policy: true,
    ignore_public_acls: true,
    restrict_public_buckets: true,
  }))
  file.resourceForEach('aws_s3_bucket_ownership_controls', at.name(), table, ({ value }) => ({
    bucket: value,
    rule: { object_ownership: 'BucketOwnerEnforced' },
  }))
}

function storageBucket(file: TerraformFile, scope: Scope, bucket: Bucket): void {
  const { design, at } = scope
  const name = at.name(bucket.purpose)
  const { id } = at.bucket(bucket.purpose)
  file.resource('aws_s3_bucket', name, {
    bucket: named(design, bucket.name),
    force_destroy: bucket.emptyOnDestroy,
    tags: nameTag(scope, bucket.name),
    lifecycle: bucket.retain ? { prevent_destroy: true } : undefined,
  })
  encryption(file, scope, bucket)
  if (bucket.versioned) {
    file.resource('aws_s3_bucket_versioning', name, { bucket: id, versioning_configuration: { status: 'Enabled' } })
  }
  if (bucket.lifecycle.length > 0) lifecycle(file, scope, bucket)
  policy(file, scope, bucket)
  if (bucket.replication !== null) replication(file, scope, bucket, bucket.replication)
}

function encryption(file: TerraformFile, scope: Scope, { purpose, encryption }: Bucket): void {
  const byDefault =
    encryption.kind === 's3'
      ? { sse_algorithm: 'AES256' }
      : { sse_algorithm: 'aws:kms', kms_master_key_id: keyArn(scope, encryption.key) }
  file.resource('aws_s3_bucket_server_side_encryption_configuration', scope.at.name(purpose), {
    bucket: scope.at.bucket(purpose).id,
    rule: {
      // One data key for many objects, in place of a call to KMS for each.
      bucket_key_enabled: encryption.kind === 'kms',
      apply_server_side_encryption_by_default: byDefault,
    },
  })
}

function lifecycle(file: TerraformFile, { at }: Scope, { purpose, lifecycle: rules, versioned }: Bucket): void {
  const versions = handle(`aws_s3_bucket_versioning.${at.name(purpose)}`)
  file.resource('aws_s3_bucket_lifecycle_configuration', at.name(purpose), {
    bucket: at.bucket(purpose).id,
    rule: rules.map(lifecycleRule),
    // Rules for old versions mean nothing before there are versions.
    depends_on: versioned ? [versions] : undefined,
  })
}

function lifecycleRule(rule: LifecycleRule) {
  return {
    id: rule.id,
    status: 'Enabled',
    filter: { prefix: rule.prefix },
    transition: rule.transitions.map(({ days, to }) => ({ days, storage_class: to })),
    noncurrent_version_transition: rule.noncurrentTransitions.map(({ days, to }) => ({
      noncurrent_days: days,
      storage_class: to,
    })),
    expiration: rule.expireDays === null ? undefined : { days: rule.expireDays },
    noncurrent_version_expiration:
      rule.noncurrentExpireDays === null ? undefined : { noncurrent_days: rule.noncurrentExpireDays },
    abort_incomplete_multipart_upload: { days_after_initiation: rule.abortUploadsAfterDays },
  }
}

function policy(file: TerraformFile, { design, at }: Scope, { purpose, writers }: Bucket): void {
  const { id, arn } = at.bucket(purpose)
  const trail = design.safeguards?.trail
  const statements = [
    tlsOnly(arn),
    ...(writers.includes('load-balancer-logs') ? [loadBalancerWrites(arn)] : []),
    ...(writers.includes('cloudtrail') && trail !== undefined ? trailWrites(arn) : []),
  ]
  file.resource('aws_s3_bucket_policy', at.name(purpose), {
    bucket: id,
    policy: jsonencode({ Version: '2012-10-17', Statement: statements }),
    depends_on: [handle(`aws_s3_bucket_public_access_block.${at.name()}`)],
  })
}

function tlsOnly(arn: Ref<string>): object {
  return {
    Sid: 'RefuseWithoutTls',
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: [arn, text`${arn}/*`],
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  }
}

/** In regions opened before August 2022 the logs come from an account of AWS, not from a service. */
function loadBalancerWrites(arn: Ref<string>): object {
  return {
    Sid: 'LoadBalancerWritesLogs',
    Effect: 'Allow',
    Principal: { AWS: handle<{ arn: string }>('data.aws_elb_service_account.current').arn },
    Action: 's3:PutObject',
    Resource: text`${arn}/*`,
  }
}

function trailWrites(arn: Ref<string>): readonly object[] {
  const service = { Service: 'cloudtrail.amazonaws.com' }
  const fromHere = { StringEquals: { 'aws:SourceAccount': ACCOUNT_ID } }
  return [
    {
      Sid: 'TrailLooksAtBucket',
      Effect: 'Allow',
      Principal: service,
      Action: 's3:GetBucketAcl',
      Resource: arn,
      Condition: fromHere,
    },
    {
      Sid: 'TrailWritesEvents',
      Effect: 'Allow',
      Principal: service,
      Action: 's3:PutObject',
      Resource: text`${arn}/AWSLogs/${ACCOUNT_ID}/*`,
      Condition: fromHere,
    },
  ]
}

function replication(
  file: TerraformFile,
  scope: Scope,
  { purpose, encryption }: Bucket,
  rule: NonNullable<Bucket['replication']>,
): void {
  const { design, site, at } = scope
  const other = scopes(design).find(({ site: { role } }) => role !== site.role)
  if (other === undefined) return
  const time = { minutes: rule.withinMinutes }
  file.resource('aws_s3_bucket_replication_configuration', at.name(purpose), {
    bucket: at.bucket(purpose).id,
    role: at.role(rule.role).arn,
    rule: {
      id: named(design, rule.ruleId),
      priority: 1,
      status: 'Enabled',
      filter: { prefix: '' },
      // Without both, objects under a key of ours stay behind.
      source_selection_criteria:
        encryption.kind === 'kms' ? { sse_kms_encrypted_objects: { status: 'Enabled' } } : undefined,
      delete_marker_replication: { status: rule.deleteMarkers ? 'Enabled' : 'Disabled' },
      destination: {
        bucket: other.at.bucket(purpose).arn,
        encryption_configuration:
          encryption.kind === 'kms' ? { replica_kms_key_id: other.at.key(encryption.key).arn } : undefined,
        replication_time: { status: 'Enabled', time },
        metrics: { status: 'Enabled', event_threshold: time },
      },
    },
    // S3 replicates between versioned buckets only.
    depends_on: [at, other.at].map((side) => handle(`aws_s3_bucket_versioning.${side.name(purpose)}`)),
  })
}
