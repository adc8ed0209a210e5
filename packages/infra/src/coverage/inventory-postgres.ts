import { requirementsOf, type Row } from './requirement.ts'

const DATABASE: readonly Row[] = [
  ['aurora', 'Aurora PostgreSQL', 'target.database.engine', { is: 'aurora-postgresql' }],
  ['aurora-multi-az', 'over more than one zone', 'target.database.multiAz', { is: true }],
  ['aurora-backups', 'with automatic backups', 'target.database.backupRetentionDays', { is: 14, environment: 'prod' }],
  ['aurora-13', 'of PostgreSQL 13, as the source', 'target.database.version', { is: '13.23' }],
  [
    'parameter-group',
    'A parameter group of PostgreSQL 13',
    'target.database.clusterParameters.family',
    { is: 'aurora-postgresql13' },
  ],
  [
    'parameter-source',
    'with the settings of the source',
    'target.database.clusterParameters.parameters[name=work_mem].value',
    { is: '65536' },
  ],
  [
    'option-group',
    'An option group: Aurora PostgreSQL has AWS’s own only, extensions are settings',
    'target.database.optionGroup',
    { is: 'default:aurora-postgresql-13' },
  ],
  [
    'subnet-group',
    'A subnet group over several zones',
    'target.database.subnetGroupName',
    { is: 'db-subnet-group-dev-dev-001' },
  ],
]

const REPLICATION: readonly Row[] = [
  ['dms', 'A replication instance', 'replication.instance.name', { is: 'dms-dev-dev-001' }],
  ['dms-size', 'sized for 500 GB', 'replication.instance.instanceClass', { is: 'dms.r5.xlarge' }],
  ['dms-storage', 'with room for waiting changes', 'replication.instance.storageGb', { is: 150 }],
  ['dms-source', 'Source: PostgreSQL on-premises', 'replication.source.engine', { is: 'postgres' }],
  ['dms-target', 'Target: Aurora PostgreSQL', 'replication.target.engine', { is: 'aurora-postgresql' }],
  ['dms-task', 'Full load, and changes after it', 'replication.tasks[0].migrationType', { is: 'full-load-and-cdc' }],
  [
    'dms-schema',
    'Schemas, indexes and procedures are kept: made by the schema step, DMS changes no table',
    'replication.tasks[0].settings.FullLoadSettings.TargetTablePrepMode',
    { is: 'DO_NOTHING', elsewhere: 'causeway plan, schema step' },
  ],
  [
    'dms-indexes',
    'Indexes are there before changes are applied',
    'replication.tasks[0].settings.FullLoadSettings.StopTaskCachedChangesNotApplied',
    { is: true },
  ],
  ['dms-role', 'Roles with least privilege for DMS', 'target.roles[id=dms-access-source].statements.length', { is: 2 }],
  [
    'dms-policy',
    'that let it at the logins of both databases',
    'target.roles[id=dms-access-target].statements[0].resources',
    { is: [{ kind: 'secret', credential: 'target' }] },
  ],
]

const STORAGE: readonly Row[] = [
  ['bucket', 'A bucket for the files', 'target.buckets[purpose=files].name', { is: 'files-dev-dev-001' }],
  ['bucket-versioned', 'versioned', 'target.buckets[purpose=files].versioned', { is: true }],
  [
    'bucket-ia',
    'to infrequent access',
    'target.buckets[purpose=files].lifecycle[0].transitions[0]',
    { is: { days: 30, to: 'STANDARD_IA' } },
  ],
  [
    'bucket-glacier',
    'then to Glacier, for 2 TB of images',
    'target.buckets[purpose=files].lifecycle[0].transitions[1]',
    { is: { days: 90, to: 'GLACIER_IR' } },
  ],
  [
    'bucket-encrypted',
    'encrypted with a key of its own',
    'target.buckets[purpose=files].encryption',
    { is: { kind: 'kms', key: 'storage' } },
  ],
  ['bucket-policy', 'with a policy: TLS only', 'target.buckets[purpose=files].writers', { is: [] }],
  ['directories', 'The same directories', null, { elsewhere: 'names of the objects; blueprint README' }],
]

const NETWORK: readonly Row[] = [
  ['vpc', 'A VPC over three zones', 'target.network.zones.length', { is: 3 }],
  ['subnets-public', 'Public subnets', 'target.network.subnets[tier=public].tier', { is: 'public' }],
  ['subnets-private', 'Private subnets', 'target.network.subnets[tier=app].tier', { is: 'app' }],
  ['groups', 'Security groups between replication, source and target only', 'target.edges'],
  [
    'group-rds',
    'The database lets in application and replication only',
    'target.securityGroups[role=database].role',
    { is: 'database' },
  ],
  [
    'group-dms',
    'A security group of the replication instance',
    'target.securityGroups[role=replication].role',
    { is: 'replication' },
  ],
]

const OPERATIONS: readonly Row[] = [
  [
    'dashboard',
    'A dashboard with the replication lag first',
    'monitoring.dashboard.widgets[0].title',
    { is: 'Replication lag (s)' },
  ],
  ['dashboard-errors', 'error rates', 'monitoring.dashboard.widgets[title=Error rates].kind', { is: 'graph' }],
  [
    'dashboard-ready',
    'and readiness for the cut-over',
    'monitoring.dashboard.widgets[1].title',
    { is: 'Cut-over readiness' },
  ],
  ['alarm-lag', 'Alarm: replication lag', 'monitoring.alarms[id=replication-lag].threshold', { is: 60 }],
  ['alarm-cpu', 'Alarm: CPU of Aurora', 'monitoring.alarms[id=database-cpu].threshold', { is: 80 }],
  ['alarm-connections', 'Alarm: connections', 'monitoring.alarms[id=database-connections].threshold', { is: 500 }],
  ['alarm-storage', 'Alarm: storage', 'monitoring.alarms[id=database-storage].threshold', { is: 20_000_000_000 }],
  ['sns', 'A topic for events of the migration', 'notifications.topicName', { is: 'notifications-dev-dev-001' }],
  ['sns-subscription', 'with a subscription', 'notifications.subscriptions[0].protocol', { is: 'email' }],
  ['sns-events', 'that DMS tells of events too', 'replication.eventSubscriptions.length', { is: 2 }],
  [
    'kms-rds',
    'A customer-managed key for the database',
    'target.keys[purpose=database].alias',
    { is: 'alias/key-database-dev-dev-001' },
  ],
  ['kms-s3', 'and one for the bucket', 'target.keys[purpose=storage].alias', { is: 'alias/key-storage-dev-dev-001' }],
  ['kms-all', 'All data at rest is encrypted with such keys', 'target.loadBalancer.accessLogs', { is: null }],
  ['tag-environment', 'Tag Environment', 'tags.Environment', { is: 'dev' }],
  ['tag-phase', 'Tag MigrationPhase', 'tags.MigrationPhase', { is: 'preparation' }],
  ['tag-cost-center', 'Tag CostCenter', 'tags.CostCenter', { is: 'inventory' }],
  ['naming', 'Names TYPE-ENVIRONMENT-SUFFIX', 'target.database.identifier', { is: 'aurora-cluster-dev-dev-001' }],
  ['region', 'us-east-1', 'region', { is: 'us-east-1' }],
  ['destroyable', 'Everything can be destroyed', 'protection', { is: 'ephemeral', environment: 'prod' }],
  [
    'destroy-bucket',
    'the bucket with what is in it',
    'target.buckets[purpose=files].emptyOnDestroy',
    { is: true, environment: 'prod' },
  ],
  ['fargate', 'ECS Fargate for the application', 'target.compute.kind', { is: 'fargate' }],
  ['blue-green', 'Blue and green, for a cut-over without downtime', 'target.compute.services.length', { is: 2 }],
  ['phased', 'Phased, with a way back', 'traffic.phases.length', { is: 4 }],
  ['window', 'A window of four hours', null, { elsewhere: 'cutover.window of the declaration; causeway plan' }],
  ['outputs', 'Outputs of what matters', 'outputs'],
  ['files', 'Files by concern: provider, variables, outputs and each part', null, { elsewhere: 'files of the module' }],
  ['state-migration', 'state-migration.md', null, { elsewhere: 'state-migration.md of the blueprint' }],
  ['runbook', 'runbook.md', null, { elsewhere: 'runbook.md of the blueprint' }],
  ['readme', 'README.md', null, { elsewhere: 'README.md of the blueprint' }],
  ['tests', 'Unit tests of the module', null, { elsewhere: 'terraform test with mock_provider; tests of the design' }],
]

export const INVENTORY_POSTGRES = requirementsOf('inventory-postgres', [
  ...DATABASE,
  ...REPLICATION,
  ...STORAGE,
  ...NETWORK,
  ...OPERATIONS,
])
