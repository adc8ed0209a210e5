import type { BucketPurpose } from './model/storage.ts'
import type { Resource, Role, Statement } from './model/roles.ts'
import { deliversLogs, type Context, type Side } from './context.ts'
import { forwarderName, logGroups } from './compute.ts'
import { keyFor } from './keys.ts'
import { labelOf } from './network.ts'
import type { KeyPurpose } from './model/database.ts'

type Make = Pick<Role, 'description' | 'trustedServices'> & Partial<Pick<Role, 'managedPolicies' | 'statements'>>

/** The roles of one side: each trusted by one service, allowed what it does and nothing else. */
export function roles(context: Context, side: Side): readonly Role[] {
  const role = (id: string, { description, trustedServices, managedPolicies = [], statements = [] }: Make): Role => ({
    id,
    // An id that ends with the side says it already.
    name: context.names.of('role', id, id.endsWith(`-${side}`) ? null : labelOf(context, side)),
    description,
    trustedServices,
    managedPolicies,
    statements,
  })
  const isTarget = side === 'target'
  return [
    ...applicationRoles(context, side).map(([id, make]) => role(id, make)),
    ...accessRoles(context, side).map(([id, make]) => role(id, make)),
    ...(side === 'source' && context.infra.storage.some(({ replicate }) => replicate)
      ? [role('bucket-replication', bucketReplication(context))]
      : []),
    ...(isTarget && deliversLogs(context.infra) ? deliveryRoles(context).map(([id, make]) => role(id, make)) : []),
    ...(context.production ? [role('flow-logs', flowLogs(context, side))] : []),
    ...(context.production && isTarget ? [role('backup', BACKUP)] : []),
  ]
}

/** The two roles DMS looks for by name. https://docs.aws.amazon.com/dms/latest/userguide/security-iam.html */
export function dmsServiceRoles({ infra }: Context): readonly Role[] {
  // DMS in a region presents itself by either name.
  const trustedServices = ['dms.amazonaws.com', `dms.${infra.region}.amazonaws.com`]
  const role = (name: string, policy: string, description: string): Role => {
    return { id: name, name, description, trustedServices, managedPolicies: [`service-role/${policy}`], statements: [] }
  }
  return [
    role('dms-vpc-role', 'AmazonDMSVPCManagementRole', 'Lets DMS place replication instances in a VPC'),
    role('dms-cloudwatch-logs-role', 'AmazonDMSCloudWatchLogsRole', 'Lets DMS write the logs of its tasks'),
  ]
}

type Named = readonly [id: string, make: Make]

function applicationRoles(context: Context, side: Side): readonly Named[] {
  const { infra } = context
  const statements = applicationStatements(context, side)
  if (infra.compute.kind === 'autoscaling') {
    const logs = applicationLogs(context, side)
    return [
      [
        'application',
        {
          description: 'What a machine of the application may do',
          trustedServices: ['ec2.amazonaws.com'],
          managedPolicies: ['AmazonSSMManagedInstanceCore'],
          statements: [...statements, logs],
        },
      ],
    ]
  }
  const trustedServices = ['ecs-tasks.amazonaws.com']
  return [
    [
      'task-execution',
      {
        description: 'Lets ECS pull the image and write logs',
        trustedServices,
        managedPolicies: ['service-role/AmazonECSTaskExecutionRolePolicy'],
      },
    ],
    ['application', { description: 'What a task of the application may do', trustedServices, statements }],
  ]
}

function applicationLogs(context: Context, side: Side): Statement {
  const groups = logGroups(context, side).filter(({ purpose }) => purpose === 'application')
  return {
    sid: 'WriteLogs',
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: groups.map(({ name }) => ({ kind: 'log-group', name })),
  }
}

/** Own login and buckets; green may use the source's too, as it writes there until the hand-over. */
function applicationStatements(context: Context, side: Side): readonly Statement[] {
  const reaches: readonly Side[] =
    side === 'target' && context.infra.mirror !== undefined ? ['target', 'source'] : [side]
  const purposes = context.infra.storage.map(({ purpose }) => purpose)
  const places = reaches.flatMap((site) => purposes.map((purpose) => ({ site, purpose })))
  return [
    {
      sid: 'ReadLogins',
      actions: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'],
      resources: reaches.map((credential) => ({ kind: 'secret', credential })),
    },
    ...(places.length === 0
      ? []
      : [
          bucketStatement('ListBuckets', ['s3:ListBucket', 's3:GetBucketLocation'], places, false),
          bucketStatement('UseFiles', ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'], places, true),
        ]),
    ...keyStatements(
      context,
      'UseKeys',
      reaches,
      ['secrets', ...(places.length === 0 ? [] : ['storage' as const])],
      ['kms:Decrypt', 'kms:GenerateDataKey'],
    ),
  ]
}

interface Place {
  readonly site: Side
  readonly purpose: BucketPurpose
}

function bucketStatement(
  sid: string,
  actions: readonly string[],
  places: readonly Place[],
  objects: boolean,
): Statement {
  return { sid, actions, resources: places.map((place) => ({ kind: 'bucket', ...place, objects })) }
}

/** Empty where AWS keeps the keys. */
function keyStatements(
  context: Context,
  sid: string,
  sites: readonly Side[],
  purposes: readonly KeyPurpose[],
  actions: readonly string[],
): readonly Statement[] {
  const resources = sites.flatMap((site) =>
    purposes.flatMap((purpose): readonly Resource[] => {
      return keyFor(context, site, purpose) === null ? [] : [{ kind: 'key', purpose, site }]
    }),
  )
  return resources.length === 0 ? [] : [{ sid, actions, resources }]
}

/** One for each login DMS reads, on the side that keeps it. */
function accessRoles(context: Context, side: Side): readonly Named[] {
  const { infra } = context
  const isMirrored = infra.mirror !== undefined
  const ids: readonly Side[] = side === 'source' ? ['source'] : isMirrored ? ['target'] : ['source', 'target']
  return ids.map((credential) => [
    `dms-access-${credential}`,
    {
      description: `Lets DMS read the login of the ${credential}`,
      trustedServices: ['dms.amazonaws.com', `dms.${infra.region}.amazonaws.com`],
      statements: [
        {
          sid: 'ReadLogin',
          actions: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'],
          resources: [{ kind: 'secret', credential }],
        },
        ...keyStatements(context, 'UseKey', [side], ['secrets'], ['kms:Decrypt']),
      ],
    },
  ])
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html */
function bucketReplication(context: Context): Make {
  const purposes = context.infra.storage.filter(({ replicate }) => replicate).map(({ purpose }) => purpose)
  const on = (site: Side): readonly Place[] => purposes.map((purpose) => ({ site, purpose }))
  const read = ['s3:GetObjectVersionForReplication', 's3:GetObjectVersionAcl', 's3:GetObjectVersionTagging']
  const write = ['s3:ReplicateObject', 's3:ReplicateDelete', 's3:ReplicateTags']
  return {
    description: 'Lets S3 replicate buckets of the source to those of the target',
    trustedServices: ['s3.amazonaws.com'],
    statements: [
      bucketStatement('ReadSource', ['s3:GetReplicationConfiguration', 's3:ListBucket'], on('source'), false),
      bucketStatement('ReadVersions', read, on('source'), true),
      bucketStatement('WriteTarget', write, on('target'), true),
      ...keyStatements(context, 'Decrypt', ['source'], ['storage'], ['kms:Decrypt']),
      ...keyStatements(context, 'Encrypt', ['target'], ['storage'], ['kms:Encrypt', 'kms:GenerateDataKey']),
    ],
  }
}

function deliveryRoles(context: Context): readonly Named[] {
  const archive: readonly Place[] = [{ site: 'target', purpose: 'log-archive' }]
  const stream: Resource = { kind: 'delivery-stream', name: context.names.of('deliveryStream', 'log-delivery') }
  const logGroupOf = (purpose: 'delivery' | 'forwarder'): readonly Resource[] =>
    logGroups(context, 'target')
      .filter((group) => group.purpose === purpose)
      .map(({ name }) => ({ kind: 'log-group', name }))
  const writeLogs = (purpose: 'delivery' | 'forwarder'): Statement => {
    const actions = ['logs:CreateLogStream', 'logs:PutLogEvents']
    return { sid: 'WriteLogs', actions, resources: logGroupOf(purpose) }
  }
  const delivery: Named = [
    'log-delivery',
    {
      description: 'Lets Firehose write log lines to the bucket',
      trustedServices: ['firehose.amazonaws.com'],
      statements: [
        bucketStatement(
          'FindBucket',
          ['s3:ListBucket', 's3:GetBucketLocation', 's3:ListBucketMultipartUploads'],
          archive,
          false,
        ),
        bucketStatement('WriteObjects', ['s3:PutObject', 's3:AbortMultipartUpload'], archive, true),
        writeLogs('delivery'),
        ...keyStatements(context, 'UseKey', ['target'], ['storage'], ['kms:GenerateDataKey', 'kms:Decrypt']),
      ],
    },
  ]
  const subscription: Named = [
    'log-subscription',
    {
      description: 'Lets CloudWatch Logs hand lines to Firehose',
      trustedServices: [`logs.${context.infra.region}.amazonaws.com`],
      statements: [
        { sid: 'PutRecords', actions: ['firehose:PutRecord', 'firehose:PutRecordBatch'], resources: [stream] },
      ],
    },
  ]
  if (context.infra.monitoring.syslog === undefined) return [delivery, subscription]
  const forwarder: Named = [
    'log-forwarder',
    {
      description: `Lets ${forwarderName(context)} run in the VPC and write its own log`,
      trustedServices: ['lambda.amazonaws.com'],
      // Network interfaces have no ARN beforehand; AWS's own policy for it names the six actions.
      managedPolicies: ['service-role/AWSLambdaVPCAccessExecutionRole'],
      statements: [writeLogs('forwarder')],
    },
  ]
  return [delivery, subscription, forwarder]
}

function flowLogs(context: Context, side: Side): Make {
  const groups = logGroups(context, side).filter(({ purpose }) => purpose === 'flow')
  return {
    description: 'Lets the VPC write its flow logs',
    trustedServices: ['vpc-flow-logs.amazonaws.com'],
    statements: [
      {
        sid: 'WriteLogs',
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
        resources: groups.map(({ name }) => ({ kind: 'log-group', name })),
      },
    ],
  }
}

const BACKUP: Make = {
  description: 'Lets AWS Backup back up the databases, and restore them',
  trustedServices: ['backup.amazonaws.com'],
  managedPolicies: [
    'service-role/AWSBackupServiceRolePolicyForBackup',
    'service-role/AWSBackupServiceRolePolicyForRestores',
  ],
}
