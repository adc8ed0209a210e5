import { formatDuration } from '@causeway/spec'
import { whyNoCdk } from '../cdk/mirrored-design.ts'
import { costTable, total } from '../cost/cost-table.ts'
import type { InfraDesign, Site } from '../design/infra-design.ts'
import { neededPasswords } from '../tools/protections.ts'
import type { Documented } from './documents.ts'
import { counted, ENGINE_NAMES, flags, sites } from './facts.ts'
import { bullets, code, commands, page, table } from './markdown.ts'

/** What the code builds, and how it is deployed and used. */
export function readmePage({ spec, design, all }: Documented): string {
  const { migration, running } = costTable(design)
  return page(
    `# ${design.system}: the AWS side of ${code(design.environment)}`,
    `Written by ${code('causeway infra synth')} from the declaration. Change the declaration and synthesise again; a file of your own beside these stays.`,
    '![Architecture](architecture.svg)',
    '## What it builds',
    table(
      ['what', 'as declared'],
      sites(design)
        .flatMap((site) => siteRows(design, site))
        .concat(sharedRows(design)),
    ),
    `Everything is named ${code(`…${design.naming.tail}`)}, stands in ${design.region}, and is tagged ${Object.entries(
      design.tags,
    )
      .map(([key, value]) => code(`${key}=${value}`))
      .join(', ')}. The profile is ${code(design.protection)}: [production-readiness.md](production-readiness.md).`,
    '## Environments',
    environments(all, design),
    '## Before the first deployment',
    table(
      ['needed', 'check'],
      design.prerequisites.map(({ text, command }) => [text, command === '' ? 'by hand' : code(command)]),
    ),
    '## Deploy',
    deployment(design),
    bullets([
      '[runbook.md](runbook.md): the migration, step by step, with abort and rollback',
      '[state-migration.md](state-migration.md): where the state is, import, move, recovery',
      `[cost.md](cost.md): ${total(running)} a month, and ${total(migration)} on top while the migration lasts`,
      '[production-readiness.md](production-readiness.md): what the production profile turns on, and what stays with you',
    ]),
    '## Outputs',
    table(
      ['key', 'what'],
      design.outputs.map(({ key, description }) => [code(key), description]),
    ),
    filesPart(spec.source.host, design),
    `The way back stays open ${formatDuration(spec.hold.durationMs)} after the hand-over, as declared in ${code('hold')}.`,
  )
}

function siteRows(design: InfraDesign, site: Site): readonly (readonly string[])[] {
  const { network, database, loadBalancer } = site
  const of = design.source === null ? '' : ` (${site.role})`
  const readers = database.instances.length - 1
  const zones = network.zones.map((zone) => zone.slice(-1)).join(', ')
  return [
    [
      `VPC${of}`,
      `${network.cidr} over zones ${zones}; ${counted(network.subnets.length, 'subnet')}, ${counted(network.natGateways.length, 'NAT gateway')}${network.acls.length === 0 ? '' : `, ${counted(network.acls.length, 'network ACL')}`}`,
    ],
    [
      `Database${of}`,
      `${ENGINE_NAMES[database.engine]} ${database.version}, ${database.instanceClass}${readers > 0 ? `, 1 writer and ${counted(readers, 'reader')}` : ''}; backups ${counted(database.backupRetentionDays, 'day')}`,
    ],
    [`Application${of}`, computeText(site)],
    [
      `Load balancer${of}`,
      `${code(loadBalancer.name)}, ${loadBalancer.https === null ? 'HTTP' : 'HTTPS'}; ${loadBalancer.weights.map(({ colour, weight }) => `${colour} ${weight} %`).join(', ')}`,
    ],
    ...site.buckets.map(({ purpose, name, versioned }) => [
      `Bucket${of}`,
      `${code(name)}: ${purpose}${versioned ? ', versioned' : ''}`,
    ]),
  ]
}

function computeText({ compute }: Site): string {
  if (compute.kind === 'autoscaling') {
    return `EC2 Auto Scaling, ${compute.scaling.min} to ${compute.scaling.max} ${compute.instanceType}, port ${compute.port}`
  }
  const { cpuUnits, memoryMib, image, port } = compute.task
  const services = compute.services.map(({ colour, desiredTasks }) => `${colour} ${desiredTasks}`).join(', ')
  return `ECS Fargate, tasks ${services} of ${cpuUnits / 1024} vCPU and ${memoryMib} MiB; ${code(image)} on port ${port}`
}

function sharedRows(design: InfraDesign): readonly (readonly string[])[] {
  const { replication, dns, monitoring, traffic } = design
  const { instance, tasks } = replication
  const delivery = monitoring.delivery
  return [
    [
      'Replication',
      `AWS DMS ${instance.engineVersion}, ${instance.instanceClass}, ${instance.storageGb} GB${instance.multiAz ? ', Multi-AZ' : ''}; ${tasks.map(({ purpose, migrationType }) => `${purpose} (${migrationType})`).join(', ')}`,
    ],
    [
      'Traffic',
      `by ${traffic.by === 'dns' ? 'weighted DNS records' : 'weights of the load balancer'}: ${traffic.phases.map(({ blue, green }) => `${blue}/${green}`).join(' → ')}`,
    ],
    ...(dns === null
      ? []
      : [
          [
            'DNS',
            `${dns.private ? 'private' : 'public'} zone ${code(dns.zoneName)}; applications call ${code(dns.domainName)}`,
          ],
        ]),
    [
      'Monitoring',
      `dashboard ${code(monitoring.dashboard.name)} with the lag first; ${counted(monitoring.alarms.length, 'alarm')}`,
    ],
    ...(delivery === null
      ? []
      : [
          [
            'Logs',
            `Firehose ${code(delivery.streamName)} to S3${delivery.syslog === null ? '' : `, and to syslog ${code(`${delivery.syslog.host}:${delivery.syslog.port}`)}`}`,
          ],
        ]),
  ]
}

function environments(all: readonly InfraDesign[], { workspaces }: InfraDesign): string {
  const rows = all.map(({ environment, target, replication, protection }) => [
    code(environment),
    target.database.instanceClass,
    target.compute.kind === 'fargate'
      ? `${target.compute.task.cpuUnits}/${target.compute.task.memoryMib}`
      : target.compute.instanceType,
    counted(target.database.backupRetentionDays, 'day'),
    replication.instance.instanceClass,
    protection,
  ])
  return `${table(['environment', 'database', 'CPU/MiB or machine', 'backups', 'replication', 'profile'], rows)}\n\nOne Terraform module serves them all: the workspace, or the variable ${code('environment')}, chooses. A workspace of another name gets the sizes of ${code(workspaces.fallback)}. What differs besides sizes is in the variables' defaults, which are those of the environment that was synthesised.`
}

function deployment(design: InfraDesign): string {
  const given = neededPasswords(design)
  const passwords =
    given.length === 0
      ? []
      : [
          '# Passwords go by environment; no file, plan or state holds one.',
          ...given.map((name) => `read -rs ${name} && export ${name}`),
        ]
  const cdk = whyNoCdk(design) === null
  return [
    commands(
      ...passwords,
      `causeway infra synth ${flags(design)}`,
      `causeway infra validate ${flags(design)}`,
      `causeway infra deploy ${flags(design)}   # shows the plan, and the command that deploys exactly it`,
      `causeway infra outputs ${flags(design)} --json`,
    ),
    'Each delegates to Terraform 1.11 or later (`--tool tofu` for OpenTofu), which is as usable by hand:',
    commands(
      'terraform init',
      `terraform workspace select -or-create ${design.environment}`,
      'terraform plan',
      'terraform test   # what the design decided, offline',
    ),
    cdk
      ? 'The same system as an AWS CDK app: add `--tool cdk` to every command, and use one or the other, never both.'
      : '',
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

function filesPart(host: string, { target, source }: InfraDesign): string {
  const files = target.buckets.find(({ purpose }) => purpose === 'files')
  if (files === undefined) return ''
  const from = source === null ? `the file system beside ${code(host)}` : 'the source'
  return `## Files\n\nFiles of ${from} keep their directories: \`images/a/b.jpg\` becomes the object \`images/a/b.jpg\` of ${code(files.name)}. [runbook.md](runbook.md) copies and compares them.`
}
