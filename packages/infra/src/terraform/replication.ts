import type { InfraDesign } from '../design/infra-design.ts'
import type { ReplicationEndpoint, ReplicationTask, TableMappings } from '../design/model/replication.ts'
import { dmsServiceRoles } from './iam.ts'
import { localName, named } from './names.ts'
import { keyArn, nameTag, scopeOf, scopes, sized, type Scope } from './scope.ts'
import { jsonencode, why } from './writer/expression.ts'
import { handle } from './writer/handle.ts'
import type { Resources } from './generated/aws.ts'
import { reference, type Ref } from './writer/ref.ts'
import type { TerraformFile } from './writer/terraform-file.ts'
import { TOPIC } from './notifications.ts'

const INSTANCE = handle<Resources['aws_dms_replication_instance']['attributes']>('aws_dms_replication_instance.main')
const SOURCE = handle<Resources['aws_dms_endpoint']['attributes']>('aws_dms_endpoint.source')
const TARGET = handle<Resources['aws_dms_endpoint']['attributes']>('aws_dms_endpoint.target')

/** A task of DMS, by what it is for. */
export function replicationTask(purpose: ReplicationTask['purpose']) {
  return handle<Resources['aws_dms_replication_task']['attributes']>(`aws_dms_replication_task.${localName(purpose)}`)
}

export const REPLICATION = { instance: INSTANCE, source: SOURCE, target: TARGET } as const

/** The copy by AWS DMS: instance, endpoints and tasks, in the target's network. */
export function replication(design: InfraDesign): TerraformFile {
  const scope = scopeOf(design, 'target')
  const file = dmsServiceRoles(scope)
  instance(file, scope)
  for (const side of [design.replication.source, design.replication.target]) endpoint(file, design, side)
  const [like] = design.replication.tasks
  file.comment('What is moved.').locals({ table_mappings: jsonencode(like?.tableMappings ?? { rules: [] }) })
  for (const task of design.replication.tasks) replicationTaskBlock(file, scope, task)
  if (design.notifications !== null) eventSubscriptions(file, scope)
  return file
}

function instance(file: TerraformFile, scope: Scope): void {
  const { design, site, at } = scope
  const { instance } = design.replication
  const roles = design.dmsServiceRoles.length > 0
  const subnets = file.resource('aws_dms_replication_subnet_group', 'main', {
    replication_subnet_group_id: named(design, instance.subnetGroupName),
    replication_subnet_group_description: 'Where DMS has its network interfaces.',
    subnet_ids: at.subnets(site.network.subnets.some(({ tier }) => tier === 'app') ? 'app' : 'public').all('id'),
    tags: nameTag(scope, instance.subnetGroupName),
    // Without its role DMS may not look at the subnets.
    depends_on: roles ? [handle('aws_iam_role_policy_attachment.dms_service')] : undefined,
  })
  file.resource('aws_dms_replication_instance', 'main', {
    replication_instance_id: named(design, instance.name),
    replication_instance_class: sized(scope, 'replicationInstanceClass', instance.instanceClass),
    allocated_storage: sized(scope, 'replicationStorageGb', instance.storageGb),
    engine_version: instance.engineVersion,
    multi_az: sized(scope, 'replicationMultiAz', instance.multiAz),
    replication_subnet_group_id: subnets.replication_subnet_group_id,
    vpc_security_group_ids: [at.securityGroups().at('replication').id],
    publicly_accessible: false,
    kms_key_arn: keyArn(scope, instance.key),
    preferred_maintenance_window: instance.maintenanceWindow,
    auto_minor_version_upgrade: false,
    tags: nameTag(scope, instance.name),
    depends_on: roles ? [handle('aws_iam_role_policy_attachment.dms_service')] : undefined,
  })
}

function endpoint(file: TerraformFile, design: InfraDesign, side: ReplicationEndpoint): void {
  const keeper = scopes(design).find(({ site }) => site.credentials.some(({ id }) => id === side.credential))
  const { at } = keeper ?? scopeOf(design, 'target')
  const scope = scopeOf(design, side.at.kind === 'database' ? side.side : 'target')
  const instances = side.at.kind === 'database' ? [databaseOf(scope)] : []
  file.resource('aws_dms_endpoint', side.side, {
    endpoint_id: named(design, side.name),
    endpoint_type: side.side,
    engine_name: side.engine,
    // With a secret, the provider neither sends nor reads the database of MySQL, whose endpoints lead to a whole server:
    // declared, it would differ at every plan.
    database_name: side.engine === 'mysql' || side.engine === 'aurora' ? undefined : side.databaseName,
    ssl_mode: side.sslMode,
    certificate_arn: side.certificateArn ?? undefined,
    secrets_manager_arn: at.secret(side.credential).arn,
    secrets_manager_access_role_arn: at.role(side.accessRole).arn,
    tags: nameTag(scope, side.name),
    // The secret has to hold a login before DMS reads it, and the database has to be there.
    depends_on: [
      at.secretVersion(side.credential),
      handle(`aws_iam_role_policy.${at.name(side.accessRole)}`),
      ...instances,
    ],
  })
}

function databaseOf({ site, at }: Scope) {
  return site.database.engine === 'rds-postgresql' ? at.instance() : { $: at.clusterInstances().$ }
}

function replicationTaskBlock(file: TerraformFile, scope: Scope, task: ReplicationTask): void {
  const { design } = scope
  file.resource('aws_dms_replication_task', localName(task.purpose), {
    replication_task_id: named(design, task.name),
    resource_identifier: named(design, task.resourceIdentifier),
    migration_type: task.migrationType,
    replication_instance_arn: INSTANCE.replication_instance_arn,
    source_endpoint_arn: SOURCE.endpoint_arn,
    target_endpoint_arn: TARGET.endpoint_arn,
    table_mappings: sameAs(task.tableMappings, design.replication.tasks[0]?.tableMappings),
    replication_task_settings: jsonencode(task.settings),
    start_replication_task: why("Started by hand or by Causeway, once the target's tables are there.", false),
    tags: nameTag(scope, task.name),
  })
}

/** The mappings all tasks share, or a task's own. */
function sameAs(own: TableMappings, shared: TableMappings | undefined): Ref<string> {
  return JSON.stringify(own) === JSON.stringify(shared) ? reference('local.table_mappings') : jsonencode(own)
}

function eventSubscriptions(file: TerraformFile, scope: Scope): void {
  const { design } = scope
  for (const { name, source, categories } of design.replication.eventSubscriptions) {
    file.resource('aws_dms_event_subscription', localName(source.replace('replication-', '')), {
      name: named(design, name),
      source_type: source,
      source_ids:
        source === 'replication-task'
          ? design.replication.tasks.map(({ purpose }) => replicationTask(purpose).replication_task_id)
          : [INSTANCE.replication_instance_id],
      event_categories: categories,
      sns_topic_arn: TOPIC.arn,
      enabled: true,
      tags: nameTag(scope, name),
    })
  }
}
