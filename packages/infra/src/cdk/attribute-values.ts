import type { AttributeName } from '../design/model/outputs.ts'
import type { DataReplication } from './constructs/data-replication.ts'
import type { MigrationSite } from './constructs/migration-site.ts'
import type { TrafficDns } from './constructs/traffic-dns.ts'

type ReplicationAttribute = Extract<AttributeName, `replication${string}` | 'validationTask.arn'>
type DnsAttribute = Extract<AttributeName, 'zone.id' | `healthCheck.${string}`>
type SiteAttribute = Exclude<AttributeName, ReplicationAttribute | DnsAttribute | 'topic.arn'>

type Values<K extends AttributeName, From> = Readonly<Record<K, (from: From) => string | undefined>>

const nothing = (): undefined => undefined

/** What a template cannot say, whoever asks: the state of a task changes after its stack was made. */
export const UNKNOWN_TO_CLOUDFORMATION: readonly AttributeName[] = ['replicationTask.status']

const SITE_VALUES: Values<SiteAttribute, MigrationSite> = {
  'vpc.id': ({ network }) => network.vpc.vpcId,
  'subnets.public.ids': (site) => subnetIds(site, 'public'),
  'subnets.app.ids': (site) => subnetIds(site, 'app'),
  'subnets.database.ids': (site) => subnetIds(site, site.decided.network.databaseTier),
  'natGateways.ids': nothing,
  'securityGroups.ids': ({ securityGroups, decided }) =>
    decided.securityGroups.map(({ role }) => securityGroups.of(role).securityGroupId).join(),
  'database.endpoint': ({ database }) => database.instance.dbInstanceEndpointAddress,
  'database.readerEndpoint': ({ database }) => database.instance.dbInstanceEndpointAddress,
  'database.identifier': ({ database }) => database.instance.instanceIdentifier,
  'database.port': ({ database }) => database.instance.dbInstanceEndpointPort,
  'secret.arn': ({ database }) => database.secret.secretArn,
  'bucket.name': (site) => dataBucket(site)?.bucketName,
  'bucket.arn': (site) => dataBucket(site)?.bucketArn,
  'bucket.logs.name': (site) => site.bucket('access-logs')?.bucketName,
  'bucket.archive.name': (site) => site.bucket('log-archive')?.bucketName,
  'cluster.name': ({ application }) => application.cluster.clusterName,
  'cluster.arn': ({ application }) => application.cluster.clusterArn,
  'service.blue.name': ({ application }) => application.service('blue').serviceName,
  'service.green.name': ({ application }) => application.service('green').serviceName,
  'autoscalingGroup.name': nothing,
  'loadBalancer.dnsName': ({ frontend }) => frontend.loadBalancer.loadBalancerDnsName,
  'loadBalancer.arn': ({ frontend }) => frontend.loadBalancer.loadBalancerArn,
  'loadBalancer.zoneId': ({ frontend }) => frontend.loadBalancer.loadBalancerCanonicalHostedZoneId,
  'loadBalancer.arnSuffix': ({ frontend }) => frontend.loadBalancer.loadBalancerFullName,
  'listener.arn': ({ frontend }) => frontend.listener.listenerArn,
  'targetGroup.blue.arn': ({ frontend }) => frontend.targetGroup('blue').targetGroupArn,
  'targetGroup.green.arn': ({ frontend }) => frontend.targetGroup('green').targetGroupArn,
  'targetGroup.blue.arnSuffix': ({ frontend }) => frontend.targetGroup('blue').targetGroupFullName,
  'targetGroup.green.arnSuffix': ({ frontend }) => frontend.targetGroup('green').targetGroupFullName,
  'deliveryStream.name': nothing,
}

const REPLICATION_VALUES: Values<ReplicationAttribute, DataReplication> = {
  'replicationInstance.arn': ({ instance }) => instance.ref,
  'replicationSource.arn': ({ sourceEndpoint }) => sourceEndpoint.ref,
  'replicationTarget.arn': ({ targetEndpoint }) => targetEndpoint.ref,
  'replicationTask.arn': (replication) => replication.taskArn('replicate'),
  'replicationTask.status': nothing,
  'validationTask.arn': (replication) => replication.taskArn('validate'),
}

const DNS_VALUES: Values<DnsAttribute, TrafficDns> = {
  'zone.id': ({ zone }) => zone.hostedZoneId,
  'healthCheck.source.id': (dns) => dns.healthCheckId('source'),
  'healthCheck.target.id': (dns) => dns.healthCheckId('target'),
}

/** Undefined when it is no attribute of a site, or the site has none. */
export function siteValue(site: MigrationSite, name: AttributeName): string | undefined {
  return name in SITE_VALUES ? SITE_VALUES[name as SiteAttribute](site) : undefined
}

export function replicationValue(replication: DataReplication, name: AttributeName): string | undefined {
  return name in REPLICATION_VALUES ? REPLICATION_VALUES[name as ReplicationAttribute](replication) : undefined
}

export function dnsValue(dns: TrafficDns, name: AttributeName): string | undefined {
  return name in DNS_VALUES ? DNS_VALUES[name as DnsAttribute](dns) : undefined
}

function subnetIds({ network }: MigrationSite, tier: 'public' | 'app' | 'database'): string {
  return network.vpc.selectSubnets(network.subnetsOf(tier)).subnetIds.join()
}

/** The bucket of what is moved, as against those of logs. */
function dataBucket(site: MigrationSite) {
  return site.bucket('files') ?? site.bucket('transaction-logs')
}
