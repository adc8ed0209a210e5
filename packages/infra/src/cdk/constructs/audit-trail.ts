import * as cloudtrail from 'aws-cdk-lib/aws-cloudtrail'
import type * as s3 from 'aws-cdk-lib/aws-s3'
import { Construct } from 'constructs'
import type { Safeguards } from '../../design/model/operations.ts'

export interface AuditTrailProps {
  readonly trail: Safeguards['trail']
  readonly bucket: s3.IBucket
}

/** Who did what in the account, in files that show when they were changed. */
export class AuditTrail extends Construct {
  constructor(scope: Construct, id: string, { trail, bucket }: AuditTrailProps) {
    super(scope, id)
    new cloudtrail.Trail(this, 'Trail', {
      trailName: trail.name,
      bucket,
      isMultiRegionTrail: trail.multiRegion,
      includeGlobalServiceEvents: true,
      enableFileValidation: true,
    })
  }
}
