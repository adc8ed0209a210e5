import { databaseArguments, parameterGroup, performanceInsights } from './database-arguments.ts'
import { INPUTS } from './inputs.ts'
import { named } from './names.ts'
import { nameTag, sized, type Scope } from './scope.ts'
import { passwordOf } from './secrets.ts'
import { reference } from './writer/ref.ts'
import type { TerraformFile } from './writer/terraform-file.ts'

/** One PostgreSQL instance of RDS, with a standby where the design says so. */
export function rdsInstance(file: TerraformFile, scope: Scope): void {
  const { site, at, design } = scope
  const { database } = site
  const { place, protection, backup, logs, after, lifecycle } = databaseArguments(scope)
  file.resource('aws_db_parameter_group', at.name(), parameterGroup(scope, database.instanceParameters))
  file.resource('aws_db_instance', at.name(), {
    identifier: named(design, database.identifier),
    engine: 'postgres',
    engine_version: database.version,
    instance_class: sized(scope, 'databaseInstanceClass', database.instanceClass),
    allocated_storage: database.storage?.sizeGb,
    storage_type: database.storage?.type,
    multi_az: database.multiAz,
    parameter_group_name: reference(`aws_db_parameter_group.${at.name()}.name`),
    option_group_name: database.optionGroup,
    db_name: database.databaseName,
    port: database.port,
    username: database.adminUser,
    password_wo: passwordOf(database.credential),
    password_wo_version: INPUTS.credentialsVersion,
    ...place,
    publicly_accessible: false,
    ...backup,
    backup_window: database.backupWindow,
    maintenance_window: database.maintenanceWindow,
    ...logs,
    ...performanceInsights(scope),
    ...protection,
    tags: nameTag(scope, database.identifier),
    lifecycle,
    depends_on: after,
  })
}
