import { requirementsOf, type Row } from './requirement.ts'

const STATE: readonly Row[] = [
  [
    'terraform-version',
    'Terraform 1.5 or later with hashicorp/aws 5',
    null,
    { elsewhere: 'provider.tf of the module' },
  ],
  ['backend-own-file', 'The backend stands in a file of its own', null, { elsewhere: 'backend.tf of the module' }],
  [
    'backend-bucket',
    'State in the S3 bucket payment-migration-terraform-state',
    'state.bucket',
    { is: 'payment-migration-terraform-state' },
  ],
  [
    'backend-key',
    'State in the object migration/terraform.tfstate',
    'state.key',
    { is: 'migration/terraform.tfstate' },
  ],
  ['backend-region', 'The state is kept in us-east-1', 'state.region', { is: 'us-east-1' }],
  ['backend-encrypted', 'The state is encrypted', 'state.encrypt', { is: true }],
  [
    'backend-lock',
    'The state is locked by the DynamoDB table payment-migration-terraform-locks',
    'state.lockTable',
    { is: 'payment-migration-terraform-locks' },
  ],
  ['region', 'Variable for the region, us-east-1 by default', 'region', { is: 'us-east-1' }],
]

const VARIABLES: readonly Row[] = [
  ['var-suffix', 'Variable environment_suffix, migration by default', 'naming.suffix', { is: 'migration' }],
  ['var-vpc-cidr', 'Variable vpc_cidr, 10.0.0.0/16 by default', 'target.network.cidr', { is: '10.0.0.0/16' }],
  [
    'var-zones',
    'Variable availability_zones, a to c of us-east-1',
    'target.network.zones',
    { is: ['us-east-1a', 'us-east-1b', 'us-east-1c'] },
  ],
  [
    'var-onprem-cidr',
    'Variable onprem_cidr, 192.168.0.0/16 by default',
    'target.network.connectivity.onPremisesCidrs',
    { is: ['192.168.0.0/16'] },
  ],
  [
    'var-master-user',
    'Variable db_master_username, admin by default, sensitive',
    'target.credentials[id=target].user',
    { is: 'admin' },
  ],
  [
    'var-master-password',
    'Variable db_master_password, sensitive, without a default',
    'target.credentials[id=target].password',
    { is: { from: 'input', variable: 'db_master_password' } },
  ],
  [
    'var-onprem-endpoint',
    'Variable onprem_db_endpoint, onprem-db.example.com by default',
    'replication.source.at',
    { is: { kind: 'address', host: 'onprem-db.example.com', port: 3306 } },
  ],
  [
    'var-onprem-user',
    'Variable onprem_db_username, sensitive',
    'target.credentials[id=source].user',
    { is: 'onprem_user' },
  ],
  [
    'var-onprem-password',
    'Variable onprem_db_password, sensitive, without a default',
    'target.credentials[id=source].password',
    { is: { from: 'input', variable: 'onprem_db_password' } },
  ],
  [
    'var-image',
    'Variable payment_app_image, nginxdemos/hello:latest by default',
    'target.compute.task.image',
    { is: 'nginxdemos/hello:latest' },
  ],
  ['var-port', 'Variable payment_app_port, 80 by default', 'target.compute.task.port', { is: 80 }],
  [
    'var-syslog',
    'Variable onprem_syslog_endpoint, syslog.onprem.example.com by default',
    'monitoring.delivery.syslog.host',
    { is: 'syslog.onprem.example.com' },
  ],
  [
    'var-blue-weight',
    'Variable blue_target_weight, 0 to 100, 100 by default',
    'target.loadBalancer.weights[colour=blue].weight',
    { is: 100 },
  ],
  [
    'var-green-weight',
    'Variable green_target_weight, 0 to 100, 0 by default',
    'target.loadBalancer.weights[colour=green].weight',
    { is: 0 },
  ],
  [
    'var-cost-center',
    'Variable cost_center, FinTech-Payments by default',
    'tags.CostCenter',
    { is: 'FinTech-Payments' },
  ],
  ['var-phase', 'Variable migration_phase, preparation by default', 'tags.MigrationPhase', { is: 'preparation' }],
  [
    'var-dx-gateway',
    'Variable direct_connect_gateway_id, empty by default',
    'target.network.connectivity.gatewayId',
    { is: null },
  ],
  [
    'var-dx-vif',
    'Variable direct_connect_vif_id, empty by default',
    'target.network.connectivity.virtualInterfaceId',
    { is: null },
  ],
]

const ENVIRONMENTS: readonly Row[] = [
  ['workspace', 'The Terraform workspace is the environment', 'environment', { is: 'staging-migration' }],
  [
    'workspace-fallback',
    'An unknown workspace gets the sizes of staging-migration',
    'workspaces.fallback',
    { is: 'staging-migration' },
  ],
  [
    'staging-class',
    'staging-migration: db.r6g.large',
    'workspaces.sizing.staging-migration.databaseInstanceClass',
    { is: 'db.r6g.large' },
  ],
  ['staging-tasks', 'staging-migration: 2 tasks', 'workspaces.sizing.staging-migration.desiredCount', { is: 2 }],
  [
    'staging-cpu',
    'staging-migration: 1024 CPU units',
    'workspaces.sizing.staging-migration.taskCpuUnits',
    { is: 1024 },
  ],
  ['staging-memory', 'staging-migration: 2048 MiB', 'workspaces.sizing.staging-migration.taskMemoryMib', { is: 2048 }],
  [
    'staging-retention',
    'staging-migration: backups kept 7 days',
    'workspaces.sizing.staging-migration.backupRetentionDays',
    { is: 7 },
  ],
  [
    'production-class',
    'production-migration: db.r6g.xlarge',
    'workspaces.sizing.production-migration.databaseInstanceClass',
    { is: 'db.r6g.xlarge' },
  ],
  [
    'production-tasks',
    'production-migration: 4 tasks',
    'workspaces.sizing.production-migration.desiredCount',
    { is: 4 },
  ],
  [
    'production-cpu',
    'production-migration: 2048 CPU units',
    'workspaces.sizing.production-migration.taskCpuUnits',
    { is: 2048 },
  ],
  [
    'production-memory',
    'production-migration: 4096 MiB',
    'workspaces.sizing.production-migration.taskMemoryMib',
    { is: 4096 },
  ],
  [
    'production-retention',
    'production-migration: backups kept 30 days',
    'workspaces.sizing.production-migration.backupRetentionDays',
    { is: 30 },
  ],
  [
    'alb-unprotected',
    'No deletion protection of the load balancer in either environment',
    'target.loadBalancer.deletionProtection',
    { is: false, environment: 'production-migration' },
  ],
  ['tag-environment', 'Tag Environment', 'tags.Environment', { is: 'staging-migration' }],
  ['tag-managed-by', 'Tag ManagedBy: terraform', 'tags.ManagedBy', { is: 'terraform' }],
  ['tag-project', 'Tag Project: payment-migration', 'tags.Project', { is: 'payment-migration' }],
  [
    'name-prefix',
    'Names start with payment and end with the suffix',
    'naming',
    { is: { prefix: 'payment', suffix: 'migration', tail: '-migration' } },
  ],
]

const NETWORK: readonly Row[] = [
  ['vpc', 'A VPC', 'target.network.name', { is: 'payment-vpc-migration' }],
  [
    'subnets-public',
    'Public subnets in three zones',
    'target.network.subnets[tier=public].cidr',
    { is: '10.0.0.0/24' },
  ],
  [
    'subnets-app',
    'Private subnets of the application in three zones',
    'target.network.subnets[tier=app].cidr',
    { is: '10.0.10.0/24' },
  ],
  [
    'subnets-database',
    'Private subnets of the database in three zones',
    'target.network.subnets[tier=database].cidr',
    { is: '10.0.20.0/24' },
  ],
  ['subnet-count', 'Nine subnets', 'target.network.subnets.length', { is: 9 }],
  ['internet-gateway', 'An internet gateway', 'target.network.internetGatewayName', { is: 'payment-igw-migration' }],
  ['nat-gateways', 'Three NAT gateways, one in each zone', 'target.network.natGateways.length', { is: 3 }],
  ['route-tables', 'Route tables: public, and private in each zone', 'target.network.routeTables.length', { is: 4 }],
  [
    'onprem-routes',
    'Routes to on-premises from the private subnets',
    'target.network.routeTables[1].privateCidrs',
    { is: ['192.168.0.0/16'] },
  ],
  ['acls', 'Network ACLs, one for each tier', 'target.network.acls.length', { is: 3 }],
  [
    'direct-connect',
    'Association with the Direct Connect gateway when its id is given',
    'target.network.connectivity.kind',
    { is: 'direct-connect' },
  ],
  ['groups', 'Security groups of load balancer, tasks, database and replication', 'target.securityGroups'],
  [
    'edge-internet',
    'Only the load balancer is open to the internet, on 80 and with a certificate on 443',
    'target.edges[port=80].from.kind',
    { is: 'internet' },
  ],
  ['edge-chain', 'load balancer → tasks → database ← replication, and nothing else', 'target.edges'],
]

const DATABASE: readonly Row[] = [
  ['aurora', 'Aurora MySQL', 'target.database.engine', { is: 'aurora-mysql' }],
  [
    'aurora-name',
    'The cluster has the suffix in its name',
    'target.database.identifier',
    { is: 'payment-aurora-cluster-migration' },
  ],
  ['aurora-version', 'Version 8.0.mysql_aurora.3.04.0', 'target.database.version', { is: '8.0.mysql_aurora.3.04.0' }],
  [
    'aurora-provisioned',
    'Provisioned instances: a writer and readers, three in all',
    'target.database.instances.length',
    { is: 3 },
  ],
  ['aurora-database', 'Database paymentdb', 'target.database.databaseName', { is: 'paymentdb' }],
  [
    'aurora-subnets',
    'A DB subnet group over the database subnets',
    'target.database.subnetGroupName',
    { is: 'payment-db-subnet-group-migration' },
  ],
  ['aurora-backup-window', 'Backups at 03:00-04:00', 'target.database.backupWindow', { is: '03:00-04:00' }],
  [
    'aurora-maintenance',
    'Maintenance at mon:04:00-mon:05:00',
    'target.database.maintenanceWindow',
    { is: 'mon:04:00-mon:05:00' },
  ],
  [
    'aurora-logs',
    'Logs audit, error, general and slowquery to CloudWatch',
    'target.database.logExports',
    { is: ['audit', 'error', 'general', 'slowquery'] },
  ],
  ['aurora-encrypted', 'Storage is encrypted, with the key AWS keeps', 'target.database.key', { is: null }],
  ['aurora-unprotected', 'No deletion protection', 'target.database.deletionProtection', { is: false }],
  ['aurora-no-snapshot', 'No final snapshot', 'target.database.finalSnapshotName', { is: null }],
  ['aurora-no-prevent-destroy', 'No prevent_destroy', 'target.database.retain', { is: false }],
  [
    'aurora-scaling',
    'Serverless v2 from 0.5 to 16 is declared',
    'target.database.serverless',
    { is: { min: 0.5, max: 16 } },
  ],
  [
    'aurora-tls',
    'Connections need TLS',
    'target.database.clusterParameters.parameters[name=require_secure_transport].value',
    { is: 'ON' },
  ],
  ['aurora-iam', 'Logins by IAM can be switched on', 'target.database.iamAuthentication', { is: false }],
]

const REPLICATION: readonly Row[] = [
  [
    'dms-instance',
    'A replication instance with the suffix in its name',
    'replication.instance.name',
    { is: 'payment-dms-migration' },
  ],
  ['dms-class', 'dms.t3.small', 'replication.instance.instanceClass', { is: 'dms.t3.small' }],
  ['dms-storage', '100 GB', 'replication.instance.storageGb', { is: 100 }],
  ['dms-version', 'Engine version 3.5.1', 'replication.instance.engineVersion', { is: '3.5.1' }],
  ['dms-single', 'Single zone', 'replication.instance.multiAz', { is: false }],
  [
    'dms-private',
    'Not reachable from the internet, no automatic minor upgrades',
    'replication.instance.subnetGroupName',
    { is: 'payment-dms-subnet-group-migration' },
  ],
  ['dms-roles', 'The roles DMS needs are there before the instance', 'dmsServiceRoles.length', { is: 2 }],
  ['dms-source', 'Source endpoint: MySQL on-premises', 'replication.source.engine', { is: 'mysql' }],
  [
    'dms-target',
    'Target endpoint: Aurora, database paymentdb, port 3306',
    'replication.target.engine',
    { is: 'aurora' },
  ],
  ['dms-target-ssl', 'The target endpoint requires TLS', 'replication.target.sslMode', { is: 'require' }],
  [
    'dms-target-after',
    'The target endpoint waits for the instances of the cluster',
    'replication.target.at.kind',
    { is: 'database' },
  ],
  [
    'dms-task',
    'A task with full load and changes after it',
    'replication.tasks[purpose=replicate].migrationType',
    { is: 'full-load-and-cdc' },
  ],
  [
    'dms-mappings',
    'Table mappings',
    'replication.tasks[0].tableMappings.rules[0].object-locator',
    { is: { 'schema-name': 'paymentdb', 'table-name': '%' } },
  ],
  ['dms-settings', 'Task settings', 'replication.tasks[0].settings.FullLoadSettings'],
]

const COMPUTE: readonly Row[] = [
  ['cluster', 'An ECS cluster', 'target.compute.clusterName', { is: 'payment-ecs-cluster-migration' }],
  ['task-definition', 'A Fargate task definition', 'target.compute.task.family', { is: 'payment-task-migration' }],
  [
    'service-blue',
    'A service blue',
    'target.compute.services[colour=blue].name',
    { is: 'payment-service-blue-migration' },
  ],
  [
    'service-green',
    'A service green',
    'target.compute.services[colour=green].name',
    { is: 'payment-service-green-migration' },
  ],
  [
    'deployment',
    'Deployments between 100 and 200 %',
    'target.compute.deployment',
    { is: { minHealthyPercent: 100, maxPercent: 200 } },
  ],
  ['grace', '60 seconds before health counts', 'target.compute.healthGraceSeconds', { is: 60 }],
  [
    'private-tasks',
    'Tasks in private subnets without public addresses, started after the listener',
    'target.compute.services',
  ],
]

const TRAFFIC: readonly Row[] = [
  ['alb', 'A load balancer, open to the internet', 'target.loadBalancer.name', { is: 'payment-alb-migration' }],
  ['alb-http2', 'HTTP/2', 'target.loadBalancer.http2', { is: true }],
  ['alb-logs', 'Access logs to a bucket', 'target.loadBalancer.accessLogs.bucket', { is: 'access-logs' }],
  [
    'alb-logs-bucket',
    'The bucket of access logs, without prevent_destroy',
    'target.buckets[purpose=access-logs].retain',
    { is: false },
  ],
  [
    'alb-listener',
    'A listener on 80 that forwards to both colours by weight',
    'target.loadBalancer.http.action',
    { is: 'forward' },
  ],
  [
    'alb-stickiness',
    'Clients stay with a colour for 3600 seconds',
    'target.loadBalancer.stickinessSeconds',
    { is: 3600 },
  ],
  ['alb-https', 'HTTPS with an imported certificate when one is declared', 'target.loadBalancer.https', { is: null }],
  ['target-groups', 'Target groups blue and green', 'target.loadBalancer.targetGroups.length', { is: 2 }],
  [
    'phase-preparation',
    'Phase 1, preparation: 100/0',
    'traffic.phases[0]',
    { is: { name: 'preparation', blue: 100, green: 0 } },
  ],
  ['phase-20', 'Phase 2: 80/20', 'traffic.phases[green=20].blue', { is: 80 }],
  ['phase-50', 'Phase 3: 50/50', 'traffic.phases[green=50].blue', { is: 50 }],
  ['phase-100', 'Phase 4: 0/100', 'traffic.phases[green=100].blue', { is: 0 }],
  ['zone', 'A private hosted zone', 'dns.private', { is: true }],
  ['records', 'Records of load balancer and database', 'dns.records.length', { is: 3 }],
]

const OPERATIONS: readonly Row[] = [
  ['log-groups', 'CloudWatch log groups', 'target.logGroups'],
  [
    'firehose',
    'Firehose from the log group to a bucket',
    'monitoring.delivery.streamName',
    { is: 'payment-log-delivery-migration' },
  ],
  ['syslog', 'The way of the logs to syslog on-premises', 'monitoring.delivery.syslog.port', { is: 514 }],
  [
    'ssm',
    'Four SecureString parameters: user and password of both databases',
    'target.credentials[id=target].parameters.length',
    { is: 2 },
  ],
  ['ssm-onprem', 'The on-premises login is among them', 'target.credentials[id=source].parameters.length', { is: 2 }],
  ['alarms', 'Alarms of what is critical', 'monitoring.alarms'],
  ['outputs', 'Outputs for tests and operators', 'outputs'],
  ['outputs-flat', 'Outputs as one flat JSON', null, { elsewhere: 'causeway infra outputs' }],
  ['cost', 'A cost table for each environment', 'costs'],
  ['destroyable', 'Everything is destroyed without a manual step', 'protection', { is: 'ephemeral' }],
  ['destroy-buckets', 'Buckets are emptied when destroyed', 'target.buckets[0].emptyOnDestroy', { is: true }],
  ['tfvars-example', 'terraform.tfvars.example', null, { elsewhere: 'terraform.tfvars.example of the module' }],
  [
    'readme',
    'README with deployment, phases, troubleshooting and decisions',
    null,
    { elsewhere: 'README.md of the blueprint' },
  ],
  [
    'integration-groups',
    'The eleven groups of integration checks',
    null,
    { elsewhere: 'test/aws, the integration suite' },
  ],
]

/** The checklist for production: the profile turns these on. */
function inProduction(id: string, text: string, design: string, is?: unknown): Row {
  const rest = { protection: 'production' } as const
  return [`checklist-${id}`, `Checklist: ${text}`, design, is === undefined ? rest : { ...rest, is }]
}

const PRODUCTION: readonly Row[] = [
  inProduction('https', 'HTTPS with a certificate', 'target.loadBalancer.https.port', 443),
  inProduction('redirect', 'HTTP leads to HTTPS', 'target.loadBalancer.http.action', 'redirect-to-https'),
  inProduction('alb', 'deletion protection of the load balancer', 'target.loadBalancer.deletionProtection', true),
  inProduction('database', 'deletion protection of the database', 'target.database.deletionProtection', true),
  inProduction('snapshot', 'a final snapshot', 'target.database.finalSnapshotName', 'payment-final-snapshot-migration'),
  inProduction('prevent-destroy', 'prevent_destroy on data', 'target.database.retain', true),
  inProduction('dms-class', 'dms.t3.medium or larger', 'replication.instance.instanceClass', 'dms.t3.medium'),
  inProduction('dms-zones', 'replication in two zones', 'replication.instance.multiAz', true),
  inProduction('alarms', 'alarms of critical metrics', 'monitoring.alarms'),
  inProduction('backup', 'AWS Backup', 'safeguards.backup.planName', 'payment-backup-plan-migration'),
  inProduction('trail', 'CloudTrail', 'safeguards.trail.name', 'payment-audit-trail-migration'),
  inProduction('waf', 'WAF before the load balancer', 'safeguards.waf.name', 'payment-waf-migration'),
  inProduction('flow-logs', 'VPC flow logs', 'safeguards.flowLogs.traffic', 'ALL'),
  [
    'checklist-image',
    'Checklist: the real image and port',
    'target.compute.task.image',
    { elsewhere: 'compute.image and compute.port of the declaration' },
  ],
  [
    'checklist-direct-connect',
    'Checklist: the ids of Direct Connect, the CIDR and the endpoint',
    'prerequisites[id=direct-connect].id',
    { is: 'direct-connect' },
  ],
  [
    'checklist-retention',
    'Checklist: longer retention of backups',
    'workspaces.sizing.production-migration.backupRetentionDays',
    { is: 30 },
  ],
  [
    'checklist-config',
    'Checklist: AWS Config',
    null,
    { elsewhere: 'stays with the operator: an account has one recorder' },
  ],
  [
    'checklist-verify',
    'Checklist: snapshots are taken and verified',
    null,
    { elsewhere: 'production-readiness checklist of the blueprint' },
  ],
  [
    'checklist-drills',
    'Checklist: runbooks and drills',
    null,
    { elsewhere: 'runbook.md of the blueprint; causeway cutover --rehearse' },
  ],
]

export const PAYMENTS_FARGATE_MYSQL = requirementsOf('payments-fargate-mysql', [
  ...STATE,
  ...VARIABLES,
  ...ENVIRONMENTS,
  ...NETWORK,
  ...DATABASE,
  ...REPLICATION,
  ...COMPUTE,
  ...TRAFFIC,
  ...OPERATIONS,
  ...PRODUCTION,
])
