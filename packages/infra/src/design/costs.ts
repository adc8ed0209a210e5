import { days, gigabytes, sidesOf, type Context } from './context.ts'
import type { InfraDesign, Site } from './infra-design.ts'
import type { DatabaseEngine } from './model/database.ts'
import type { CostItem } from './model/operations.ts'
import {
  databasePrice,
  HOURS_PER_MONTH,
  machinePrice,
  PRICES,
  PRICES_AS_OF,
  PRICES_REGION,
  replicationPrice,
} from './prices.ts'

type Decided = Omit<InfraDesign, 'outputs' | 'costs' | 'prerequisites'>

const ASSUMED_LOG_GB = 5
const ASSUMED_ACCESS_LOG_GB = 10
const ASSUMED_NAT_GB = 100

/** A row of the cost table for each thing that is paid for. */
export function costs(context: Context, design: Decided): readonly CostItem[] {
  const sites = [design.source, design.target].filter((site) => site !== null)
  const rows = [
    ...sites.flatMap((site) => [
      ...networkCosts(site),
      ...databaseCosts(context, site),
      ...computeCosts(site),
      ...loadBalancerCosts(site),
      ...storageCosts(context, site),
    ]),
    ...operationCosts(context, design),
    ...migrationCosts(context, design),
  ]
  return design.region === PRICES_REGION ? rows : rows.map(elsewhere)
}

/** Prices differ from region to region: those of us-east-1 say nothing. */
function elsewhere(item: CostItem): CostItem {
  return { ...item, unitPriceUsd: null, monthlyUsd: null, assumption: `no list prices of this region are bundled` }
}

interface Row {
  readonly service: string
  readonly configuration: string
  readonly quantity: number
  readonly unit: 'hour' | 'GB-month' | 'GB' | 'month'
  readonly price: number | null
  readonly assumption?: string
  readonly scope?: CostItem['scope']
}

function item({ service, configuration, quantity, unit, price, assumption = '', scope = 'running' }: Row): CostItem {
  return {
    service,
    configuration,
    quantity,
    unit,
    unitPriceUsd: price,
    monthlyUsd: price === null ? null : Math.round(quantity * price * 100) / 100,
    scope,
    assumption: [assumption, `list prices of ${PRICES_REGION}, ${PRICES_AS_OF}`]
      .filter((text) => text !== '')
      .join('; '),
  }
}

function hours(count: number): { readonly quantity: number; readonly unit: 'hour' } {
  return { quantity: Math.round(count * HOURS_PER_MONTH * 100) / 100, unit: 'hour' }
}

function titled(site: Site, service: string): string {
  return site.role === 'source' ? `${service} (source)` : service
}

function networkCosts(site: Site): readonly CostItem[] {
  const count = site.network.natGateways.length
  const service = titled(site, 'VPC & networking')
  return [
    item({ service, configuration: `${count} NAT gateways`, ...hours(count), price: PRICES.natGatewayHour }),
    item({
      service,
      configuration: 'Traffic through NAT gateways',
      quantity: ASSUMED_NAT_GB,
      unit: 'GB',
      price: PRICES.natGatewayGb,
      assumption: `${ASSUMED_NAT_GB} GB a month`,
    }),
  ]
}

const ENGINE_TITLES: Readonly<Record<DatabaseEngine, string>> = {
  'aurora-mysql': 'Aurora MySQL',
  'aurora-postgresql': 'Aurora PostgreSQL',
  'rds-postgresql': 'RDS PostgreSQL',
}

function databaseCosts({ infra }: Context, site: Site): readonly CostItem[] {
  const { database } = site
  const service = titled(site, ENGINE_TITLES[database.engine])
  const zones = database.engine === 'rds-postgresql' && database.multiAz ? 2 : 1
  const count = database.instances.length * zones
  const instances =
    database.instanceClass === 'db.serverless'
      ? item({
          service,
          configuration: `${count} × db.serverless`,
          ...hours(count * (database.serverless?.min ?? 0)),
          price: PRICES.auroraCapacityUnitHour,
          assumption: 'at the least capacity',
        })
      : item({
          service,
          configuration: `${database.instanceClass} (${count} instance${count === 1 ? '' : 's'})`,
          ...hours(count),
          price: databasePrice(database.engine, database.instanceClass),
        })
  const sizeGb = database.storage?.sizeGb ?? gigabytes(infra.replication.dataSize)
  const storage = item({
    service,
    configuration: `${sizeGb} GB of storage`,
    quantity: sizeGb * zones,
    unit: 'GB-month',
    price: database.storage === null ? PRICES.auroraStorageGbMonth : PRICES.rdsStorageGbMonth,
    assumption: database.storage === null ? 'as large as the source; reads and writes are not counted' : '',
  })
  return [instances, storage]
}

function computeCosts(site: Site): readonly CostItem[] {
  const { compute } = site
  if (compute.kind === 'autoscaling') {
    const service = titled(site, 'EC2 Auto Scaling')
    return [
      item({
        service,
        configuration: `${compute.desired} × ${compute.instanceType}`,
        ...hours(compute.desired),
        price: machinePrice(compute.instanceType),
      }),
      item({
        service,
        configuration: `${compute.desired} disks of ${compute.volumeGb} GB`,
        quantity: compute.desired * compute.volumeGb,
        unit: 'GB-month',
        price: PRICES.volumeGbMonth,
      }),
    ]
  }
  const { cpuUnits, memoryMib } = compute.task
  const [cpu, memoryGb] = [cpuUnits / 1024, memoryMib / 1024]
  const tasks = compute.services.reduce((sum, { desiredTasks }) => sum + desiredTasks, 0)
  return [
    item({
      service: titled(site, 'ECS Fargate'),
      configuration: `${tasks} tasks (${cpu} vCPU, ${memoryGb} GB)`,
      ...hours(tasks),
      price: cpu * PRICES.fargateVcpuHour + memoryGb * PRICES.fargateGbHour,
      assumption: compute.services.length > 1 ? 'blue and green at the same time' : '',
    }),
  ]
}

function loadBalancerCosts(site: Site): readonly CostItem[] {
  return [
    item({
      service: titled(site, 'Application Load Balancer'),
      configuration: 'one, with one capacity unit',
      ...hours(1),
      price: PRICES.loadBalancerHour + PRICES.loadBalancerUnitHour,
      assumption: 'up to 25 new connections a second',
    }),
  ]
}

function storageCosts({ infra }: Context, site: Site): readonly CostItem[] {
  const declared = infra.storage.map(({ purpose, size, transitions }) => {
    const settled = transitions.at(-1)?.to
    const sizeGb = gigabytes(size)
    return item({
      service: titled(site, 'S3'),
      configuration: `${sizeGb} GB of ${purpose}${settled === undefined ? '' : `, later in ${settled}`}`,
      quantity: sizeGb,
      unit: 'GB-month',
      price: PRICES.bucketGbMonth.STANDARD,
      assumption:
        settled === undefined ? 'requests are not counted' : 'all of it still in STANDARD, as in the first month',
    })
  })
  if (site.loadBalancer.accessLogs === null) return declared
  return [
    ...declared,
    item({
      service: titled(site, 'S3'),
      configuration: 'Access logs',
      quantity: ASSUMED_ACCESS_LOG_GB,
      unit: 'GB-month',
      price: PRICES.bucketGbMonth.STANDARD,
      assumption: `${ASSUMED_ACCESS_LOG_GB} GB`,
    }),
  ]
}

function operationCosts({ infra }: Context, design: Decided): readonly CostItem[] {
  const sites = sidesOf(infra).length
  const sum = (count: (site: Site) => number) =>
    [design.source, design.target].reduce((total, site) => total + (site === null ? 0 : count(site)), 0)
  const monthly = (service: string, configuration: string, quantity: number, price: number): readonly CostItem[] =>
    quantity === 0 ? [] : [item({ service, configuration, quantity, unit: 'month', price })]
  const keys = sum((site) => site.keys.length)
  const secrets = sum((site) => site.credentials.length)
  const alarmCount = design.monitoring.alarms.length
  const logs = item({
    service: 'CloudWatch Logs',
    configuration: `${ASSUMED_LOG_GB * sites} GB taken in`,
    quantity: ASSUMED_LOG_GB * sites,
    unit: 'GB',
    price: PRICES.logIngestGb,
    assumption: `${ASSUMED_LOG_GB} GB a month for each application`,
  })
  const checks = design.dns?.healthChecks.length ?? 0
  return [
    logs,
    ...monthly('CloudWatch', `${alarmCount} alarms`, alarmCount, PRICES.alarmMonth),
    ...monthly('CloudWatch', 'Dashboard', 1, PRICES.dashboardMonth),
    ...monthly('KMS', `${keys} keys`, keys, PRICES.keyMonth),
    ...monthly('Secrets Manager', `${secrets} secrets`, secrets, PRICES.secretMonth),
    ...monthly('Route 53', 'Hosted zone', design.dns === null ? 0 : 1, PRICES.zoneMonth),
    ...monthly('Route 53', `${checks} health checks`, checks, PRICES.healthCheckMonth),
    ...safeguardCosts(design),
  ]
}

function safeguardCosts({ safeguards }: Decided): readonly CostItem[] {
  if (safeguards === null) return []
  const rules = safeguards.waf.managedRules.length + 1
  const unknown = { quantity: 1, unit: 'month', price: null } as const
  return [
    item({
      service: 'WAF',
      configuration: `one list of ${rules} rules`,
      quantity: 1,
      unit: 'month',
      price: PRICES.firewallMonth + rules * PRICES.firewallRuleMonth,
      assumption: 'requests are not counted',
    }),
    item({
      service: 'AWS Backup',
      configuration: `daily, kept ${safeguards.backup.deleteAfterDays} days`,
      ...unknown,
      assumption: 'depends on how much changes',
    }),
    item({
      service: 'CloudTrail',
      configuration: 'one trail',
      quantity: 1,
      unit: 'month',
      price: 0,
      assumption: 'the first trail is free of charge',
    }),
  ]
}

/** Paid until the way back is given up. */
function migrationCosts({ spec }: Context, { replication }: Decided): readonly CostItem[] {
  const { instanceClass, multiAz, storageGb } = replication.instance
  const zones = multiAz ? 2 : 1
  const holdDays = days(spec.hold.durationMs)
  const scope = 'migration' as const
  const service = 'DMS'
  return [
    item({
      service,
      configuration: `${instanceClass} ${multiAz ? 'multi-AZ' : 'single-AZ'}`,
      ...hours(zones),
      price: replicationPrice(instanceClass),
      scope,
    }),
    item({
      service,
      configuration: `${storageGb} GB of storage`,
      quantity: storageGb * zones,
      unit: 'GB-month',
      price: PRICES.replicationStorageGbMonth,
      scope,
    }),
    item({
      service: 'Link to the source',
      configuration: `Changes sent back in ${holdDays} days of hold`,
      quantity: 1,
      unit: 'month',
      price: null,
      assumption: 'depends on the line and on how much changes; what comes in is free of charge',
      scope,
    }),
  ]
}
