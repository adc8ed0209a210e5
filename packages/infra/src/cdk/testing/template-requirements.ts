import { Match } from 'aws-cdk-lib/assertions'
import type { StackId } from './synthesised.ts'

/** Ids of requirements, and the resource of a template that meets them. */
export type TemplateCheck = readonly [covers: string, stack: StackId, type: string, properties: object]

type Side = 'source' | 'target'

const like = (shape: object) => Match.objectLike(shape)
const holding = (items: unknown[]) => Match.arrayWith(items)
const READ_LOGIN = ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue']
const tag = (Key: string, Value: string) => ({ Tags: holding([{ Key, Value }]) })
/** What is cut into pieces by references, as the text around them. */
const joined = (pattern: string) => ({ 'Fn::Join': ['', holding([Match.stringLikeRegexp(pattern)])] })

/** What each side has; the ids are those of the list, without the side in front. */
export function siteChecks(side: Side): readonly TemplateCheck[] {
  const stack: StackId = side === 'source' ? 'Source' : 'Target'
  const named = (what: string) => `payment-${what}-${side}-dev-001`
  const checks = [
    ...networkChecks(named),
    ...databaseChecks(named),
    ...bucketChecks(named),
    ...computeChecks(side),
    ...scalingChecks(),
    ...frontendChecks(named),
    ...roleChecks(side, named),
  ]
  return checks.map(([covers, type, properties]) => {
    const ids = covers.split(' ').map((id) => `${side}-${id}`)
    return [ids.join(' '), stack, type, properties]
  })
}

type SiteCheck = readonly [covers: string, type: string, properties: object]
type Named = (what: string) => string

function networkChecks(named: Named): readonly SiteCheck[] {
  const connection = (from: string, to: string, port: number) => ({
    GroupId: { 'Fn::GetAtt': [Match.stringLikeRegexp(to), 'GroupId'] },
    SourceSecurityGroupId: { 'Fn::GetAtt': [Match.stringLikeRegexp(from), 'GroupId'] },
    IpProtocol: 'tcp',
    FromPort: port,
    ToPort: port,
  })
  return [
    ['vpc', 'AWS::EC2::VPC', { EnableDnsHostnames: true, ...tag('Name', named('vpc')) }],
    ['zones subnets', 'AWS::EC2::Subnet', { AvailabilityZone: 'us-east-1a', ...tag('Name', named('subnet-public-a')) }],
    ['zones subnets', 'AWS::EC2::Subnet', { AvailabilityZone: 'us-east-1b', ...tag('Name', named('subnet-public-b')) }],
    ['zones subnets', 'AWS::EC2::Subnet', { AvailabilityZone: 'us-east-1a', ...tag('Name', named('subnet-app-a')) }],
    [
      'zones subnets',
      'AWS::EC2::Subnet',
      { CidrBlock: Match.stringLikeRegexp('/24$'), ...tag('Name', named('subnet-app-b')) },
    ],
    ['nat', 'AWS::EC2::NatGateway', tag('Name', named('nat-a'))],
    ['group-db', 'AWS::EC2::SecurityGroup', { GroupName: named('security-group-database') }],
    ['group-ecs', 'AWS::EC2::SecurityGroup', { GroupName: named('security-group-app') }],
    [
      'group-alb',
      'AWS::EC2::SecurityGroup',
      {
        GroupName: named('security-group-load-balancer'),
        SecurityGroupIngress: [like({ CidrIp: '0.0.0.0/0', IpProtocol: 'tcp', FromPort: 80, ToPort: 80 })],
      },
    ],
    ['edge-ecs', 'AWS::EC2::SecurityGroupIngress', connection('Groupsapp', 'Groupsdatabase', 5432)],
    ['edge-alb', 'AWS::EC2::SecurityGroupIngress', connection('Groupsloadbalancer', 'Groupsapp', 80)],
  ]
}

function databaseChecks(named: Named): readonly SiteCheck[] {
  return [
    [
      'secret password',
      'AWS::SecretsManager::Secret',
      {
        Name: named('db-credentials'),
        SecretString: Match.absent(),
        GenerateSecretString: {
          SecretStringTemplate: '{"username":"dbadmin"}',
          GenerateStringKey: 'password',
          PasswordLength: 32,
          ExcludePunctuation: true,
        },
      },
    ],
    [
      'db db-name db-class db-storage db-database db-encrypted db-backups db-unprotected db-single db-logs db-insights',
      'AWS::RDS::DBInstance',
      {
        Engine: 'postgres',
        EngineVersion: '14',
        DBInstanceIdentifier: named('db'),
        DBInstanceClass: 'db.r5.large',
        AllocatedStorage: '100',
        StorageType: 'gp2',
        DBName: 'paymentdb',
        MasterUsername: 'dbadmin',
        StorageEncrypted: true,
        PubliclyAccessible: false,
        BackupRetentionPeriod: 7,
        DeletionProtection: false,
        MultiAZ: false,
        EnableCloudwatchLogsExports: ['postgresql', 'upgrade'],
        EnablePerformanceInsights: true,
        PerformanceInsightsRetentionPeriod: 7,
      },
    ],
    [
      'db-subnets',
      'AWS::RDS::DBSubnetGroup',
      {
        DBSubnetGroupName: named('db-subnet-group'),
        SubnetIds: [{ Ref: Match.stringLikeRegexp('VpcappSubnet1') }, { Ref: Match.stringLikeRegexp('VpcappSubnet2') }],
      },
    ],
    [
      'db-replication db-slots db-senders',
      'AWS::RDS::DBParameterGroup',
      {
        Family: 'postgres14',
        Parameters: like({ 'rds.logical_replication': '1', max_replication_slots: '10', max_wal_senders: '10' }),
      },
    ],
  ]
}

function bucketChecks(named: Named): readonly SiteCheck[] {
  return [
    [
      'bucket bucket-versioned bucket-encrypted bucket-private bucket-glacier bucket-expiry bucket-destroy',
      'AWS::S3::Bucket',
      {
        BucketName: named('transaction-logs'),
        VersioningConfiguration: { Status: 'Enabled' },
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [like({ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } })],
        },
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        LifecycleConfiguration: {
          Rules: [
            like({
              NoncurrentVersionTransitions: [{ StorageClass: 'GLACIER', TransitionInDays: 90 }],
              NoncurrentVersionExpiration: { NoncurrentDays: 365 },
            }),
          ],
        },
        ...tag('aws-cdk:auto-delete-objects', 'true'),
      },
    ],
    [
      'bucket-private',
      'AWS::S3::BucketPolicy',
      {
        Bucket: { Ref: Match.stringLikeRegexp('transactionlogs') },
        PolicyDocument: like({
          Statement: holding([
            like({ Effect: 'Deny', Action: 's3:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
          ]),
        }),
      },
    ],
  ]
}

function computeChecks(side: Side): readonly SiteCheck[] {
  return [
    ['cluster', 'AWS::ECS::Cluster', { ClusterSettings: [{ Name: 'containerInsights', Value: 'enabled' }] }],
    [
      'task task-memory task-image task-port task-environment',
      'AWS::ECS::TaskDefinition',
      {
        Cpu: '512',
        Memory: '1024',
        ContainerDefinitions: [
          like({
            Image: 'nginx:latest',
            PortMappings: [{ ContainerPort: 80, Protocol: 'tcp' }],
            Environment: holding([{ Name: 'DB_SECRET_ARN', Value: { Ref: Match.stringLikeRegexp('DatabaseLogin') } }]),
          }),
        ],
      },
    ],
    [
      'log-group log-retention',
      'AWS::Logs::LogGroup',
      { LogGroupName: `/ecs/payment-service-${side}-dev-001`, RetentionInDays: 7 },
    ],
    [
      'service grace',
      'AWS::ECS::Service',
      {
        DesiredCount: 2,
        LaunchType: 'FARGATE',
        HealthCheckGracePeriodSeconds: 60,
        NetworkConfiguration: {
          AwsvpcConfiguration: like({
            AssignPublicIp: 'DISABLED',
            Subnets: [
              { Ref: Match.stringLikeRegexp('VpcappSubnet1') },
              { Ref: Match.stringLikeRegexp('VpcappSubnet2') },
            ],
          }),
        },
      },
    ],
  ]
}

function scalingChecks(): readonly SiteCheck[] {
  const tracking = (metric: string, percent: number) => ({
    TargetTrackingScalingPolicyConfiguration: {
      PredefinedMetricSpecification: { PredefinedMetricType: metric },
      TargetValue: percent,
      ScaleInCooldown: 60,
      ScaleOutCooldown: 60,
    },
  })
  return [
    ['scaling', 'AWS::ApplicationAutoScaling::ScalableTarget', { MinCapacity: 2, MaxCapacity: 10 }],
    [
      'scaling-cpu cooldown',
      'AWS::ApplicationAutoScaling::ScalingPolicy',
      tracking('ECSServiceAverageCPUUtilization', 70),
    ],
    [
      'scaling-memory cooldown',
      'AWS::ApplicationAutoScaling::ScalingPolicy',
      tracking('ECSServiceAverageMemoryUtilization', 80),
    ],
  ]
}

function frontendChecks(named: Named): readonly SiteCheck[] {
  return [
    [
      'alb',
      'AWS::ElasticLoadBalancingV2::LoadBalancer',
      {
        Name: named('alb'),
        Scheme: 'internet-facing',
        Subnets: [
          { Ref: Match.stringLikeRegexp('VpcpublicSubnet1') },
          { Ref: Match.stringLikeRegexp('VpcpublicSubnet2') },
        ],
      },
    ],
    [
      'listener',
      'AWS::ElasticLoadBalancingV2::Listener',
      { Port: 80, Protocol: 'HTTP', DefaultActions: [like({ Type: 'forward' })] },
    ],
    [
      'target-group health deregistration',
      'AWS::ElasticLoadBalancingV2::TargetGroup',
      {
        Name: named('tg'),
        Port: 80,
        Protocol: 'HTTP',
        TargetType: 'ip',
        HealthCheckPath: '/',
        HealthCheckIntervalSeconds: 30,
        HealthCheckTimeoutSeconds: 5,
        HealthyThresholdCount: 2,
        UnhealthyThresholdCount: 3,
        Matcher: { HttpCode: '200' },
        TargetGroupAttributes: holding([{ Key: 'deregistration_delay.timeout_seconds', Value: '30' }]),
      },
    ],
  ]
}

function roleChecks(side: Side, named: Named): readonly SiteCheck[] {
  return [
    [
      'execution-role',
      'AWS::IAM::Role',
      {
        RoleName: named('task-execution'),
        ManagedPolicyArns: [joined('service-role/AmazonECSTaskExecutionRolePolicy$')],
      },
    ],
    [
      'task-role',
      'AWS::IAM::Policy',
      {
        Roles: [{ Ref: Match.stringLikeRegexp('Rolesapplication') }],
        PolicyDocument: like({
          Statement: holding([
            like({ Sid: 'ReadLogins', Action: READ_LOGIN }),
            like({ Sid: 'ListBuckets' }),
            like({ Sid: 'UseFiles', Resource: joined(named('transaction-logs')) }),
          ]),
        }),
      },
    ],
    [
      'dms-role',
      'AWS::IAM::Policy',
      {
        Roles: [{ Ref: Match.stringLikeRegexp(`Rolesdmsaccess${side}`) }],
        PolicyDocument: like({
          Statement: [
            like({
              Action: READ_LOGIN,
              Resource: { Ref: Match.stringLikeRegexp('DatabaseLogin') },
            }),
          ],
        }),
      },
    ],
  ]
}
