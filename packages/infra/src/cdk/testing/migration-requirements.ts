import { Match } from 'aws-cdk-lib/assertions'
import type { StackId } from './synthesised.ts'
import type { TemplateCheck } from './template-requirements.ts'

const like = (shape: object) => Match.objectLike(shape)
const holding = (items: unknown[]) => Match.arrayWith(items)
const fromTarget = (pattern: string) => ({
  'Fn::ImportValue': Match.stringLikeRegexp(`payment-target-dev-001:.*${pattern}`),
})

/** What the sides have in common. */
export function migrationChecks(): readonly TemplateCheck[] {
  return [
    ...prerequisites(),
    ...connections(),
    ...replicationInstance(),
    ...endpoints(),
    ...tasks(),
    ...bucketReplication(),
    ...monitoring(),
    ...dns(),
  ]
}

function prerequisites(): readonly TemplateCheck[] {
  const role = (name: string, policy: string) => ({
    RoleName: name,
    AssumeRolePolicyDocument: like({
      Statement: [like({ Principal: { Service: ['dms.amazonaws.com', 'dms.us-east-1.amazonaws.com'] } })],
    }),
    ManagedPolicyArns: [{ 'Fn::Join': ['', holding([Match.stringLikeRegexp(`service-role/${policy}$`)])] }],
  })
  const vpc = role('dms-vpc-role', 'AmazonDMSVPCManagementRole')
  const logs = role('dms-cloudwatch-logs-role', 'AmazonDMSCloudWatchLogsRole')
  return [
    ['dms-vpc-role dms-principals', 'DmsPrereq', 'AWS::IAM::Role', vpc],
    ['dms-logs-role dms-principals', 'DmsPrereq', 'AWS::IAM::Role', logs],
  ]
}

function connections(): readonly TemplateCheck[] {
  return [
    ['peering', 'Source', 'AWS::EC2::VPCPeeringConnection', { VpcId: fromTarget('Vpc') }],
    [
      'peering',
      'Source',
      'AWS::EC2::Route',
      { RouteTableId: fromTarget('RouteTable'), DestinationCidrBlock: '10.1.0.0/16' },
    ],
    [
      'group-dms',
      'Target',
      'AWS::EC2::SecurityGroup',
      { GroupName: 'payment-security-group-replication-target-dev-001' },
    ],
    [
      'edge-dms',
      'Target',
      'AWS::EC2::SecurityGroup',
      {
        GroupName: 'payment-security-group-replication-target-dev-001',
        SecurityGroupEgress: holding([like({ CidrIp: '10.1.0.0/16', FromPort: 5432 })]),
      },
    ],
    [
      'edge-dms',
      'Target',
      'AWS::EC2::SecurityGroupIngress',
      {
        SourceSecurityGroupId: { 'Fn::GetAtt': [Match.stringLikeRegexp('Groupsreplication'), 'GroupId'] },
        FromPort: 5432,
      },
    ],
    [
      'edge-dms',
      'Source',
      'AWS::EC2::SecurityGroup',
      {
        GroupName: 'payment-security-group-database-source-dev-001',
        SecurityGroupIngress: [like({ CidrIp: '10.0.0.0/16', FromPort: 5432 })],
      },
    ],
  ]
}

function replicationInstance(): readonly TemplateCheck[] {
  return [
    [
      'dms-subnets',
      'Source',
      'AWS::DMS::ReplicationSubnetGroup',
      { SubnetIds: [fromTarget('appSubnet1'), fromTarget('appSubnet2')] },
    ],
    [
      'dms-class dms-storage dms-version dms-single',
      'Source',
      'AWS::DMS::ReplicationInstance',
      {
        ReplicationInstanceClass: 'dms.c5.large',
        AllocatedStorage: 100,
        EngineVersion: '3.5.4',
        MultiAZ: false,
        PubliclyAccessible: false,
        VpcSecurityGroupIds: [fromTarget('replication')],
      },
    ],
  ]
}

function endpoints(): readonly TemplateCheck[] {
  const endpoint = (type: string, secret: object, role: object) => ({
    EndpointType: type,
    EndpointIdentifier: Match.stringLikeRegexp(`${type}-dev-001$`),
    EngineName: 'postgres',
    DatabaseName: 'paymentdb',
    Password: Match.absent(),
    PostgreSqlSettings: { SecretsManagerSecretId: secret, SecretsManagerAccessRoleArn: role },
  })
  const own = { Ref: Match.stringLikeRegexp('DatabaseLogin') }
  const ownRole = { 'Fn::GetAtt': [Match.stringLikeRegexp('dmsaccesssource'), 'Arn'] }
  return [
    ['dms-source dms-engine', 'Source', 'AWS::DMS::Endpoint', endpoint('source', own, ownRole)],
    [
      'dms-target dms-engine',
      'Source',
      'AWS::DMS::Endpoint',
      endpoint('target', fromTarget('DatabaseLogin'), fromTarget('dmsaccesstarget')),
    ],
  ]
}

function tasks(): readonly TemplateCheck[] {
  const task = Match.serializedJson(
    like({
      Logging: like({
        EnableLogging: true,
        LogComponents: holding([like({ Id: 'SOURCE_CAPTURE' }), like({ Id: 'TARGET_APPLY' })]),
      }),
      ControlTablesSettings: like({ ControlSchema: 'dms_control', HistoryTimeslotInMinutes: 5 }),
      FullLoadSettings: like({ TargetTablePrepMode: 'DO_NOTHING', MaxFullLoadSubTasks: 8 }),
      ChangeProcessingTuning: like({ BatchApplyTimeoutMin: 1, BatchApplyTimeoutMax: 30, MinTransactionSize: 1000 }),
    }),
  )
  const tables = Match.serializedJson({
    rules: holding([
      like({ 'object-locator': { 'schema-name': 'public', 'table-name': '%' }, 'rule-action': 'include' }),
    ]),
  })
  return [
    [
      'dms-task dms-tables dms-logging dms-control dms-subtasks dms-prepare dms-tuning',
      'Source',
      'AWS::DMS::ReplicationTask',
      { MigrationType: 'full-load-and-cdc', TableMappings: tables, ReplicationTaskSettings: task },
    ],
    ['dms-consistency', 'Source', 'AWS::DMS::ReplicationTask', { MigrationType: 'cdc' }],
  ]
}

function bucketReplication(): readonly TemplateCheck[] {
  const minutes = { Minutes: 15 }
  return [
    [
      's3-replication s3-replication-time s3-replication-markers',
      'Source',
      'AWS::S3::Bucket',
      {
        BucketName: 'payment-transaction-logs-source-dev-001',
        ReplicationConfiguration: {
          Role: { 'Fn::GetAtt': [Match.stringLikeRegexp('bucketreplication'), 'Arn'] },
          Rules: [
            like({
              Status: 'Enabled',
              DeleteMarkerReplication: { Status: 'Enabled' },
              Destination: like({
                Bucket: fromTarget('transactionlogs'),
                ReplicationTime: { Status: 'Enabled', Time: minutes },
                Metrics: { Status: 'Enabled', EventThreshold: minutes },
              }),
            }),
          ],
        },
      },
    ],
    ...[
      ['ReadVersions', 's3:GetObjectVersionForReplication', 'source'],
      ['WriteTarget', 's3:ReplicateObject', 'target'],
    ].map(([Sid, action, side]): TemplateCheck => {
      const Resource = { 'Fn::Join': ['', holding([Match.stringLikeRegexp(`transaction-logs-${side}-dev-001/\\*`)])] }
      const Statement = holding([like({ Sid, Action: holding([action]), Resource })])
      return ['s3-replication-role', 'Source', 'AWS::IAM::Policy', { PolicyDocument: like({ Statement }) }]
    }),
  ]
}

function monitoring(): readonly TemplateCheck[] {
  const alarm = (covers: string, stack: StackId, properties: object): TemplateCheck => [
    covers,
    stack,
    'AWS::CloudWatch::Alarm',
    { AlarmActions: Match.anyValue(), TreatMissingData: 'notBreaching', EvaluationPeriods: 2, ...properties },
  ]
  const lag = { Namespace: 'AWS/DMS', Threshold: 60, Period: 60, ComparisonOperator: 'GreaterThanThreshold' }
  const cpu = (side: string) => ({
    MetricName: 'CPUUtilization',
    Threshold: 80,
    ComparisonOperator: 'GreaterThanThreshold',
    Dimensions: [{ Name: 'DBInstanceIdentifier', Value: `payment-db-${side}-dev-001` }],
  })
  const unhealthy = {
    MetricName: 'UnHealthyHostCount',
    Threshold: 1,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
  }
  return [
    alarm('alarm-lag alarm-lag-periods alarm-lag-missing', 'Source', { ...lag, MetricName: 'CDCLatencyTarget' }),
    alarm('alarm-lag-source', 'Source', { ...lag, MetricName: 'CDCLatencySource' }),
    alarm('alarm-cpu-source', 'Source', cpu('source')),
    alarm('alarm-cpu-target', 'Target', cpu('target')),
    alarm('alarm-unhealthy-source', 'Source', unhealthy),
    alarm('alarm-unhealthy-target', 'Target', unhealthy),
    ['sns', 'Target', 'AWS::SNS::Topic', { TopicName: 'payment-notifications-dev-001' }],
    ['dashboard', 'Source', 'AWS::CloudWatch::Dashboard', { DashboardName: 'payment-migration-dev-001' }],
  ]
}

function dns(): readonly TemplateCheck[] {
  const zone = 'payment-migration-dev-001.internal.'
  const dnsNameOf = (side: string) => ({
    'Fn::ImportValue': Match.stringLikeRegexp(`payment-${side}-dev-001:.*LoadBalancer.*DNSName`),
  })
  const alias = (side: string) => ({
    Type: 'A',
    AliasTarget: like({ DNSName: { 'Fn::Join': ['', ['dualstack.', dnsNameOf(side)]] }, EvaluateTargetHealth: true }),
  })
  const check = (side: string) => ({
    HealthCheckConfig: {
      Type: 'HTTP',
      Port: 80,
      ResourcePath: '/',
      RequestInterval: 30,
      FailureThreshold: 3,
      FullyQualifiedDomainName: dnsNameOf(side),
    },
  })
  const weighted = (side: string, weight: number) => ({
    Name: `api.${zone}`,
    SetIdentifier: side,
    Weight: weight,
    HealthCheckId: Match.anyValue(),
    ...alias(side),
  })
  return [
    ['zone', 'Route53', 'AWS::Route53::HostedZone', { Name: zone, VPCs: Match.absent() }],
    ['health-source health-https', 'Route53', 'AWS::Route53::HealthCheck', check('source')],
    ['health-target', 'Route53', 'AWS::Route53::HealthCheck', check('target')],
    [
      'record-source cross-references',
      'Route53',
      'AWS::Route53::RecordSet',
      { Name: `source.${zone}`, ...alias('source') },
    ],
    [
      'record-target cross-references',
      'Route53',
      'AWS::Route53::RecordSet',
      { Name: `target.${zone}`, ...alias('target') },
    ],
    ['record-weighted', 'Route53', 'AWS::Route53::RecordSet', weighted('source', 100)],
    ['record-weighted', 'Route53', 'AWS::Route53::RecordSet', weighted('target', 0)],
  ]
}
