import {
  DatabaseMigrationServiceClient,
  CreateEndpointCommand,
  CreateReplicationInstanceCommand,
  CreateReplicationTaskCommand,
  DescribeConnectionsCommand,
  DescribeReplicationInstancesCommand,
  DescribeReplicationTasksCommand,
  TestConnectionCommand,
  type MigrationTypeValue,
  type ReplicationTask,
} from '@aws-sdk/client-database-migration-service'
import { startDms, type DmsOptions } from './start-dms.ts'

export interface TestAccount extends AsyncDisposable {
  readonly client: DatabaseMigrationServiceClient
}

/** For tests of the DMS endpoint: the endpoint, and the AWS SDK talking to it. */
export async function startTestAccount(options: DmsOptions = {}): Promise<TestAccount> {
  const dms = await startDms(options)
  const client = new DatabaseMigrationServiceClient({
    endpoint: dms.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  })
  return {
    client,
    async [Symbol.asyncDispose]() {
      client.destroy()
      await dms[Symbol.asyncDispose]()
    },
  }
}

export const TABLE_MAPPINGS = JSON.stringify({
  rules: [
    {
      'rule-type': 'selection',
      'rule-id': '1',
      'rule-name': 'all',
      'object-locator': { 'schema-name': 'public', 'table-name': '%' },
      'rule-action': 'include',
    },
  ],
})

/** @returns the ARN of an instance that is available */
export async function createInstance(client: DatabaseMigrationServiceClient, identifier = 'one'): Promise<string> {
  const created = await client.send(
    new CreateReplicationInstanceCommand({
      ReplicationInstanceIdentifier: identifier,
      ReplicationInstanceClass: 'dms.t3.medium',
    }),
  )
  const arn = created.ReplicationInstance?.ReplicationInstanceArn ?? ''
  await client.send(
    new DescribeReplicationInstancesCommand({ Filters: [{ Name: 'replication-instance-arn', Values: [arn] }] }),
  )
  return arn
}

/** @returns its ARN */
export async function createEndpoint(
  client: DatabaseMigrationServiceClient,
  type: 'source' | 'target',
  identifier: string = type,
): Promise<string> {
  const created = await client.send(
    new CreateEndpointCommand({
      EndpointIdentifier: identifier,
      EndpointType: type,
      EngineName: 'postgres',
      ServerName: `${identifier}.example.com`,
      Port: 5432,
      DatabaseName: 'inventory',
      Username: 'dms',
      Password: `password-of-${identifier}`,
      PostgreSQLSettings: { DatabaseName: 'inventory', SlotName: 'dms' },
    }),
  )
  return created.Endpoint?.EndpointArn ?? ''
}

export interface TaskOptions {
  readonly identifier?: string
  readonly migrationType?: MigrationTypeValue
  /** Default: both connections are tested with success. */
  readonly tested?: boolean
  readonly settings?: string
}

/** A task that is ready, with an instance and two endpoints of its own. @returns its ARN */
export async function createTask(client: DatabaseMigrationServiceClient, options: TaskOptions = {}): Promise<string> {
  const identifier = options.identifier ?? 'move'
  const instance = await createInstance(client, `${identifier}-instance`)
  const source = await createEndpoint(client, 'source', `${identifier}-source`)
  const target = await createEndpoint(client, 'target', `${identifier}-target`)
  if (options.tested !== false) {
    for (const endpoint of [source, target]) {
      await client.send(new TestConnectionCommand({ ReplicationInstanceArn: instance, EndpointArn: endpoint }))
    }
    await client.send(new DescribeConnectionsCommand({}))
  }
  const created = await client.send(
    new CreateReplicationTaskCommand({
      ReplicationTaskIdentifier: identifier,
      SourceEndpointArn: source,
      TargetEndpointArn: target,
      ReplicationInstanceArn: instance,
      MigrationType: options.migrationType ?? 'full-load-and-cdc',
      TableMappings: TABLE_MAPPINGS,
      ...(options.settings !== undefined && { ReplicationTaskSettings: options.settings }),
    }),
  )
  const arn = created.ReplicationTask?.ReplicationTaskArn ?? ''
  await describeTask(client, arn)
  return arn
}

export async function describeTask(client: DatabaseMigrationServiceClient, arn: string): Promise<ReplicationTask> {
  const { ReplicationTasks = [] } = await client.send(
    new DescribeReplicationTasksCommand({ Filters: [{ Name: 'replication-task-arn', Values: [arn] }] }),
  )
  return ReplicationTasks[0] ?? {}
}
