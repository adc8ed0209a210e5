import { databaseArguments, parameterGroup, performanceInsights } from './database-arguments.ts'
import { INPUTS } from './inputs.ts'
import { named } from './names.ts'
import { nameTag, sized, type Scope } from './scope.ts'
import { passwordOf } from './secrets.ts'
import { get, hcl } from './writer/expression.ts'
import { reference } from './writer/ref.ts'
import type { TerraformFile } from './writer/terraform-file.ts'

/** An Aurora cluster, and its instances in different zones. */
export function aurora(file: TerraformFile, scope: Scope): void {
  const { site, at } = scope
  const { clusterParameters, instanceParameters } = site.database
  if (clusterParameters !== null) {
    file.resource('aws_rds_cluster_parameter_group', at.name(), parameterGroup(scope, clusterParameters))
  }
  file.resource('aws_db_parameter_group', at.name(), parameterGroup(scope, instanceParameters))
  cluster(file, scope)
  instances(file, scope)
}

function cluster(file: TerraformFile, scope: Scope): void {
  const { site, at, design } = scope
  const { database } = site
  const { place, protection, backup, logs, after, lifecycle } = databaseArguments(scope)
  const parameters = reference<string>(`aws_rds_cluster_parameter_group.${at.name()}.name`)
  file.resource('aws_rds_cluster', at.name(), {
    cluster_identifier: named(design, database.identifier),
    engine: database.engine,
    engine_mode: 'provisioned',
    engine_version: database.version,
    db_cluster_parameter_group_name: database.clusterParameters === null ? undefined : parameters,
    database_name: database.databaseName,
    port: database.port,
    master_username: database.adminUser,
    master_password_wo: passwordOf(database.credential),
    master_password_wo_version: INPUTS.credentialsVersion,
    ...place,
    ...backup,
    preferred_backup_window: database.backupWindow,
    preferred_maintenance_window: database.maintenanceWindow,
    ...logs,
    ...protection,
    tags: nameTag(scope, database.identifier),
    serverlessv2_scaling_configuration: database.serverless
      ? { min_capacity: database.serverless.min, max_capacity: database.serverless.max }
      : undefined,
    lifecycle,
    depends_on: after,
  })
}

interface InstanceEntry {
  readonly name: string
  readonly promotion_tier: number
}

function instances(file: TerraformFile, scope: Scope): void {
  const { site, at, design } = scope
  const { database } = site
  const local = at.own('database_instances')
  const [writer] = database.instances
  const name = writer?.name ?? database.identifier
  const count = sized(scope, 'databaseInstances', database.instances.length)
  const readerName = named(design, name.replace('writer', 'reader-INDEX')).render(0).replace('INDEX', '${index}')
  file.comment('The writer at first; after a failure Aurora promotes the lowest tier, in another zone.').locals({
    [local]: hcl`{
  for index in range(${count}) : index == 0 ? "writer" : "reader-\${index}" => {
    name           = index == 0 ? ${named(design, name)} : ${reference(readerName)}
    promotion_tier = index
  }
}`,
  })
  const table = reference<Record<string, InstanceEntry>>(`local.${local}`)
  file.resourceForEach('aws_rds_cluster_instance', at.name(), table, ({ value }) => ({
    identifier: get(value, 'name'),
    cluster_identifier: at.cluster().id,
    engine: at.cluster().engine,
    engine_version: at.cluster().engine_version,
    instance_class: sized(scope, 'databaseInstanceClass', database.instanceClass),
    db_parameter_group_name: reference(`aws_db_parameter_group.${at.name()}.name`),
    promotion_tier: get(value, 'promotion_tier'),
    publicly_accessible: false,
    auto_minor_version_upgrade: false,
    ...performanceInsights(scope),
    tags: { Name: get(value, 'name') },
  }))
}
