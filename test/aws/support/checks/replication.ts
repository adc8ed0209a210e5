import {
  DescribeEndpointsCommand,
  DescribeEventSubscriptionsCommand,
  DescribeReplicationInstancesCommand,
  DescribeReplicationTasksCommand,
  DescribeTableStatisticsCommand,
} from '@aws-sdk/client-database-migration-service'
import { DescribeSecretCommand } from '@aws-sdk/client-secrets-manager'
import type { ReplicationEndpoint } from '@causeway/infra'
import { expect } from 'vitest'
import { sorted, type Deployed, type DeployedSite } from '../deployed.ts'
import { keyArn } from './keys.ts'

export async function checkReplication(deployed: Deployed): Promise<void> {
  const { design, clients, outputs } = deployed
  const { instance } = design.replication
  const arn = outputs.text('target', 'replicationInstance.arn')
  const { ReplicationInstances } = await clients.dms.send(
    new DescribeReplicationInstancesCommand({ Filters: [{ Name: 'replication-instance-arn', Values: [arn] }] }),
  )
  const found = ReplicationInstances?.[0]
  expect(found).toMatchObject({
    ReplicationInstanceIdentifier: instance.name,
    ReplicationInstanceStatus: 'available',
    ReplicationInstanceClass: instance.instanceClass,
    AllocatedStorage: instance.storageGb,
    EngineVersion: instance.engineVersion,
    MultiAZ: instance.multiAz,
    PubliclyAccessible: false,
    PreferredMaintenanceWindow: instance.maintenanceWindow,
    ReplicationSubnetGroup: {
      ReplicationSubnetGroupIdentifier: instance.subnetGroupName,
      VpcId: outputs.text('target', 'vpc.id'),
    },
  })
  const target: DeployedSite = { ...deployed, site: design.target }
  if (instance.key !== null) expect(found?.KmsKeyId).toBe(await keyArn(target, instance.key))
  await checkEndpoint(deployed, design.replication.source)
  await checkEndpoint(deployed, design.replication.target)
  await checkTasks(deployed)
  await checkSubscriptions(deployed)
}

async function checkEndpoint(deployed: Deployed, endpoint: ReplicationEndpoint): Promise<void> {
  const { design, clients, outputs } = deployed
  const attribute = endpoint.side === 'source' ? 'replicationSource.arn' : 'replicationTarget.arn'
  const arn = outputs.text('target', attribute)
  const { Endpoints } = await clients.dms.send(
    new DescribeEndpointsCommand({ Filters: [{ Name: 'endpoint-arn', Values: [arn] }] }),
  )
  const found = Endpoints?.[0]
  expect(found).toMatchObject({
    EndpointIdentifier: endpoint.name,
    EndpointType: endpoint.side.toUpperCase(),
    EngineName: endpoint.engine,
    SslMode: endpoint.sslMode,
  })
  // No password is kept in DMS: it reads the secret, by a role of its own.
  const keeper = endpoint.side === 'source' && design.source !== null ? design.source : design.target
  const credential = keeper.credentials.find(({ id }) => id === endpoint.credential)
  const { ARN } = await clients.secrets.send(new DescribeSecretCommand({ SecretId: credential?.secretName }))
  const settings = found?.MySQLSettings ?? found?.PostgreSQLSettings
  const role = keeper.roles.find(({ id }) => id === endpoint.accessRole)?.name
  expect(settings).toMatchObject({
    SecretsManagerSecretId: ARN,
    SecretsManagerAccessRoleArn: expect.stringMatching(new RegExp(`:role/${role}$`)),
  })
}

async function checkTasks({ design, clients, outputs }: Deployed): Promise<void> {
  const { ReplicationTasks = [] } = await clients.dms.send(new DescribeReplicationTasksCommand({}))
  for (const task of design.replication.tasks) {
    const found = ReplicationTasks.find((one) => one.ReplicationTaskIdentifier === task.name)
    expect(found, task.name).toMatchObject({ MigrationType: task.migrationType, Status: 'ready' })
    expect(JSON.parse(found?.TableMappings ?? 'null')).toEqual(task.tableMappings)
    expect(JSON.parse(found?.ReplicationTaskSettings ?? 'null')).toMatchObject(task.settings)
    const { TableStatistics } = await clients.dms.send(
      new DescribeTableStatisticsCommand({ ReplicationTaskArn: found?.ReplicationTaskArn }),
    )
    expect(TableStatistics, 'of a task that has not begun').toEqual([])
  }
  const main = ReplicationTasks.find((one) => one.ReplicationTaskArn === outputs.text('target', 'replicationTask.arn'))
  expect(main?.ReplicationTaskIdentifier).toBe(
    design.replication.tasks.find(({ purpose }) => purpose === 'replicate')?.name,
  )
  expect(outputs.text('target', 'replicationTask.status')).toBe('ready')
}

async function checkSubscriptions({ design, clients }: Deployed): Promise<void> {
  const { EventSubscriptionsList = [] } = await clients.dms.send(new DescribeEventSubscriptionsCommand({}))
  for (const { name, source, categories } of design.replication.eventSubscriptions) {
    const found = EventSubscriptionsList.find((one) => one.CustSubscriptionId === name)
    expect(found, name).toMatchObject({ Status: 'active', Enabled: true, SourceType: source })
    expect(sorted(found?.EventCategoriesList ?? [])).toEqual(sorted(categories))
    expect(found?.SnsTopicArn).toMatch(new RegExp(`:${design.notifications?.topicName}$`))
  }
}
