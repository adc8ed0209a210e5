import {
  DescribeDBClusterParametersCommand,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  DescribeDBParametersCommand,
  DescribeDBSubnetGroupsCommand,
  type Parameter,
} from '@aws-sdk/client-rds'
import type { ParameterGroup } from '@causeway/infra'
import { expect } from 'vitest'
import { sorted, type DeployedSite } from '../deployed.ts'
import { keyArn } from './keys.ts'

export async function checkDatabase(deployed: DeployedSite): Promise<void> {
  const { site, clients } = deployed
  const { database } = site
  if (database.engine === 'rds-postgresql') await checkInstance(deployed)
  else await checkCluster(deployed)

  const { Parameters = [] } = await clients.rds.send(
    new DescribeDBParametersCommand({ DBParameterGroupName: database.instanceParameters.name, Source: 'user' }),
  )
  checkParameters(database.instanceParameters, Parameters)
  const { DBSubnetGroups } = await clients.rds.send(
    new DescribeDBSubnetGroupsCommand({ DBSubnetGroupName: database.subnetGroupName }),
  )
  const zones = DBSubnetGroups?.[0]?.Subnets?.map((subnet) => subnet.SubnetAvailabilityZone?.Name ?? '') ?? []
  const tier = site.network.subnets.filter((subnet) => subnet.tier === site.network.databaseTier)
  expect(sorted(zones)).toEqual(sorted(tier.map(({ zone }) => zone)))
}

async function checkCluster(deployed: DeployedSite): Promise<void> {
  const { site, clients, outputs } = deployed
  const { database } = site
  const identifier = outputs.text(site.role, 'database.identifier')
  const { DBClusters } = await clients.rds.send(new DescribeDBClustersCommand({ DBClusterIdentifier: identifier }))
  const cluster = DBClusters?.[0]
  expect(cluster).toMatchObject({
    DBClusterIdentifier: database.identifier,
    Status: 'available',
    Engine: database.engine,
    EngineVersion: database.version,
    DatabaseName: database.databaseName,
    Port: database.port,
    MasterUsername: database.adminUser,
    StorageEncrypted: true,
    BackupRetentionPeriod: database.backupRetentionDays,
    PreferredBackupWindow: database.backupWindow,
    PreferredMaintenanceWindow: database.maintenanceWindow,
    DeletionProtection: database.deletionProtection,
    Endpoint: outputs.text(site.role, 'database.endpoint'),
    DBSubnetGroup: database.subnetGroupName,
  })
  expect(sorted(cluster?.EnabledCloudwatchLogsExports ?? [])).toEqual(sorted(database.logExports))
  if (database.key !== null) expect(cluster?.KmsKeyId).toBe(await keyArn(deployed, database.key))
  const writers = cluster?.DBClusterMembers?.filter(({ IsClusterWriter }) => IsClusterWriter === true) ?? []
  expect(writers).toHaveLength(1)

  const { DBInstances = [] } = await clients.rds.send(
    new DescribeDBInstancesCommand({ Filters: [{ Name: 'db-cluster-id', Values: [database.identifier] }] }),
  )
  const found = DBInstances.map((one) => `${one.DBInstanceIdentifier} ${one.DBInstanceClass} ${one.PromotionTier}`)
  const expected = database.instances.map((one) => `${one.name} ${one.instanceClass} ${one.promotionTier}`)
  expect(sorted(found)).toEqual(sorted(expected))
  for (const instance of DBInstances) expect(instance.PubliclyAccessible ?? false).toBe(false)

  const { clusterParameters } = database
  if (clusterParameters === null) return
  const { Parameters = [] } = await clients.rds.send(
    new DescribeDBClusterParametersCommand({ DBClusterParameterGroupName: clusterParameters.name, Source: 'user' }),
  )
  checkParameters(clusterParameters, Parameters)
}

async function checkInstance(deployed: DeployedSite): Promise<void> {
  const { site, clients, outputs } = deployed
  const { database } = site
  const identifier = outputs.text(site.role, 'database.identifier')
  const { DBInstances } = await clients.rds.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: identifier }))
  const instance = DBInstances?.[0]
  expect(instance).toMatchObject({
    DBInstanceIdentifier: database.identifier,
    DBInstanceStatus: 'available',
    DBInstanceClass: database.instanceClass,
    Engine: 'postgres',
    EngineVersion: expect.stringMatching(new RegExp(`^${database.version}(\\.|$)`)),
    DBName: database.databaseName,
    MasterUsername: database.adminUser,
    AllocatedStorage: database.storage?.sizeGb,
    StorageType: database.storage?.type,
    StorageEncrypted: true,
    MultiAZ: database.multiAz,
    PubliclyAccessible: false,
    BackupRetentionPeriod: database.backupRetentionDays,
    PreferredBackupWindow: database.backupWindow,
    PreferredMaintenanceWindow: database.maintenanceWindow,
    DeletionProtection: database.deletionProtection,
    PerformanceInsightsEnabled: database.performanceInsightsDays !== null,
    Endpoint: { Address: outputs.text(site.role, 'database.endpoint'), Port: database.port },
  })
  expect(sorted(instance?.EnabledCloudwatchLogsExports ?? [])).toEqual(sorted(database.logExports))
  if (database.key !== null) expect(instance?.KmsKeyId).toBe(await keyArn(deployed, database.key))
}

function checkParameters(group: ParameterGroup, parameters: readonly Parameter[]): void {
  const found = parameters.map(({ ParameterName, ParameterValue }) => `${ParameterName}=${ParameterValue}`)
  expect(sorted(found), group.name).toEqual(sorted(group.parameters.map(({ name, value }) => `${name}=${value}`)))
}
