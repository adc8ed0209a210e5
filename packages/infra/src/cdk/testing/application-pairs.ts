import { lookUp } from '../../coverage/look-up.ts'
import type { Pair, Read } from './facts.ts'

const attribute = (list: string, key: string): string => `${list}[Key=${key}].Value`

const COMPUTE: readonly Pair[] = [
  {
    what: 'cluster',
    template: { type: 'AWS::ECS::Cluster', name: 'ClusterName' },
    plan: { type: 'aws_ecs_cluster', name: 'name' },
    facts: [['insights', 'ClusterSettings[Name=containerInsights].Value', 'setting[name=containerInsights].value']],
  },
  {
    what: 'task definition',
    template: { type: 'AWS::ECS::TaskDefinition', name: 'Family' },
    plan: { type: 'aws_ecs_task_definition', name: 'family' },
    facts: [
      ['CPU', 'Cpu', 'cpu'],
      ['MiB', 'Memory', 'memory'],
      ['network', 'NetworkMode', 'network_mode'],
    ],
  },
  {
    what: 'service',
    template: { type: 'AWS::ECS::Service', name: 'ServiceName' },
    plan: { type: 'aws_ecs_service', name: 'name' },
    facts: [
      ['tasks', 'DesiredCount', 'desired_count'],
      ['at least %', 'DeploymentConfiguration.MinimumHealthyPercent', 'deployment_minimum_healthy_percent'],
      ['at most %', 'DeploymentConfiguration.MaximumPercent', 'deployment_maximum_percent'],
      ['grace', 'HealthCheckGracePeriodSeconds', 'health_check_grace_period_seconds'],
      [
        'public addresses',
        (service) => lookUp(service, 'NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp') !== 'DISABLED',
        'network_configuration[0].assign_public_ip',
      ],
      ['container', 'LoadBalancers[0].ContainerName', 'load_balancer[0].container_name'],
      ['port', 'LoadBalancers[0].ContainerPort', 'load_balancer[0].container_port'],
    ],
  },
  {
    what: 'scaling',
    template: { type: 'AWS::ApplicationAutoScaling::ScalableTarget', name: null },
    plan: { type: 'aws_appautoscaling_target', name: null },
    facts: [
      ['from', 'MinCapacity', 'min_capacity'],
      ['to', 'MaxCapacity', 'max_capacity'],
    ],
  },
  {
    what: 'scaling policy',
    template: { type: 'AWS::ApplicationAutoScaling::ScalingPolicy', name: 'PolicyName' },
    plan: { type: 'aws_appautoscaling_policy', name: 'name' },
    facts: (
      [
        ['at', 'TargetValue', 'target_value'],
        ['in after', 'ScaleInCooldown', 'scale_in_cooldown'],
        ['out after', 'ScaleOutCooldown', 'scale_out_cooldown'],
        [
          'by',
          'PredefinedMetricSpecification.PredefinedMetricType',
          'predefined_metric_specification[0].predefined_metric_type',
        ],
      ] as const
    ).map(([fact, template, plan]) => [
      fact,
      `TargetTrackingScalingPolicyConfiguration.${template}`,
      `target_tracking_scaling_policy_configuration[0].${plan}`,
    ]),
  },
]

const TRAFFIC: readonly Pair[] = [
  {
    what: 'load balancer',
    template: { type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', name: 'Name' },
    plan: { type: 'aws_lb', name: 'name' },
    facts: [
      ['internal', (balancer) => lookUp(balancer, 'Scheme') !== 'internet-facing', 'internal'],
      ['idle', attribute('LoadBalancerAttributes', 'idle_timeout.timeout_seconds'), 'idle_timeout'],
      ['HTTP/2', attribute('LoadBalancerAttributes', 'routing.http2.enabled'), 'enable_http2'],
      [
        'refuses bad headers',
        attribute('LoadBalancerAttributes', 'routing.http.drop_invalid_header_fields.enabled'),
        'drop_invalid_header_fields',
      ],
      [
        'deletion protection',
        attribute('LoadBalancerAttributes', 'deletion_protection.enabled'),
        'enable_deletion_protection',
      ],
      ['logs', attribute('LoadBalancerAttributes', 'access_logs.s3.enabled'), 'access_logs[0].enabled'],
      ['logs below', attribute('LoadBalancerAttributes', 'access_logs.s3.prefix'), 'access_logs[0].prefix'],
    ],
  },
  {
    what: 'target group',
    template: { type: 'AWS::ElasticLoadBalancingV2::TargetGroup', name: 'Name' },
    plan: { type: 'aws_lb_target_group', name: 'name' },
    facts: [
      ['port', 'Port', 'port'],
      ['protocol', 'Protocol', 'protocol'],
      ['of', 'TargetType', 'target_type'],
      ['path', 'HealthCheckPath', 'health_check[0].path'],
      ['codes', 'Matcher.HttpCode', 'health_check[0].matcher'],
      ['every', 'HealthCheckIntervalSeconds', 'health_check[0].interval'],
      ['waits', 'HealthCheckTimeoutSeconds', 'health_check[0].timeout'],
      ['good', 'HealthyThresholdCount', 'health_check[0].healthy_threshold'],
      ['bad', 'UnhealthyThresholdCount', 'health_check[0].unhealthy_threshold'],
      [
        'leaves after',
        attribute('TargetGroupAttributes', 'deregistration_delay.timeout_seconds'),
        'deregistration_delay',
      ],
    ],
  },
  {
    what: 'listener',
    template: { type: 'AWS::ElasticLoadBalancingV2::Listener', name: 'Port' },
    plan: { type: 'aws_lb_listener', name: 'port' },
    facts: [
      ['protocol', 'Protocol', 'protocol'],
      ['does', 'DefaultActions[0].Type', 'default_action[0].type'],
      ['TLS', 'SslPolicy', 'ssl_policy'],
      ['certificate', 'Certificates[0].CertificateArn', 'certificate_arn'],
    ],
  },
  {
    what: 'zone',
    template: { type: 'AWS::Route53::HostedZone', name: 'Name' },
    plan: { type: 'aws_route53_zone', name: 'name' },
    facts: [['is for', 'HostedZoneConfig.Comment', 'comment']],
  },
  {
    what: 'health check',
    template: { type: 'AWS::Route53::HealthCheck', name: 'HealthCheckTags[Key=Name].Value' },
    plan: { type: 'aws_route53_health_check', name: 'tags.Name' },
    facts: [
      ['protocol', 'HealthCheckConfig.Type', 'type'],
      ['port', 'HealthCheckConfig.Port', 'port'],
      ['path', 'HealthCheckConfig.ResourcePath', 'resource_path'],
      ['every', 'HealthCheckConfig.RequestInterval', 'request_interval'],
      ['bad', 'HealthCheckConfig.FailureThreshold', 'failure_threshold'],
    ],
  },
  {
    what: 'record',
    template: {
      type: 'AWS::Route53::RecordSet',
      name: (each) => [lookUp(each, 'Name'), lookUp(each, 'SetIdentifier') ?? 'alone'],
    },
    plan: {
      type: 'aws_route53_record',
      name: (each) => [`${String(lookUp(each, 'name'))}.`, lookUp(each, 'set_identifier') ?? 'alone'],
    },
    facts: [
      ['type', 'Type', 'type'],
      ['TTL', 'TTL', 'ttl'],
      ['weight', 'Weight', 'weighted_routing_policy[0].weight'],
      ['follows the health of its target', 'AliasTarget.EvaluateTargetHealth', 'alias[0].evaluate_target_health'],
    ],
  },
]

/** Those that are known before deploying, as a plan has them. */
const knownDimensions: Read = (alarm) => {
  const dimensions = lookUp(alarm, 'Dimensions')
  const all = Array.isArray(dimensions) ? dimensions.map((each) => [lookUp(each, 'Name'), lookUp(each, 'Value')]) : []
  return Object.fromEntries(all.filter(([, value]) => typeof value === 'string')) as unknown
}

const WATCH: readonly Pair[] = [
  {
    what: 'alarm',
    template: { type: 'AWS::CloudWatch::Alarm', name: 'AlarmName' },
    plan: { type: 'aws_cloudwatch_metric_alarm', name: 'alarm_name' },
    facts: [
      ['is for', 'AlarmDescription', 'alarm_description'],
      ['of', 'Namespace', 'namespace'],
      ['metric', 'MetricName', 'metric_name'],
      ['statistic', 'Statistic', 'statistic'],
      ['period', 'Period', 'period'],
      ['periods', 'EvaluationPeriods', 'evaluation_periods'],
      ['is', 'ComparisonOperator', 'comparison_operator'],
      ['threshold', 'Threshold', 'threshold'],
      ['no data', 'TreatMissingData', 'treat_missing_data'],
      ['watches', knownDimensions, 'dimensions'],
    ],
  },
  {
    what: 'dashboard',
    template: { type: 'AWS::CloudWatch::Dashboard', name: 'DashboardName' },
    plan: { type: 'aws_cloudwatch_dashboard', name: 'dashboard_name' },
    facts: [],
  },
  {
    what: 'logs',
    template: { type: 'AWS::Logs::LogGroup', name: 'LogGroupName' },
    plan: { type: 'aws_cloudwatch_log_group', name: 'name' },
    facts: [['days', 'RetentionInDays', 'retention_in_days']],
  },
  {
    what: 'topic',
    template: { type: 'AWS::SNS::Topic', name: 'TopicName' },
    plan: { type: 'aws_sns_topic', name: 'name' },
    facts: [],
  },
]

const trusted = (policy: unknown): unknown => {
  const statements = lookUp(policy, 'Statement')
  return Array.isArray(statements) ? statements.flatMap((each) => lookUp(each, 'Principal.Service')) : undefined
}

const PROTECTION: readonly Pair[] = [
  {
    what: 'role',
    template: { type: 'AWS::IAM::Role', name: 'RoleName' },
    plan: { type: 'aws_iam_role', name: 'name' },
    facts: [
      ['is for', 'Description', 'description'],
      [
        'trusts',
        (role) => trusted(lookUp(role, 'AssumeRolePolicyDocument')),
        (role) => trusted(JSON.parse(String(lookUp(role, 'assume_role_policy')))),
      ],
    ],
    // CDK's own, of the functions behind its custom resources.
    except: (role) => lookUp(role, 'RoleName') === undefined && lookUp(role, 'AssumeRolePolicyDocument') !== undefined,
  },
  {
    what: 'firewall',
    template: { type: 'AWS::WAFv2::WebACL', name: 'Name' },
    plan: { type: 'aws_wafv2_web_acl', name: 'name' },
    facts: [
      ['rules', (acl) => namesOf(lookUp(acl, 'Rules'), 'Name'), (acl) => namesOf(lookUp(acl, 'rule'), 'name')],
      [
        'limit',
        'Rules[Name=requests-per-address].Statement.RateBasedStatement.Limit',
        'rule[name=requests-per-address].statement[0].rate_based_statement[0].limit',
      ],
    ],
  },
  {
    what: 'backup vault',
    template: { type: 'AWS::Backup::BackupVault', name: 'BackupVaultName' },
    plan: { type: 'aws_backup_vault', name: 'name' },
    facts: [],
  },
  {
    what: 'backup plan',
    template: { type: 'AWS::Backup::BackupPlan', name: 'BackupPlan.BackupPlanName' },
    plan: { type: 'aws_backup_plan', name: 'name' },
    facts: [
      ['at', 'BackupPlan.BackupPlanRule[0].ScheduleExpression', 'rule[0].schedule'],
      ['days', 'BackupPlan.BackupPlanRule[0].Lifecycle.DeleteAfterDays', 'rule[0].lifecycle[0].delete_after'],
    ],
  },
  {
    what: 'flow log',
    template: { type: 'AWS::EC2::FlowLog', name: 'Tags[Key=Name].Value' },
    plan: { type: 'aws_flow_log', name: 'tags.Name' },
    facts: [['of', 'TrafficType', 'traffic_type']],
  },
  {
    what: 'trail',
    template: { type: 'AWS::CloudTrail::Trail', name: 'TrailName' },
    plan: { type: 'aws_cloudtrail', name: 'name' },
    facts: [
      ['of all regions', 'IsMultiRegionTrail', 'is_multi_region_trail'],
      ['shows changes', 'EnableLogFileValidation', 'enable_log_file_validation'],
    ],
  },
]

function namesOf(rules: unknown, key: string): readonly unknown[] {
  return Array.isArray(rules) ? rules.map((rule) => lookUp(rule, key)) : []
}

export const APPLICATION_PAIRS: readonly Pair[] = [...COMPUTE, ...TRAFFIC, ...WATCH, ...PROTECTION]
