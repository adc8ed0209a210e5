import { days, gigabytes, type Context, type Side } from './context.ts'
import { keyFor } from './keys.ts'
import type { Database, DatabaseEngine, DatabaseInstance, ParameterGroup } from './model/database.ts'
import { labelOf } from './network.ts'
import { instanceParameters, parameters } from './parameters.ts'

/** The database of one side; a mirrored source is the same as the target. */
export function database(context: Context, side: Side): Database {
  const { infra, names, production, spec } = context
  const { database: declared } = infra
  const label = labelOf(context, side)
  const { engine } = declared
  const isAurora = engine !== 'rds-postgresql'
  const identifier = names.of('database', isAurora ? 'aurora-cluster' : 'db', label)
  return {
    engine,
    identifier,
    version: declared.engineVersion,
    databaseName: spec[side].database,
    port: spec.target.port,
    adminUser: declared.adminUser,
    credential: side,
    instanceClass: declared.instanceClass,
    instances: isAurora ? cluster(context, label) : [alone(identifier, declared.instanceClass)],
    multiAz: isAurora ? declared.instances > 1 : (declared.standby ?? production),
    storage: declared.storage && { sizeGb: gigabytes(declared.storage.size), type: declared.storage.type },
    serverless: declared.serverless,
    ...parameterGroups(context, label),
    optionGroup: optionGroupOf(engine, declared.engineVersion),
    subnetGroupName: names.of('databaseGroup', 'db-subnet-group', label),
    backupRetentionDays: days(declared.backupRetention),
    backupWindow: declared.backupWindow,
    maintenanceWindow: declared.maintenanceWindow,
    logExports: declared.logExports,
    performanceInsightsDays: { none: null, '7d': 7, '731d': 731 }[declared.performanceInsights],
    iamAuthentication: declared.iamAuthentication,
    key: keyFor(context, side, 'database'),
    deletionProtection: production,
    finalSnapshotName: production ? names.of('databaseGroup', 'final-snapshot', label) : null,
    retain: production,
  }
}

function cluster({ infra, names }: Context, label: Side | null): readonly DatabaseInstance[] {
  const { instances, instanceClass } = infra.database
  return Array.from({ length: instances }, (_, index) => ({
    name: names.of('database', index === 0 ? 'aurora-writer' : `aurora-reader-${index}`, label),
    role: index === 0 ? 'writer' : 'reader',
    instanceClass,
    // AWS has 16 tiers, 0 to 15; the writer keeps the first.
    promotionTier: index,
  }))
}

function alone(name: string, instanceClass: string): DatabaseInstance {
  return { name, role: 'writer', instanceClass, promotionTier: null }
}

function parameterGroups(
  { infra, names }: Context,
  label: Side | null,
): Pick<Database, 'clusterParameters' | 'instanceParameters'> {
  const { engine, engineVersion, parameters: declared } = infra.database
  const family = familyOf(engine, engineVersion)
  const group = (type: string, what: string, own: ParameterGroup['parameters']): ParameterGroup => ({
    name: names.of('databaseGroup', type, label),
    family,
    description: `${what} of ${engine}, matching the source`,
    parameters: own,
  })
  const main = parameters(engine, declared)
  if (engine === 'rds-postgresql') {
    return { clusterParameters: null, instanceParameters: group('db-parameters', 'Settings', main) }
  }
  return {
    clusterParameters: group('cluster-parameters', 'Settings of the cluster', main),
    instanceParameters: group('instance-parameters', 'Settings of each instance', instanceParameters(engine)),
  }
}

/** Such as `aurora-mysql8.0`, `aurora-postgresql13`, `postgres14`. */
function familyOf(engine: DatabaseEngine, version: string): string {
  if (engine === 'aurora-mysql') return `aurora-mysql${version.split('.').slice(0, 2).join('.')}`
  const major = Number.parseInt(version, 10)
  return `${engine === 'rds-postgresql' ? 'postgres' : engine}${major}`
}

/** AWS's own: Aurora and PostgreSQL know no options, their extensions are settings and SQL. */
function optionGroupOf(engine: DatabaseEngine, version: string): string {
  if (engine === 'aurora-mysql') return `default:aurora-mysql-${version.split('.').slice(0, 2).join('-')}`
  const major = Number.parseInt(version, 10)
  return `default:${engine === 'rds-postgresql' ? 'postgres' : engine}-${major}`
}
