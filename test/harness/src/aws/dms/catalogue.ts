import type {
  DescribeOrderableReplicationInstancesMessage,
  DescribeOrderableReplicationInstancesResponse,
  OrderableReplicationInstance,
} from '@aws-sdk/client-database-migration-service'
import { DmsFault } from './fault.ts'
import { pageOf } from './page.ts'

/** https://docs.aws.amazon.com/dms/latest/userguide/CHAP_ReplicationInstance.Types.html */
const SIZES: Readonly<Record<string, readonly string[]>> = {
  t3: ['micro', 'small', 'medium', 'large'],
  c5: ['large', 'xlarge', '2xlarge', '4xlarge', '9xlarge', '12xlarge', '18xlarge', '24xlarge'],
  c6i: ['large', 'xlarge', '2xlarge', '4xlarge', '8xlarge', '12xlarge', '16xlarge', '24xlarge', '32xlarge'],
  r5: ['large', 'xlarge', '2xlarge', '4xlarge', '8xlarge', '12xlarge', '16xlarge', '24xlarge'],
  r6i: ['large', 'xlarge', '2xlarge', '4xlarge', '8xlarge', '12xlarge', '16xlarge', '24xlarge', '32xlarge'],
}

/** https://docs.aws.amazon.com/dms/latest/userguide/CHAP_ReleaseNotes.html; the last is what DMS takes when none is named. */
const ENGINE_VERSIONS = ['3.5.1', '3.5.2', '3.5.3', '3.6.0', '3.6.1', '3.5.4'] as const
export const DEFAULT_ENGINE_VERSION = '3.5.4'

const CLASSES = Object.entries(SIZES).flatMap(([family, sizes]) => sizes.map((size) => `dms.${family}.${size}`))

const ORDERABLE: readonly OrderableReplicationInstance[] = ENGINE_VERSIONS.flatMap((EngineVersion) =>
  CLASSES.map((ReplicationInstanceClass) => ({
    EngineVersion,
    ReplicationInstanceClass,
    StorageType: 'gp2',
    MinAllocatedStorage: 5,
    MaxAllocatedStorage: 6144,
    DefaultAllocatedStorage: ReplicationInstanceClass.startsWith('dms.t3') ? 50 : 100,
    IncludedAllocatedStorage: ReplicationInstanceClass.startsWith('dms.t3') ? 50 : 100,
    ReleaseStatus: 'prod',
  })),
)

export function describeOrderable(
  input: DescribeOrderableReplicationInstancesMessage,
): DescribeOrderableReplicationInstancesResponse {
  const { items, ...marker } = pageOf(ORDERABLE, input)
  return { OrderableReplicationInstances: [...items], ...marker }
}

/** @throws DmsFault when no replication instance can be had with this class, version and storage in GB */
export function checkOrderable(instanceClass: string, version: string, storage: number): OrderableReplicationInstance {
  const offer = ORDERABLE.find((one) => one.ReplicationInstanceClass === instanceClass && one.EngineVersion === version)
  if (offer === undefined) {
    throw new DmsFault(
      'InvalidParameterValueException',
      `No replication instance of class ${instanceClass} with engine version ${version} is offered`,
    )
  }
  const { MinAllocatedStorage: min = 0, MaxAllocatedStorage: max = 0 } = offer
  if (storage < min || storage > max) {
    throw new DmsFault(
      'InvalidParameterValueException',
      `Allocated storage must be ${min} to ${max} GB, not ${storage}`,
    )
  }
  return offer
}
