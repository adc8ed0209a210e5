import type { Context, Side } from './context.ts'
import type { InfraDesign } from './infra-design.ts'
import type { AttributeName, Output } from './model/outputs.ts'

type Decided = Omit<InfraDesign, 'outputs' | 'costs' | 'prerequisites'>
type Row = readonly [key: string, description: string, value: Output['value']]

/** What readers outside need: the controller, tests, people. The mirrored system's keys are those its users know. */
export function outputs(context: Context, design: Decided): readonly Output[] {
  const rows = design.source === null ? ofOne(context, design) : ofBoth(context, design)
  return rows.map(([key, description, value]) => ({ key, description, value }))
}

function at(attribute: AttributeName, site: Side = 'target'): Output['value'] {
  return { site, attribute }
}

function ofOne(context: Context, design: Decided): readonly Row[] {
  return [
    ['vpc_id', 'The VPC', at('vpc.id')],
    ['public_subnet_ids', 'Subnets of the load balancer', at('subnets.public.ids')],
    ['app_subnet_ids', 'Subnets of the application', at('subnets.app.ids')],
    ...(design.target.network.databaseTier === 'database'
      ? [['database_subnet_ids', 'Subnets of the database', at('subnets.database.ids')] as const]
      : []),
    ['nat_gateway_ids', 'NAT gateways', at('natGateways.ids')],
    ['security_group_ids', 'Security groups, by role', at('securityGroups.ids')],
    ['alb_dns_name', 'Name of the load balancer', at('loadBalancer.dnsName')],
    ['alb_arn', 'Load balancer', at('loadBalancer.arn')],
    ['alb_zone_id', 'Hosted zone of the load balancer', at('loadBalancer.zoneId')],
    ['listener_arn', 'Listener whose weights shift', at('listener.arn')],
    ...targetGroupRows(design),
    ...databaseRows(design),
    ...computeRows(design),
    ...replicationRows(design),
    ...placeRows(design),
    ['dashboard_name', 'CloudWatch dashboard', design.monitoring.dashboard.name],
    ['replication_lag_alarm', 'Alarm of the replication lag', alarmName(design, 'replication-lag')],
    ...connectivityRows(design),
    ['migration_phase', 'Phase of the migration, as tagged', design.tags.MigrationPhase],
    ['blue_target_weight', 'Share of blue, in percent', context.infra.shift.weights.blue],
    ['green_target_weight', 'Share of green, in percent', context.infra.shift.weights.green],
  ]
}

function targetGroupRows({ target }: Decided): readonly Row[] {
  return target.loadBalancer.targetGroups.map(({ colour }) => {
    return [`${colour}_target_group_arn`, `Target group of ${colour}`, at(`targetGroup.${colour}.arn`)]
  })
}

function databaseRows({ target }: Decided): readonly Row[] {
  const common: readonly Row[] = [
    ['database_port', 'Port of the database', at('database.port')],
    ['database_secret_arn', 'Login of the target, in Secrets Manager', at('secret.arn')],
  ]
  if (target.database.engine === 'rds-postgresql') {
    return [
      ['rds_endpoint', 'Endpoint of the database', at('database.endpoint')],
      ['rds_identifier', 'Identifier of the database', at('database.identifier')],
      ...common,
    ]
  }
  return [
    ['rds_cluster_endpoint', 'Endpoint of the writer', at('database.endpoint')],
    ['rds_reader_endpoint', 'Endpoint of the readers', at('database.readerEndpoint')],
    ['rds_cluster_identifier', 'Identifier of the cluster', at('database.identifier')],
    ...common,
  ]
}

function computeRows({ target }: Decided): readonly Row[] {
  if (target.compute.kind === 'autoscaling') {
    return [['autoscaling_group_name', 'Auto Scaling group of the application', at('autoscalingGroup.name')]]
  }
  return [
    ['ecs_cluster_name', 'ECS cluster', at('cluster.name')],
    ...target.compute.services.map(({ colour }): Row => {
      return [`${colour}_service_name`, `ECS service of ${colour}`, at(`service.${colour}.name`)]
    }),
  ]
}

function replicationRows({ replication }: Decided): readonly Row[] {
  const validates = replication.tasks.some(({ purpose }) => purpose === 'validate')
  return [
    ['dms_replication_instance_arn', 'Replication instance', at('replicationInstance.arn')],
    ['dms_source_endpoint_arn', 'Endpoint of the source', at('replicationSource.arn')],
    ['dms_target_endpoint_arn', 'Endpoint of the target', at('replicationTarget.arn')],
    ['dms_replication_task_arn', 'Task that copies and follows', at('replicationTask.arn')],
    ...(validates ? [['dms_validation_task_arn', 'Task that compares', at('validationTask.arn')] as const] : []),
    ['dms_replication_status', 'State of the task that copies and follows', at('replicationTask.status')],
  ]
}

/** Buckets, names and topics, where there are any. */
function placeRows({ target, dns, notifications, monitoring }: Decided): readonly Row[] {
  const has = (purpose: string) => target.buckets.some((bucket) => bucket.purpose === purpose)
  return [
    ...(has('files') || has('transaction-logs')
      ? ([
          ['bucket_name', 'Bucket of the data', at('bucket.name')],
          ['bucket_arn', 'Bucket of the data', at('bucket.arn')],
        ] as const)
      : []),
    ...(has('access-logs') ? [['alb_logs_bucket', 'Bucket of the access logs', at('bucket.logs.name')] as const] : []),
    ...(has('log-archive') ? [['log_archive_bucket', 'Bucket of log lines', at('bucket.archive.name')] as const] : []),
    ...(monitoring.delivery === null
      ? []
      : [['log_delivery_stream', 'Firehose stream of log lines', at('deliveryStream.name')] as const]),
    ...(dns === null
      ? []
      : ([
          ['route53_zone_id', 'Hosted zone', at('zone.id')],
          ['application_domain', 'Name that applications call', dns.domainName],
        ] as const)),
    ...(notifications === null ? [] : [['topic_arn', 'Topic of notifications', at('topic.arn')] as const]),
  ]
}

function connectivityRows({ target }: Decided): readonly Row[] {
  const { connectivity } = target.network
  if (connectivity.kind === 'vpn') {
    return [['vpn_connection_id', 'VPN connection to on-premises', connectivity.vpnConnectionId]]
  }
  if (connectivity.kind !== 'direct-connect' || connectivity.virtualInterfaceId === null) return []
  return [['direct_connect_vif_id', 'Virtual interface of Direct Connect', connectivity.virtualInterfaceId]]
}

function ofBoth(context: Context, design: Decided): readonly Row[] {
  const { dashboard } = design.monitoring
  const { region } = design
  return [
    ...(['source', 'target'] as const).flatMap((side) => ofSide(context, side)),
    ['DMSReplicationInstanceArn', 'Replication instance', at('replicationInstance.arn')],
    ['DMSSourceEndpointArn', 'DMS endpoint of the source', at('replicationSource.arn')],
    ['DMSTargetEndpointArn', 'DMS endpoint of the target', at('replicationTarget.arn')],
    ['DMSReplicationTaskArn', 'Task that copies and follows', at('replicationTask.arn')],
    ...(context.infra.replication.validation
      ? [['DMSValidationTaskArn', 'Task that compares', at('validationTask.arn')] as const]
      : []),
    ['DMSReplicationStatus', 'State of the task that copies and follows', at('replicationTask.status')],
    ['CloudWatchDashboardName', 'CloudWatch dashboard', dashboard.name],
    [
      'CloudWatchDashboardURL',
      'Address of the dashboard',
      `https://console.aws.amazon.com/cloudwatch/home?region=${region}#dashboards:name=${dashboard.name}`,
    ],
    ['CloudWatchAlarmDMSReplicationLag', 'Alarm of the replication lag', alarmName(design, 'replication-lag')],
    ...(design.notifications === null
      ? []
      : [['NotificationTopicArn', 'Topic of notifications', at('topic.arn')] as const]),
    ...dnsOfBoth(design),
    ['MigrationPhase', 'Phase of the migration, as tagged', design.tags.MigrationPhase],
    ['MigrationRunbook', 'The way through the migration, step by step', runbook(context)],
  ]
}

function ofSide({ infra }: Context, side: Side): readonly Row[] {
  const name = side === 'source' ? 'Source' : 'Target'
  const colour = side === 'source' ? 'blue' : 'green'
  const buckets: readonly Row[] = [
    [`S3${name}BucketName`, `Bucket of the ${side}`, at('bucket.name', side)],
    [`S3${name}BucketArn`, `Bucket of the ${side}`, at('bucket.arn', side)],
  ]
  const tasks: readonly Row[] = [
    [`ECSClusterName${name}`, `ECS cluster of the ${side}`, at('cluster.name', side)],
    [`ECSClusterArn${name}`, `ECS cluster of the ${side}`, at('cluster.arn', side)],
    [`ECSServiceName${name}`, `ECS service of the ${side}`, at(`service.${colour}.name`, side)],
  ]
  const machines: readonly Row[] = [
    [`AutoScalingGroupName${name}`, `Auto Scaling group of the ${side}`, at('autoscalingGroup.name', side)],
  ]
  return [
    [`VpcId${name}`, `The VPC of the ${side}`, at('vpc.id', side)],
    [`RDS${name}DatabaseEndpoint`, `Endpoint of the ${side} database`, at('database.endpoint', side)],
    [`RDS${name}DBIdentifier`, `Identifier of the ${side} database`, at('database.identifier', side)],
    ...(infra.storage.length > 0 ? buckets : []),
    ...(infra.compute.kind === 'fargate' ? tasks : machines),
    [`ALBLoadBalancerDNS${name}`, `Name of the load balancer of the ${side}`, at('loadBalancer.dnsName', side)],
    [`ALBLoadBalancerArn${name}`, `Load balancer of the ${side}`, at('loadBalancer.arn', side)],
    [`SecretsManager${name}DBSecretArn`, `Login of the ${side} database`, at('secret.arn', side)],
  ]
}

function dnsOfBoth({ dns, traffic }: Decided): readonly Row[] {
  if (dns === null) return []
  const checks = dns.healthChecks.map(({ id }): Row => {
    const name = id === 'source' ? 'Source' : 'Target'
    return [`Route53${name}HealthCheckId`, `Health check of the ${id}`, at(`healthCheck.${id}.id`)]
  })
  return [
    ['Route53HostedZoneId', 'Hosted zone', at('zone.id')],
    ['Route53HostedZoneName', 'Name of the hosted zone', dns.zoneName],
    ['Route53DomainName', 'Name that applications call', dns.domainName],
    ...checks,
    [
      'Route53TrafficShiftCommand',
      'How the weights are shifted by hand; Causeway does the same',
      `aws route53 change-resource-record-sets --hosted-zone-id ZONE_ID --change-batch file://traffic-shift.json # now ${100 - traffic.greenWeight}/${traffic.greenWeight}`,
    ],
  ]
}

function runbook({ spec }: Context): string {
  const steps = spec.traffic.steps.map((weight) => `${weight} %`).join(', ')
  return [
    '1. Monitor the replication lag on the dashboard.',
    '2. Verify that source and target hold the same data.',
    `3. Shift the traffic: ${steps}.`,
    '4. Watch load balancers and services.',
    '5. Roll back: shift Route 53 back to the source.',
  ].join('\n')
}

function alarmName({ monitoring }: Decided, id: string): string {
  return monitoring.alarms.find((alarm) => alarm.id === id)?.name ?? ''
}
