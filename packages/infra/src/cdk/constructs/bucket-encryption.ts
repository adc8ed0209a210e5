import type { IAspect } from 'aws-cdk-lib'
import * as s3 from 'aws-cdk-lib/aws-s3'
import type { IConstruct } from 'constructs'

/** Encrypts every bucket that does not say how it is encrypted, whoever made it. */
export class BucketEncryption implements IAspect {
  visit(node: IConstruct): void {
    if (!s3.CfnBucket.isCfnBucket(node) || node.bucketEncryption !== undefined) return
    node.bucketEncryption = {
      serverSideEncryptionConfiguration: [{ serverSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }],
    }
  }
}
