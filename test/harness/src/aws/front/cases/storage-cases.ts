import {
  CreateBucketCommand,
  GetBucketPolicyCommand,
  GetBucketReplicationCommand,
  HeadObjectCommand,
  PutBucketPolicyCommand,
  PutBucketReplicationCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { type RepairCases } from './repair-case.ts'

export const STORAGE_CASES: RepairCases = {
  'bucket-replication': {
    async ask(sdk) {
      const s3 = new S3Client({ ...sdk, forcePathStyle: true })
      const status = 'Enabled' as const
      for (const Bucket of ['copied-from', 'copied-to']) {
        await s3.send(new CreateBucketCommand({ Bucket }))
        await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: status } }))
      }
      const rule = {
        ID: 'all',
        Priority: 1,
        Status: status,
        Filter: { Prefix: '' },
        DeleteMarkerReplication: { Status: status },
        Destination: { Bucket: 'arn:aws:s3:::copied-to' },
      }
      const ReplicationConfiguration = { Role: 'arn:aws:iam::123456789012:role/s3', Rules: [rule] }
      await s3.send(new PutBucketReplicationCommand({ Bucket: 'copied-from', ReplicationConfiguration }))
      const { ReplicationConfiguration: found } = await s3.send(
        new GetBucketReplicationCommand({ Bucket: 'copied-from' }),
      )
      return found?.Rules?.[0]?.DeleteMarkerReplication?.Status
    },
    aws: 'Enabled',
  },
  'conditional-denials': {
    async ask(sdk) {
      const s3 = new S3Client({ ...sdk, forcePathStyle: true })
      const Bucket = 'with-policy'
      await s3.send(new CreateBucketCommand({ Bucket }))
      const statement = {
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/*`],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }
      const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] })
      await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }))
      await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'a' }))
      const { ContentLength } = await s3.send(new HeadObjectCommand({ Bucket, Key: 'a' }))
      const { Policy: found } = await s3.send(new GetBucketPolicyCommand({ Bucket }))
      return [ContentLength, found === Policy]
    },
    aws: [1, true],
  },
}
