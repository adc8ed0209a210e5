import { lookUp } from '../../coverage/look-up.ts'
import type { Pair, Read } from './facts.ts'

const nameTag = 'Tags[Key=Name].Value'

/** JSON inside a document, with its keys in order. */
const json =
  (path: string): Read =>
  (resource) =>
    JSON.parse(String(lookUp(resource, path)))

const list = (resource: unknown, path: string): readonly unknown[] => {
  const found = lookUp(resource, path)
  return Array.isArray(found) ? found : []
}

const NETWORK: readonly Pair[] = [
  {
    what: 'VPC',
    template: { type: 'AWS::EC2::VPC', name: nameTag },
    plan: { type: 'aws_vpc', name: 'tags.Name' },
    facts: [['addresses', 'CidrBlock', 'cidr_block']],
  },
  {
    what: 'subnet',
    template: { type: 'AWS::EC2::Subnet', name: nameTag },
    plan: { type: 'aws_subnet', name: 'tags.Name' },
    facts: [
      ['addresses', 'CidrBlock', 'cidr_block'],
      ['zone', 'AvailabilityZone', 'availability_zone'],
      ['public addresses', 'MapPublicIpOnLaunch', 'map_public_ip_on_launch'],
    ],
  },
  {
    what: 'NAT gateway',
    template: { type: 'AWS::EC2::NatGateway', name: nameTag },
    plan: { type: 'aws_nat_gateway', name: 'tags.Name' },
    facts: [],
  },
  {
    what: 'internet gateway',
    template: { type: 'AWS::EC2::InternetGateway', name: nameTag },
    plan: { type: 'aws_internet_gateway', name: 'tags.Name' },
    facts: [],
  },
  {
    what: 'peering',
    template: { type: 'AWS::EC2::VPCPeeringConnection', name: nameTag },
    plan: { type: 'aws_vpc_peering_connection', name: 'tags.Name' },
    facts: [],
  },
  {
    what: 'route to the other VPC',
    template: { type: 'AWS::EC2::Route', name: null },
    plan: { type: 'aws_route', name: null },
    facts: [['leads to', 'DestinationCidrBlock', 'destination_cidr_block']],
    // CDK gives every public subnet a table of its own, which all say the same.
    except: (route) =>
      [lookUp(route, 'DestinationCidrBlock'), lookUp(route, 'destination_cidr_block')].includes('0.0.0.0/0'),
  },
  {
    what: 'security group',
    template: { type: 'AWS::EC2::SecurityGroup', name: 'GroupName' },
    plan: { type: 'aws_security_group', name: 'name' },
    facts: [['is for', 'GroupDescription', 'description']],
  },
]

const DATABASE: readonly Pair[] = [
  {
    what: 'secret',
    template: { type: 'AWS::SecretsManager::Secret', name: 'Name' },
    plan: { type: 'aws_secretsmanager_secret', name: 'name' },
    facts: [['is for', 'Description', 'description']],
  },
  {
    what: 'database',
    template: { type: 'AWS::RDS::DBInstance', name: 'DBInstanceIdentifier' },
    plan: { type: 'aws_db_instance', name: 'identifier' },
    facts: [
      ['engine', 'Engine', 'engine'],
      ['version', 'EngineVersion', 'engine_version'],
      ['class', 'DBInstanceClass', 'instance_class'],
      ['GB', 'AllocatedStorage', 'allocated_storage'],
      ['storage', 'StorageType', 'storage_type'],
      ['standby', 'MultiAZ', 'multi_az'],
      ['port', 'Port', 'port'],
      ['database', 'DBName', 'db_name'],
      ['user', 'MasterUsername', 'username'],
      ['encrypted', 'StorageEncrypted', 'storage_encrypted'],
      ['public', 'PubliclyAccessible', 'publicly_accessible'],
      ['days of backups', 'BackupRetentionPeriod', 'backup_retention_period'],
      ['backups at', 'PreferredBackupWindow', 'backup_window'],
      ['maintenance at', 'PreferredMaintenanceWindow', 'maintenance_window'],
      ['logs', 'EnableCloudwatchLogsExports', 'enabled_cloudwatch_logs_exports'],
      ['insights', 'EnablePerformanceInsights', 'performance_insights_enabled'],
      ['days of insights', 'PerformanceInsightsRetentionPeriod', 'performance_insights_retention_period'],
      ['login by IAM', 'EnableIAMDatabaseAuthentication', 'iam_database_authentication_enabled'],
      ['deletion protection', 'DeletionProtection', 'deletion_protection'],
    ],
  },
  {
    what: 'parameters',
    template: { type: 'AWS::RDS::DBParameterGroup', name: 'DBParameterGroupName' },
    plan: { type: 'aws_db_parameter_group', name: 'name' },
    facts: [
      ['family', 'Family', 'family'],
      ['is for', 'Description', 'description'],
      [
        'say',
        'Parameters',
        (group) =>
          Object.fromEntries(
            list(group, 'parameter').map((each) => [String(lookUp(each, 'name')), lookUp(each, 'value')]),
          ),
      ],
    ],
  },
  {
    what: 'database subnets',
    template: { type: 'AWS::RDS::DBSubnetGroup', name: 'DBSubnetGroupName' },
    plan: { type: 'aws_db_subnet_group', name: 'name' },
    facts: [],
  },
]

const ALGORITHM = 'BucketEncryption.ServerSideEncryptionConfiguration[0].ServerSideEncryptionByDefault.SSEAlgorithm'

const STORAGE: readonly Pair[] = [
  {
    what: 'bucket',
    template: { type: 'AWS::S3::Bucket', name: 'BucketName' },
    plan: { type: 'aws_s3_bucket', name: 'bucket' },
    facts: [
      [
        'emptied when destroyed',
        (bucket) => lookUp(bucket, 'Tags[Key=aws-cdk:auto-delete-objects].Value') ?? false,
        'force_destroy',
      ],
    ],
  },
  {
    what: 'versions',
    template: { type: 'AWS::S3::Bucket', name: null },
    plan: { type: 'aws_s3_bucket_versioning', name: null },
    facts: [['are', 'VersioningConfiguration.Status', 'versioning_configuration[0].status']],
    except: (bucket) =>
      lookUp(bucket, 'BucketName') !== undefined && lookUp(bucket, 'VersioningConfiguration') === undefined,
  },
  {
    what: 'bucket encryption',
    template: { type: 'AWS::S3::Bucket', name: null },
    plan: { type: 'aws_s3_bucket_server_side_encryption_configuration', name: null },
    facts: [['by', ALGORITHM, 'rule[0].apply_server_side_encryption_by_default[0].sse_algorithm']],
  },
  {
    what: 'lifecycle',
    template: { type: 'AWS::S3::Bucket', name: 'LifecycleConfiguration.Rules[0].Id' },
    plan: { type: 'aws_s3_bucket_lifecycle_configuration', name: 'rule[0].id' },
    facts: [
      [
        'old versions',
        (bucket) =>
          list(bucket, 'LifecycleConfiguration.Rules[0].NoncurrentVersionTransitions').map(
            (each) => `${String(lookUp(each, 'TransitionInDays'))} ${String(lookUp(each, 'StorageClass'))}`,
          ),
        (bucket) =>
          list(bucket, 'rule[0].noncurrent_version_transition').map(
            (each) => `${String(lookUp(each, 'noncurrent_days'))} ${String(lookUp(each, 'storage_class'))}`,
          ),
      ],
      [
        'old versions end after',
        'LifecycleConfiguration.Rules[0].NoncurrentVersionExpiration.NoncurrentDays',
        'rule[0].noncurrent_version_expiration[0].noncurrent_days',
      ],
      ['ends after', 'LifecycleConfiguration.Rules[0].ExpirationInDays', 'rule[0].expiration[0].days'],
      [
        'uploads end after',
        'LifecycleConfiguration.Rules[0].AbortIncompleteMultipartUpload.DaysAfterInitiation',
        'rule[0].abort_incomplete_multipart_upload[0].days_after_initiation',
      ],
    ],
  },
  {
    what: 'bucket replication',
    template: { type: 'AWS::S3::Bucket', name: 'ReplicationConfiguration.Rules[0].Id' },
    plan: { type: 'aws_s3_bucket_replication_configuration', name: 'rule[0].id' },
    facts: [
      [
        'within minutes',
        'ReplicationConfiguration.Rules[0].Destination.ReplicationTime.Time.Minutes',
        'rule[0].destination[0].replication_time[0].time[0].minutes',
      ],
      [
        'measured by minutes',
        'ReplicationConfiguration.Rules[0].Destination.Metrics.EventThreshold.Minutes',
        'rule[0].destination[0].metrics[0].event_threshold[0].minutes',
      ],
      [
        'delete markers',
        'ReplicationConfiguration.Rules[0].DeleteMarkerReplication.Status',
        'rule[0].delete_marker_replication[0].status',
      ],
    ],
    except: (bucket) =>
      lookUp(bucket, 'BucketName') !== undefined && lookUp(bucket, 'ReplicationConfiguration') === undefined,
  },
]

const REPLICATION: readonly Pair[] = [
  {
    what: 'replication instance',
    template: { type: 'AWS::DMS::ReplicationInstance', name: 'ReplicationInstanceIdentifier' },
    plan: { type: 'aws_dms_replication_instance', name: 'replication_instance_id' },
    facts: [
      ['class', 'ReplicationInstanceClass', 'replication_instance_class'],
      ['GB', 'AllocatedStorage', 'allocated_storage'],
      ['version', 'EngineVersion', 'engine_version'],
      ['standby', 'MultiAZ', 'multi_az'],
      ['public', 'PubliclyAccessible', 'publicly_accessible'],
      ['maintenance at', 'PreferredMaintenanceWindow', 'preferred_maintenance_window'],
      ['changes its version by itself', 'AutoMinorVersionUpgrade', 'auto_minor_version_upgrade'],
    ],
  },
  {
    what: 'replication subnets',
    template: { type: 'AWS::DMS::ReplicationSubnetGroup', name: 'ReplicationSubnetGroupIdentifier' },
    plan: { type: 'aws_dms_replication_subnet_group', name: 'replication_subnet_group_id' },
    facts: [],
  },
  {
    what: 'endpoint',
    template: { type: 'AWS::DMS::Endpoint', name: 'EndpointIdentifier' },
    plan: { type: 'aws_dms_endpoint', name: 'endpoint_id' },
    facts: [
      ['is', 'EndpointType', 'endpoint_type'],
      ['engine', 'EngineName', 'engine_name'],
      ['database', 'DatabaseName', 'database_name'],
      ['TLS', 'SslMode', 'ssl_mode'],
    ],
  },
  {
    what: 'task',
    template: { type: 'AWS::DMS::ReplicationTask', name: 'ReplicationTaskIdentifier' },
    plan: { type: 'aws_dms_replication_task', name: 'replication_task_id' },
    facts: [
      ['does', 'MigrationType', 'migration_type'],
      ['ends its ARN with', 'ResourceIdentifier', 'resource_identifier'],
      ['tables', json('TableMappings'), json('table_mappings')],
      ['settings', json('ReplicationTaskSettings'), json('replication_task_settings')],
    ],
  },
  {
    what: 'events',
    template: { type: 'AWS::DMS::EventSubscription', name: 'SubscriptionName' },
    plan: { type: 'aws_dms_event_subscription', name: 'name' },
    facts: [
      ['of', 'SourceType', 'source_type'],
      ['from', 'SourceIds', 'source_ids'],
      ['which', 'EventCategories', 'event_categories'],
    ],
  },
]

export const DATA_PAIRS: readonly Pair[] = [...NETWORK, ...DATABASE, ...STORAGE, ...REPLICATION]
