import type { InfraDesign, Site } from '../../design/infra-design.ts'
import type { Frame, Link, Scene, SceneNode } from './scene.ts'

/** Who is in which column, and what happens in which row. */
const COLUMN = { source: 0, target: 1, services: 2 } as const
const ROW = { entry: 0, public: 1, app: 2, database: 3, storage: 4 } as const

/** What a design builds, as one picture: traffic from top to bottom, data from left to right. */
export function architecture(design: InfraDesign): Scene {
  return {
    title: `Architecture of ${design.system} in ${design.environment}`,
    nodes: [...entry(design), ...left(design), ...ofSite(design, design.target), ...services(design)],
    frames: frames(design),
    links: links(design),
  }
}

function entry({ dns, traffic }: InfraDesign): readonly SceneNode[] {
  const users = node('users', 'Users', [], 'outside', COLUMN.target, ROW.entry)
  if (dns === null) return [users]
  const how = traffic.by === 'dns' ? [`weighted, TTL ${traffic.ttlSeconds} s`] : [dns.private ? 'private zone' : 'zone']
  return [users, node('dns', 'Route 53', [dns.domainName, ...how], 'traffic', COLUMN.target, ROW.entry)]
}

/** The source: the mirror in AWS, or what stands on-premises. */
function left(design: InfraDesign): readonly SceneNode[] {
  const { source, replication, dns, target } = design
  if (source !== null) return ofSite(design, source)
  const { at, databaseName, engine } = replication.source
  const blue = dns?.records.find(({ weighted }) => weighted?.id === 'source')?.target
  const here = (id: string, title: string, lines: readonly string[], tone: SceneNode['tone'], row: number) =>
    node(id, title, lines, tone, COLUMN.source, row)
  return [
    ...(blue?.kind === 'address' ? [here('source-app', 'Application (blue)', [blue.host], 'compute', ROW.app)] : []),
    here(
      'source-database',
      engine === 'mysql' ? 'MySQL' : 'PostgreSQL',
      at.kind === 'address' ? [at.host, databaseName] : [databaseName],
      'database',
      ROW.database,
    ),
    ...(target.buckets.some(({ purpose }) => purpose === 'files')
      ? [here('source-files', 'Files', ['on a file system'], 'storage', ROW.storage)]
      : []),
  ]
}

/** A VPC with what is in it, and its buckets of data. */
function ofSite(design: InfraDesign, site: Site): readonly SceneNode[] {
  const { role, loadBalancer, network, database } = site
  const column = COLUMN[role]
  const here = (id: string, title: string, lines: readonly string[], tone: SceneNode['tone'], row: number) =>
    node(`${role}-${id}`, title, lines, tone, column, row)
  const listeners = loadBalancer.https === null ? 'HTTP' : 'HTTPS, HTTP redirects'
  const { instance, tasks } = design.replication
  const replicates = [
    tasks.length > 1 ? 'copy, follow, compare' : 'copy, follow',
    `${instance.instanceClass}, ${instance.storageGb} GB`,
    ...(instance.multiAz ? ['Multi-AZ'] : []),
  ]
  return [
    here('alb', 'Load balancer', [loadBalancer.name, listeners], 'traffic', ROW.public),
    here('nat', 'NAT', [counted(network.natGateways.length, 'gateway')], 'outside', ROW.public),
    ...computeNodes(site).map(([id, title, lines]) => here(id, title, lines, 'compute', ROW.app)),
    ...(role === 'target' ? [here('dms', 'AWS DMS', replicates, 'service', ROW.database)] : []),
    here('database', ENGINE[database.engine], databaseLines(site), 'database', ROW.database),
    ...site.buckets
      .filter(({ purpose }) => purpose === 'files' || purpose === 'transaction-logs')
      .map(({ purpose, name, versioned }) =>
        here(purpose, `S3: ${purpose}`, [name, ...(versioned ? ['versioned'] : [])], 'storage', ROW.storage),
      ),
  ]
}

const ENGINE = {
  'aurora-mysql': 'Aurora MySQL',
  'aurora-postgresql': 'Aurora PostgreSQL',
  'rds-postgresql': 'RDS PostgreSQL',
} as const

function databaseLines({ database }: Site): readonly string[] {
  const readers = database.instances.length - 1
  const shape = database.engine === 'rds-postgresql' ? [] : [`1 writer, ${counted(readers, 'reader')}`]
  return [database.version, database.instanceClass, ...shape, ...(database.multiAz ? ['Multi-AZ'] : [])]
}

function computeNodes({ compute }: Site): readonly (readonly [id: string, title: string, lines: readonly string[]])[] {
  if (compute.kind === 'autoscaling') {
    const { min, max } = compute.scaling
    return [['green', 'Auto Scaling group', [`${min} to ${max} ${compute.instanceType}`, `port ${compute.port}`]]]
  }
  const { cpuUnits, memoryMib } = compute.task
  const each = `${cpuUnits / 1024} vCPU, ${memoryMib} MiB`
  const range = compute.scaling === null ? [] : [`scales ${compute.scaling.min} to ${compute.scaling.max}`]
  return compute.services.map(({ colour, desiredTasks }) => {
    return [colour, `Fargate ${colour}`, [counted(desiredTasks, 'task'), each, ...range]]
  })
}

/** What stands beside the VPCs. */
function services(design: InfraDesign): readonly SceneNode[] {
  const { monitoring, notifications, safeguards, target, source } = design
  const sites = source === null ? [target] : [target, source]
  const keys = sites.flatMap((site) => site.keys).length
  const logins = sites.flatMap((site) => site.credentials).length
  const here = (id: string, title: string, lines: readonly string[], row: number) =>
    node(id, title, lines, 'service', COLUMN.services, row)
  const watching = [
    counted(monitoring.alarms.length, 'alarm'),
    'dashboard: lag first',
    ...(notifications === null ? [] : ['told by SNS']),
  ]
  const logs = monitoring.delivery
  const syslog = logs === null || logs.syslog === null ? [] : [`to syslog ${logs.syslog.host}`]
  return [
    here('cloudwatch', 'CloudWatch', watching, ROW.public),
    here(
      'secrets',
      'Secrets Manager, KMS',
      [counted(logins, 'login'), keys === 0 ? 'keys of AWS' : counted(keys, 'key')],
      ROW.app,
    ),
    ...(logs === null ? [] : [here('logs', 'Log archive', ['Firehose to S3', ...syslog], ROW.database)]),
    ...(safeguards === null
      ? []
      : [here('safeguards', 'Safeguards', ['WAF, flow logs', 'Backup, CloudTrail'], ROW.storage)]),
  ]
}

function frames(design: InfraDesign): readonly Frame[] {
  const { source, target, region } = design
  const last = Math.max(ROW.database, ...[...left(design), ...ofSite(design, target)].map(({ row }) => row))
  const place: readonly Frame[] =
    source === null
      ? [
          { title: 'On-premises', kind: 'place', columns: [COLUMN.source, COLUMN.source], rows: [ROW.public, last] },
          {
            title: `AWS ${region}`,
            kind: 'place',
            columns: [COLUMN.target, COLUMN.services],
            rows: [ROW.public, ROW.storage],
          },
        ]
      : [
          {
            title: `AWS ${region}`,
            kind: 'place',
            columns: [COLUMN.source, COLUMN.services],
            rows: [ROW.public, ROW.storage],
          },
        ]
  return [...place, ...(source === null ? [target] : [source, target]).flatMap(networkFrames)]
}

function networkFrames({ role, network }: Site): readonly Frame[] {
  const columns = [COLUMN[role], COLUMN[role]] as const
  const zones = counted(network.zones.length, 'zone')
  const tier = (title: string, ...rows: readonly [number, number]): Frame => ({ title, kind: 'tier', columns, rows })
  return [
    {
      title: `VPC ${network.name} · ${network.cidr} · ${zones}`,
      kind: 'network',
      columns,
      rows: [ROW.public, ROW.database],
    },
    tier('public subnets', ROW.public, ROW.public),
    ...(network.databaseTier === 'app'
      ? [tier('private subnets', ROW.app, ROW.database)]
      : [tier('application subnets', ROW.app, ROW.app), tier('database subnets', ROW.database, ROW.database)]),
  ]
}

const WAY = { none: '', 'direct-connect': 'Direct Connect', vpn: 'VPN', peering: 'peering' } as const

function links(design: InfraDesign): readonly Link[] {
  const { source, target } = design
  const way = WAY[target.network.connectivity.kind]
  const rows = new Set([...left(design), ...ofSite(design, target)].map(({ id }) => id))
  const data = (from: string, to: string, label: string): readonly Link[] =>
    rows.has(from) && rows.has(to) ? [{ from, to, label, kind: 'data' }] : []
  const bucket = source?.buckets.find((one) => one.replication !== null)
  return [
    ...trafficLinks(design),
    ...data('source-database', 'target-dms', way),
    ...data('target-dms', 'target-database', ''),
    ...data('source-files', 'target-files', ''),
    ...(bucket === undefined ? [] : data(`source-${bucket.purpose}`, `target-${bucket.purpose}`, '≤ 15 min')),
  ]
}

function trafficLinks(design: InfraDesign): readonly Link[] {
  const { dns, source, target, traffic } = design
  const link = (from: string, to: string, label = ''): Link => ({ from, to, label, kind: 'traffic' })
  const door = dns === null ? 'users' : 'dns'
  const byDns = traffic.by === 'dns'
  const share = (weight: number) => `${weight} %`
  const blue = source === null ? 'source-app' : 'source-alb'
  return [
    ...(dns === null ? [] : [link('users', 'dns')]),
    ...(byDns ? [link(door, blue, share(100 - traffic.greenWeight))] : []),
    link(door, 'target-alb', byDns ? share(traffic.greenWeight) : ''),
    ...(source === null ? [] : [source]).concat(target).flatMap((site) => inside(site, byDns)),
    ...(byDns && source === null ? [link('source-app', 'source-database')] : []),
  ]

  function inside({ role, loadBalancer, compute }: Site, only: boolean): readonly Link[] {
    const colours = compute.kind === 'fargate' ? compute.services.map(({ colour }) => colour) : (['green'] as const)
    const weightOf = (colour: string) => loadBalancer.weights.find((one) => one.colour === colour)?.weight ?? 100
    return colours.flatMap((colour) => [
      link(`${role}-alb`, `${role}-${colour}`, only ? '' : share(weightOf(colour))),
      link(`${role}-${colour}`, `${role}-database`),
    ])
  }
}

function node(
  id: string,
  title: string,
  lines: readonly string[],
  tone: SceneNode['tone'],
  column: number,
  row: number,
): SceneNode {
  return { id, title, lines, tone, column, row }
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
