import type { InfraDesign } from '../design/infra-design.ts'
import { same, type Decision } from './decision.ts'
import { localName } from './names.ts'
import { scopes, type Scope } from './scope.ts'
import { hcl } from './writer/expression.ts'
import { reference, type Ref } from './writer/ref.ts'

/** What a plan must show, in the resources themselves, for the design to be kept. */
export function decisions(design: InfraDesign): readonly Decision[] {
  return [
    ...scopes(design).flatMap((scope) => [
      ...networkDecisions(scope),
      ...databaseDecisions(scope),
      ...storageDecisions(scope),
      ...trafficDecisions(scope),
    ]),
    ...replicationDecisions(design),
    ...watchDecisions(design),
  ]
}

function networkDecisions({ site, at }: Scope): readonly Decision[] {
  const { network } = site
  const tiers = [...new Set(network.subnets.map(({ tier }) => tier))]
  const openPorts = [80, 443]
  return [
    ...tiers.map((tier) => {
      const planned: Ref<unknown> = hcl`{ for zone, subnet in ${at.subnets(tier).$} : zone => subnet.cidr_block }`
      const mine = network.subnets.filter((subnet) => subnet.tier === tier)
      const wanted = Object.fromEntries(mine.map(({ zone, cidr }) => [zone.slice(-1), cidr]))
      return same(planned, wanted, `The ${tier} subnets of the ${site.role} are those of the address plan.`)
    }),
    same(hcl`length(${at.natGateways().$})`, network.natGateways.length, 'There are as many NAT gateways as planned.'),
    {
      condition: hcl`alltrue([for rule in aws_vpc_security_group_ingress_rule.${reference(at.name('from_network'))} : rule.cidr_ipv4 != "0.0.0.0/0" || contains(${openPorts}, rule.from_port)])`,
      message: 'Only HTTP and HTTPS are open to the world.',
    },
  ]
}

function databaseDecisions({ site, at, design }: Scope): readonly Decision[] {
  const { database } = site
  const isInstance = database.engine === 'rds-postgresql'
  const planned = isInstance ? at.instance() : at.cluster()
  const decisions: readonly Decision[] = [
    same(planned.storage_encrypted, true, 'The database is encrypted.'),
    same(
      planned.deletion_protection,
      database.deletionProtection,
      `Deletion protection is as ${design.protection} has it.`,
    ),
    same(planned.skip_final_snapshot, database.finalSnapshotName === null, 'A final snapshot is taken as planned.'),
    same(planned.engine_version, database.version, 'The engine has the version planned.'),
  ]
  if (isInstance) return decisions
  const instances = at.clusterInstances().$
  return [
    ...decisions,
    same(
      hcl`sort([for instance in ${instances} : instance.identifier])`,
      hcl`sort(${database.instances.map(({ name }) => name)})`,
      'There is a writer, and as many readers as planned, with their names.',
    ),
    {
      condition: hcl`alltrue([for instance in ${instances} : !instance.publicly_accessible])`,
      message: 'No instance is reached from the internet.',
    },
  ]
}

function storageDecisions({ site, at }: Scope): readonly Decision[] {
  return site.buckets.flatMap(({ purpose, emptyOnDestroy, versioned }) => {
    const name = at.name(purpose)
    const block = reference(`aws_s3_bucket_public_access_block.${at.name()}["${localName(purpose)}"]`)
    const version = reference(`aws_s3_bucket_versioning.${name}.versioning_configuration[0].status`)
    return [
      same(
        at.bucket(purpose).force_destroy,
        emptyOnDestroy,
        `The bucket of ${purpose} is emptied only where it may be.`,
      ),
      {
        condition: hcl<boolean>`${block}.block_public_acls && ${block}.block_public_policy && ${block}.restrict_public_buckets`,
        message: `The bucket of ${purpose} is private.`,
      },
      ...(versioned ? [same(version, 'Enabled', `The bucket of ${purpose} keeps versions.`)] : []),
    ]
  })
}

function trafficDecisions({ site, at, design }: Scope): readonly Decision[] {
  const { loadBalancer } = site
  const protection = same(
    at.loadBalancer().enable_deletion_protection,
    loadBalancer.deletionProtection,
    `Deletion protection of the load balancer is as ${design.protection} has it.`,
  )
  if (loadBalancer.weights.length < 2) return [protection]
  const listener = at.listener(loadBalancer.https === null ? 'http' : 'https').$
  const planned = hcl`sort([for group in ${listener}.default_action[0].forward[0].target_group : tostring(group.weight)])`
  const wanted = hcl`sort(${loadBalancer.weights.map(({ weight }) => String(weight))})`
  return [protection, same(planned, wanted, 'Requests are divided as planned.')]
}

function replicationDecisions({ replication }: InfraDesign): readonly Decision[] {
  const instance = reference('aws_dms_replication_instance.main')
  return [
    same(hcl`${instance}.publicly_accessible`, false, 'DMS is not reached from the internet.'),
    ...replication.tasks.map(({ purpose, migrationType }) =>
      same(
        reference(`aws_dms_replication_task.${purpose}.migration_type`),
        migrationType,
        `The task to ${purpose} is ${migrationType}.`,
      ),
    ),
  ]
}

function watchDecisions({ monitoring }: InfraDesign): readonly Decision[] {
  return [
    same(
      hcl`sort(keys(aws_cloudwatch_metric_alarm.migration))`,
      hcl`sort(${monitoring.alarms.map(({ id }) => localName(id))})`,
      'Every alarm of the design is there.',
    ),
  ]
}
