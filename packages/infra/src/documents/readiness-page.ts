import type { InfraDesign } from '../design/infra-design.ts'
import type { Documented } from './documents.ts'
import { counted, sites } from './facts.ts'
import { code, page, table } from './markdown.ts'

/** What stands between a rehearsal and production: what the profile turns on, and what nobody but the operator can do. */
export function readinessPage({ design, spec }: Documented): string {
  const state = design.protection === 'production' ? 'stands' : 'does not stand'
  return page(
    `# Ready for production: ${design.system}`,
    `The profile ${code('production')} ${state} in ${code(design.environment)}. It is one line of the declaration, ${code('infrastructure.protection: production')}, and needs ${code('infrastructure.loadBalancer.certificate')}: the ARN of a certificate in ACM. With ${code('ephemeral')} everything can be destroyed without a manual step.`,
    '## What the profile turns on',
    table(
      ['item', 'here'],
      turnedOn(design).map(([item, on]) => [item, on ? 'on' : 'off']),
    ),
    `${code('causeway infra destroy')} refuses as long as one of these protections stands.`,
    '## Always on',
    table(['item', 'here'], always(design)),
    '## What stays with you',
    `Tick each with a date and a name.\n\n${yours(design, spec.source.engine)
      .map((item) => `- [ ] ${item}`)
      .join('\n')}`,
  )
}

type Item = readonly [item: string, on: boolean]

function turnedOn(design: InfraDesign): readonly Item[] {
  const { safeguards, replication } = design
  const every = (holds: (site: InfraDesign['target']) => boolean) => sites(design).every(holds)
  return [
    ['HTTPS listener; HTTP redirects to it', every(({ loadBalancer }) => loadBalancer.https !== null)],
    ['Deletion protection of the load balancer', every(({ loadBalancer }) => loadBalancer.deletionProtection)],
    ['Deletion protection of the database', every(({ database }) => database.deletionProtection)],
    ['Final snapshot of the database', every(({ database }) => database.finalSnapshotName !== null)],
    ['Data is kept when its resource goes (`prevent_destroy`, RETAIN)', every(({ database }) => database.retain)],
    ['Database in more than one zone', every(({ database }) => database.multiAz)],
    ['DMS with a standby in another zone', replication.instance.multiAz],
    ['WAF before the load balancer', safeguards !== null],
    ['VPC flow logs', safeguards !== null],
    ['AWS Backup', safeguards !== null],
    ['CloudTrail', safeguards !== null],
    [
      'Deleted secrets can be recovered',
      every(({ credentials }) => credentials.every(({ recoveryDays }) => recoveryDays > 0)),
    ],
  ]
}

function always({ target, monitoring, notifications, replication }: InfraDesign): readonly (readonly string[])[] {
  const own = target.keys.length
  return [
    ['Encryption at rest', own === 0 ? "AWS's own keys" : `${counted(own, 'customer-managed key')}, rotated`],
    [
      'Encryption in transit',
      `TLS to the databases, DMS: source ${replication.source.sslMode}, target ${replication.target.sslMode}`,
    ],
    ['Passwords', 'in Secrets Manager; in no file, plan, state or template'],
    ['Backups', `${counted(target.database.backupRetentionDays, 'day')}, with recovery to a point in time`],
    [
      'Alarms',
      `${counted(monitoring.alarms.length, 'alarm')}${notifications === null ? '; nobody is told' : `, told by ${notifications.topicName}`}`,
    ],
    [
      'Security groups',
      `${counted(target.edges.length, 'allowed connection')}; nothing else is open, the internet reaches the load balancer only`,
    ],
    ['Versions of AWS DMS and engine', 'pinned'],
  ]
}

function yours({ target, replication, notifications, dns }: InfraDesign, engine: string): readonly string[] {
  const { connectivity, natGateways } = target.network
  const { at } = replication.source
  return [
    target.compute.kind === 'fargate'
      ? `The image is your application's, by digest, not ${code(target.compute.task.image)}; it answers ${code(target.loadBalancer.targetGroups[0]?.health.path ?? '/')} on port ${target.compute.task.port}`
      : `The machines start your application on port ${target.compute.port}`,
    'The certificate is valid for the name users call, and its renewal has an owner',
    ...(connectivity.kind === 'direct-connect'
      ? ['Direct Connect: gateway and virtual interface are the real ones, and a second line exists']
      : []),
    ...(connectivity.kind === 'vpn'
      ? ['Both tunnels of the VPN are up, and its bandwidth was measured against the rate of change']
      : []),
    ...(at.kind === 'address'
      ? [
          `The host of the source is the real one, not ${code(at.host)}; its networks are those in ${code('connectivity.onPremises')}`,
        ]
      : []),
    engine === 'postgres'
      ? 'The source has wal_level logical, and disk for the log while DMS is away'
      : 'The source writes its binary log by row, and keeps it as long as DMS may be away',
    'Somebody is paged by the alarms: every subscription is confirmed, and one test message arrived' +
      (notifications === null ? ' (no topic is declared yet)' : ''),
    'Backups were restored once, and the time it took is written down',
    'The runbook was rehearsed in an environment of its own, abort and rollback included',
    'AWS Config records and judges the account; GuardDuty and Security Hub are on',
    'Quotas are high enough: elastic IPs ' +
      `(${natGateways.length} here), ` +
      'Fargate vCPUs or instances, DMS storage',
    'Retention of backups and logs is what the auditors ask for',
    ...(dns !== null ? [`The zone ${code(dns.zoneName)} is delegated to or resolved by those who call it`] : []),
    'Incident runbooks name who decides, and a disaster-recovery drill has a date',
    'Reserved capacity is bought after the hold, not before',
  ]
}
