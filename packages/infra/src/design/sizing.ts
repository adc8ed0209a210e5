import { days, gigabytes, type InfraSpec } from './context.ts'
import type { Sizing } from './model/operations.ts'

const GB = 1_000_000_000

/** Replication instances by size of the database: memory keeps the changes that wait during the full load. */
const REPLICATION_STEPS = [
  { upToGb: 100, ephemeral: 'dms.t3.small', production: 'dms.t3.medium' },
  { upToGb: 250, ephemeral: 'dms.t3.medium', production: 'dms.c5.large' },
  { upToGb: 1000, ephemeral: 'dms.r5.xlarge', production: 'dms.r5.xlarge' },
  { upToGb: 4000, ephemeral: 'dms.r5.2xlarge', production: 'dms.r5.2xlarge' },
] as const

const LARGEST = 'dms.r5.4xlarge'

/** Share of the database that may wait on disk while it is loaded; AWS gives at least 100 GB its full speed. */
const WAITING_SHARE = 0.3
const LEAST_STORAGE_GB = 100
const STORAGE_STEP_GB = 50

export function replicationClass(dataBytes: number, protection: 'ephemeral' | 'production'): string {
  return REPLICATION_STEPS.find(({ upToGb }) => dataBytes <= upToGb * GB)?.[protection] ?? LARGEST
}

/** In GB; DMS takes at most 6144. */
export function replicationStorage(dataBytes: number): number {
  const waiting = (dataBytes / GB) * WAITING_SHARE
  const stepped = Math.ceil(waiting / STORAGE_STEP_GB) * STORAGE_STEP_GB
  return Math.min(6144, Math.max(LEAST_STORAGE_GB, stepped))
}

/** What may differ between the environments of one module. */
export function sizing({ infrastructure: infra }: InfraSpec): Sizing {
  const { database, replication, compute, monitoring, protection } = infra
  const isFargate = compute.kind === 'fargate'
  const scaling = isFargate ? compute.scaling : compute
  const desired = isFargate ? compute.tasks : compute.machines
  return {
    databaseInstanceClass: database.instanceClass,
    databaseInstances: database.instances,
    backupRetentionDays: days(database.backupRetention),
    replicationInstanceClass: replication.instanceClass ?? replicationClass(replication.dataSize, protection),
    replicationStorageGb:
      replication.storage === undefined ? replicationStorage(replication.dataSize) : gigabytes(replication.storage),
    replicationMultiAz: replication.multiAz ?? protection === 'production',
    desiredCount: desired,
    minCount: scaling?.min ?? desired,
    maxCount: scaling?.max ?? desired,
    taskCpuUnits: isFargate ? compute.cpu : null,
    taskMemoryMib: isFargate ? compute.memory : null,
    instanceType: isFargate ? null : compute.instanceType,
    logRetentionDays: days(monitoring.logRetention),
  }
}
