import { aurora } from './aurora.ts'
import { named } from './names.ts'
import { rdsInstance } from './rds-instance.ts'
import { nameTag, type Scope } from './scope.ts'
import { TerraformFile } from './writer/terraform-file.ts'

/** The database: an Aurora cluster with its instances, or an RDS instance. */
export function database(scope: Scope): TerraformFile {
  const file = new TerraformFile()
  const { site, at } = scope
  const { subnetGroupName, engine } = site.database
  file.resource('aws_db_subnet_group', at.name(), {
    name: named(scope.design, subnetGroupName),
    description: 'Private subnets, one in each zone.',
    subnet_ids: at.subnets(site.network.databaseTier).all('id'),
    tags: nameTag(scope, subnetGroupName),
  })
  if (engine === 'rds-postgresql') rdsInstance(file, scope)
  else aurora(file, scope)
  return file
}
