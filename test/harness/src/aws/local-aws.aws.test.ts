import {
  DatabaseMigrationServiceClient,
  DescribeReplicationTasksCommand,
} from '@aws-sdk/client-database-migration-service'
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { describe, expect, test } from 'vitest'
import { startLocalAws } from './local-aws.ts'
import { awsToolsMissing } from './terraform-environment.ts'

const missing = await awsToolsMissing()

describe.skipIf(missing !== '')(`the local AWS ${missing}`, () => {
  test('serves DMS and moto behind one address, bytes as they are, and ends with its processes', async () => {
    let url: string
    {
      await using aws = await startLocalAws()
      url = aws.url
      const sts = new STSClient(aws.sdk)
      expect((await sts.send(new GetCallerIdentityCommand({}))).Account).toBe('123456789012')
      const dms = new DatabaseMigrationServiceClient(aws.sdk)
      expect((await dms.send(new DescribeReplicationTasksCommand({}))).ReplicationTasks).toEqual([])
      const s3 = new S3Client({ ...aws.sdk, forcePathStyle: true })
      await s3.send(new CreateBucketCommand({ Bucket: 'bytes' }))
      const bytes = Uint8Array.from({ length: 70_000 }, (_, index) => (index * 31) % 256)
      await s3.send(new PutObjectCommand({ Bucket: 'bytes', Key: 'all', Body: bytes }))
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'bytes', Key: 'all' }))
      expect(await Body?.transformToByteArray()).toEqual(bytes)
      expect(aws.failures).toEqual([])
    }
    await expect(fetch(url)).rejects.toThrow('fetch failed')
  })
})
