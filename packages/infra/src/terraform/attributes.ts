import type { InfraDesign } from '../design/infra-design.ts'
import type { Attribute, AttributeName } from '../design/model/outputs.ts'
import { healthCheckOf, ZONE } from './dns.ts'
import { TOPIC } from './notifications.ts'
import { REPLICATION, replicationTask } from './replication.ts'
import { scopeOf, type Scope } from './scope.ts'
import { get, hcl } from './writer/expression.ts'
import { reference, type Ref } from './writer/ref.ts'

/** Where in the module an attribute of the design is found once it is deployed. */
export function attribute(design: InfraDesign, { site, attribute }: Attribute): Ref<string> {
  return EXPRESSIONS[attribute](scopeOf(design, site)) as Ref<string>
}

const EXPRESSIONS: Readonly<Record<AttributeName, (scope: Scope) => Ref<unknown>>> = {
  'vpc.id': ({ at }) => at.vpc().id,
  'subnets.public.ids': ({ at }) => at.subnets('public').all('id'),
  'subnets.app.ids': ({ at }) => at.subnets('app').all('id'),
  'subnets.database.ids': ({ at, site }) => at.subnets(site.network.databaseTier).all('id'),
  'natGateways.ids': ({ at }) => at.natGateways().all('id'),
  'securityGroups.ids': ({ at }) => hcl`{ for role, group in ${at.securityGroups().$} : role => group.id }`,
  'database.endpoint': (scope) => (isInstance(scope) ? scope.at.instance().address : scope.at.cluster().endpoint),
  'database.readerEndpoint': (scope) =>
    isInstance(scope) ? scope.at.instance().address : scope.at.cluster().reader_endpoint,
  'database.identifier': (scope) =>
    isInstance(scope) ? scope.at.instance().identifier : scope.at.cluster().cluster_identifier,
  'database.port': (scope) => (isInstance(scope) ? scope.at.instance().port : scope.at.cluster().port),
  'secret.arn': ({ at, site }) => at.secret(site.database.credential).arn,
  'bucket.name': ({ at, site }) => at.bucket(mainBucket(site.buckets)).id,
  'bucket.arn': ({ at, site }) => at.bucket(mainBucket(site.buckets)).arn,
  'bucket.logs.name': ({ at }) => at.bucket('access-logs').id,
  'bucket.archive.name': ({ at }) => at.bucket('log-archive').id,
  'cluster.name': ({ at }) => at.ecsCluster().name,
  'cluster.arn': ({ at }) => at.ecsCluster().arn,
  'service.blue.name': ({ at }) => at.services().at('blue').name,
  'service.green.name': ({ at }) => at.services().at('green').name,
  'autoscalingGroup.name': ({ at }) => at.autoscalingGroup().name,
  'loadBalancer.dnsName': ({ at }) => at.loadBalancer().dns_name,
  'loadBalancer.arn': ({ at }) => at.loadBalancer().arn,
  'loadBalancer.zoneId': ({ at }) => at.loadBalancer().zone_id,
  'loadBalancer.arnSuffix': ({ at }) => at.loadBalancer().arn_suffix,
  'listener.arn': ({ at, site }) => at.listener(site.loadBalancer.https === null ? 'http' : 'https').arn,
  'targetGroup.blue.arn': ({ at }) => at.targetGroups().at('blue').arn,
  'targetGroup.green.arn': ({ at }) => at.targetGroups().at('green').arn,
  'targetGroup.blue.arnSuffix': ({ at }) => at.targetGroups().at('blue').arn_suffix,
  'targetGroup.green.arnSuffix': ({ at }) => at.targetGroups().at('green').arn_suffix,
  'replicationInstance.arn': () => REPLICATION.instance.replication_instance_arn,
  'replicationSource.arn': () => REPLICATION.source.endpoint_arn,
  'replicationTarget.arn': () => REPLICATION.target.endpoint_arn,
  'replicationTask.arn': () => replicationTask('replicate').replication_task_arn,
  'replicationTask.status': () => replicationTask('replicate').status,
  'validationTask.arn': () => replicationTask('validate').replication_task_arn,
  'zone.id': () => ZONE.zone_id,
  'healthCheck.source.id': () => healthCheckOf('source').id,
  'healthCheck.target.id': () => healthCheckOf('target').id,
  'topic.arn': () => TOPIC.arn,
  'deliveryStream.name': ({ at }) => get(reference<{ name: string }>(deliveryStream(at)), 'name'),
}

function isInstance({ site }: Scope): boolean {
  return site.database.engine === 'rds-postgresql'
}

function deliveryStream(at: Scope['at']): string {
  return `aws_kinesis_firehose_delivery_stream.${at.name('logs')}`
}

/** The bucket of what is moved, as against those of logs. */
function mainBucket(buckets: Scope['site']['buckets']) {
  return buckets.find(({ purpose }) => purpose === 'files' || purpose === 'transaction-logs')?.purpose ?? 'files'
}
