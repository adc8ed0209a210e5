import type { DatabaseEngine } from './model/database.ts'

/**
 * On-demand list prices of us-east-1 in US dollars, without tax, discounts and free tiers. They are for comparing and for the
 * order of magnitude; AWS's own calculator is what counts. A price that is not here is shown as unknown, never guessed.
 */
export const PRICES_AS_OF = '2025-06'
export const PRICES_REGION = 'us-east-1'

/** AWS counts 730 hours in a month. */
export const HOURS_PER_MONTH = 730

const SIZE_FACTORS = { large: 1, xlarge: 2, '2xlarge': 4, '4xlarge': 8, '8xlarge': 16 } as const

/** Per hour of the size `large`; larger sizes cost as many times more as they are larger. */
const AURORA_LARGE: Readonly<Record<string, number>> = { r5: 0.29, r6g: 0.26, r6i: 0.29, r7g: 0.276 }
const AURORA_OTHER: Readonly<Record<string, number>> = {
  'db.t3.medium': 0.082,
  'db.t4g.medium': 0.073,
  'db.t4g.large': 0.146,
}
const RDS_POSTGRES_LARGE: Readonly<Record<string, number>> = { r5: 0.25, r6g: 0.225, r6i: 0.25, m5: 0.178, m6g: 0.159 }
const RDS_POSTGRES_OTHER: Readonly<Record<string, number>> = { 'db.t3.medium': 0.072, 'db.t4g.medium': 0.065 }

const REPLICATION: Readonly<Record<string, number>> = {
  'dms.t3.micro': 0.018,
  'dms.t3.small': 0.036,
  'dms.t3.medium': 0.073,
  'dms.t3.large': 0.146,
  'dms.c5.large': 0.154,
  'dms.c5.xlarge': 0.308,
  'dms.c5.2xlarge': 0.616,
  'dms.c5.4xlarge': 1.232,
}

const MACHINES: Readonly<Record<string, number>> = {
  't3.small': 0.0208,
  't3.medium': 0.0416,
  't3.large': 0.0832,
  't3.xlarge': 0.1664,
  't4g.medium': 0.0336,
  't4g.large': 0.0672,
  'm5.large': 0.096,
  'm5.xlarge': 0.192,
  'm6g.large': 0.077,
  'c5.large': 0.085,
  'r5.large': 0.126,
}

/** Everything that is not chosen by a class. */
export const PRICES = {
  natGatewayHour: 0.045,
  natGatewayGb: 0.045,
  publicAddressHour: 0.005,
  auroraStorageGbMonth: 0.1,
  rdsStorageGbMonth: 0.115,
  auroraCapacityUnitHour: 0.12,
  replicationStorageGbMonth: 0.115,
  fargateVcpuHour: 0.04048,
  fargateGbHour: 0.004445,
  volumeGbMonth: 0.08,
  loadBalancerHour: 0.0225,
  loadBalancerUnitHour: 0.008,
  logIngestGb: 0.5,
  firehoseGb: 0.029,
  alarmMonth: 0.1,
  dashboardMonth: 3,
  keyMonth: 1,
  secretMonth: 0.4,
  zoneMonth: 0.5,
  healthCheckMonth: 0.5,
  firewallMonth: 5,
  firewallRuleMonth: 1,
  bucketGbMonth: { STANDARD: 0.023, STANDARD_IA: 0.0125, GLACIER_IR: 0.004, GLACIER: 0.0036, DEEP_ARCHIVE: 0.000_99 },
} as const

/** Per hour, single zone; `null` when not known. */
export function databasePrice(engine: DatabaseEngine, instanceClass: string): number | null {
  const isAurora = engine !== 'rds-postgresql'
  const other = (isAurora ? AURORA_OTHER : RDS_POSTGRES_OTHER)[instanceClass]
  if (other !== undefined) return other
  const [, family = '', size = ''] = instanceClass.split('.')
  const large = (isAurora ? AURORA_LARGE : RDS_POSTGRES_LARGE)[family]
  return large === undefined || !isKnownSize(size) ? null : large * SIZE_FACTORS[size]
}

export function replicationPrice(instanceClass: string): number | null {
  return REPLICATION[instanceClass] ?? null
}

export function machinePrice(instanceType: string): number | null {
  return MACHINES[instanceType] ?? null
}

function isKnownSize(size: string): size is keyof typeof SIZE_FACTORS {
  return size in SIZE_FACTORS
}
