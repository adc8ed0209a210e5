import {
  AddTagsToResourceCommand,
  CreateEndpointCommand,
  CreateEventSubscriptionCommand,
  CreateReplicationInstanceCommand,
  CreateReplicationSubnetGroupCommand,
  CreateReplicationTaskCommand,
  DeleteEndpointCommand,
  DeleteReplicationInstanceCommand,
  DeleteReplicationSubnetGroupCommand,
  DescribeAccountAttributesCommand,
  DescribeCertificatesCommand,
  DescribeConnectionsCommand,
  DescribeEndpointsCommand,
  DescribeEventsCommand,
  type DescribeEventsCommandInput,
  DescribeEventSubscriptionsCommand,
  DescribeOrderableReplicationInstancesCommand,
  DescribeReplicationInstancesCommand,
  DescribeReplicationSubnetGroupsCommand,
  DescribeReplicationTasksCommand,
  ImportCertificateCommand,
  ListTagsForResourceCommand,
  ModifyEndpointCommand,
  ModifyReplicationInstanceCommand,
  paginateDescribeOrderableReplicationInstances,
  paginateDescribeReplicationInstances,
  RefreshSchemasCommand,
  RemoveTagsFromResourceCommand,
  TestConnectionCommand,
  type ReplicationInstance,
} from '@aws-sdk/client-database-migration-service'
import { expect, test } from 'vitest'
import { GENEROUS_ACCOUNT } from './account-view.ts'
import { IDLE_RUNNER } from './task-runner.ts'
import { createEndpoint, createInstance, createTask, startTestAccount, TABLE_MAPPINGS } from './test-account.ts'

const GROUP = {
  ReplicationSubnetGroupIdentifier: 'group',
  ReplicationSubnetGroupDescription: 'two zones',
  SubnetIds: ['subnet-1', 'subnet-2'],
}

test('an instance is creating, then available, and free to go when no task is on it', async () => {
  await using account = await startTestAccount()
  const { client } = account
  const created = await client.send(
    new CreateReplicationInstanceCommand({
      ReplicationInstanceIdentifier: 'Main',
      ReplicationInstanceClass: 'dms.c5.large',
      EngineVersion: '3.5.4',
    }),
  )
  expect(created.ReplicationInstance).toMatchObject({
    ReplicationInstanceIdentifier: 'main',
    ReplicationInstanceStatus: 'creating',
    InstanceCreateTime: expect.any(Date),
  })
  const byId = { Filters: [{ Name: 'replication-instance-id', Values: ['main'] }] }
  const { ReplicationInstances } = await client.send(new DescribeReplicationInstancesCommand(byId))
  expect(ReplicationInstances?.[0]?.ReplicationInstanceStatus).toBe('available')
  const arn = { ReplicationInstanceArn: ReplicationInstances?.[0]?.ReplicationInstanceArn }
  await client.send(new DeleteReplicationInstanceCommand(arn))
  await expect(client.send(new DescribeReplicationInstancesCommand(byId))).rejects.toMatchObject({
    name: 'ResourceNotFoundFault',
  })
})

test('an instance with a task, or not yet available, stays', async () => {
  await using account = await startTestAccount()
  const { client } = account
  await createTask(client)
  const { ReplicationTasks } = await client.send(new DescribeReplicationTasksCommand({}))
  const busy = { ReplicationInstanceArn: ReplicationTasks?.[0]?.ReplicationInstanceArn }
  const state = { name: 'InvalidResourceStateFault' }
  await expect(client.send(new DeleteReplicationInstanceCommand(busy))).rejects.toMatchObject(state)
  const { ReplicationInstance } = await client.send(
    new CreateReplicationInstanceCommand({
      ReplicationInstanceIdentifier: 'fresh',
      ReplicationInstanceClass: 'dms.t3.small',
    }),
  )
  const fresh = { ReplicationInstanceArn: ReplicationInstance?.ReplicationInstanceArn }
  await expect(client.send(new DeleteReplicationInstanceCommand(fresh))).rejects.toMatchObject(state)
})

test.each([
  [{ ReplicationInstanceClass: 'dms.t3.huge' }, 'InvalidParameterValueException'],
  [{ EngineVersion: '9.9.9' }, 'InvalidParameterValueException'],
  [{ AllocatedStorage: 9000 }, 'InvalidParameterValueException'],
  [{ ReplicationInstanceIdentifier: 'two--hyphens' }, 'InvalidParameterValueException'],
  [{ ReplicationInstanceIdentifier: 'taken' }, 'ResourceAlreadyExistsFault'],
  [{ ReplicationSubnetGroupIdentifier: 'absent' }, 'ResourceNotFoundFault'],
  [{ MultiAZ: true, AvailabilityZone: 'us-east-1a' }, 'InvalidParameterCombinationException'],
])('an instance with %j is refused as %s', async (wrong, name) => {
  await using account = await startTestAccount()
  await createInstance(account.client, 'taken')
  const good = { ReplicationInstanceIdentifier: 'good', ReplicationInstanceClass: 'dms.t3.small' }
  await expect(account.client.send(new CreateReplicationInstanceCommand({ ...good, ...wrong }))).rejects.toMatchObject({
    name,
  })
  expect((await account.client.send(new DescribeReplicationInstancesCommand({}))).ReplicationInstances).toHaveLength(1)
})

test('a change of class waits for maintenance unless it is to be applied at once', async () => {
  await using account = await startTestAccount()
  const { client } = account
  const arn = await createInstance(client)
  const describe = async (): Promise<ReplicationInstance | undefined> =>
    (await client.send(new DescribeReplicationInstancesCommand({}))).ReplicationInstances?.[0]
  const larger = { ReplicationInstanceArn: arn, ReplicationInstanceClass: 'dms.r5.large' }
  await client.send(new ModifyReplicationInstanceCommand(larger))
  expect(await describe()).toMatchObject({
    ReplicationInstanceClass: 'dms.t3.medium',
    PendingModifiedValues: { ReplicationInstanceClass: 'dms.r5.large' },
  })
  await client.send(new ModifyReplicationInstanceCommand({ ...larger, ApplyImmediately: true }))
  expect(await describe()).toMatchObject({
    ReplicationInstanceClass: 'dms.r5.large',
    ReplicationInstanceStatus: 'available',
  })
})

test('a subnet group needs the role DMS acts by and two zones, and stays while an instance is in it', async () => {
  let mayAssume = false
  await using account = await startTestAccount({
    account: { ...GENEROUS_ACCOUNT, dmsMayAssume: () => Promise.resolve(mayAssume) },
  })
  const { client } = account
  const create = (change = {}): Promise<unknown> =>
    client.send(new CreateReplicationSubnetGroupCommand({ ...GROUP, ...change }))
  await expect(create()).rejects.toMatchObject({
    name: 'AccessDeniedFault',
    message: expect.stringContaining('role/dms-vpc-role'),
  })
  mayAssume = true
  await expect(create({ SubnetIds: ['subnet-1'] })).rejects.toMatchObject({
    name: 'ReplicationSubnetGroupDoesNotCoverEnoughAZs',
  })
  await create()
  await client.send(
    new CreateReplicationInstanceCommand({
      ReplicationInstanceIdentifier: 'inside',
      ReplicationInstanceClass: 'dms.t3.small',
      ReplicationSubnetGroupIdentifier: 'group',
    }),
  )
  const named = { ReplicationSubnetGroupIdentifier: 'group' }
  await expect(client.send(new DeleteReplicationSubnetGroupCommand(named))).rejects.toMatchObject({
    name: 'InvalidResourceStateFault',
  })
  const { ReplicationInstances } = await client.send(new DescribeReplicationInstancesCommand({}))
  const arn = { ReplicationInstanceArn: ReplicationInstances?.[0]?.ReplicationInstanceArn }
  await client.send(new DeleteReplicationInstanceCommand(arn))
  await client.send(new DescribeReplicationInstancesCommand({}))
  await client.send(new DeleteReplicationSubnetGroupCommand(named))
  expect(await client.send(new DescribeReplicationSubnetGroupsCommand({}))).toMatchObject({
    ReplicationSubnetGroups: [],
  })
})

test('an endpoint keeps its password to itself and merges settings', async () => {
  await using account = await startTestAccount()
  const { client } = account
  const arn = await createEndpoint(client, 'source')
  await client.send(
    new ModifyEndpointCommand({
      EndpointArn: arn,
      ServerName: 'new.example.com',
      Password: 'another',
      PostgreSQLSettings: { HeartbeatEnable: true, Password: 'another' },
    }),
  )
  const { Endpoints } = await client.send(new DescribeEndpointsCommand({}))
  expect(Endpoints).toMatchObject([
    {
      EndpointType: 'SOURCE',
      ServerName: 'new.example.com',
      PostgreSQLSettings: { SlotName: 'dms', HeartbeatEnable: true },
    },
  ])
  expect(JSON.stringify(Endpoints)).not.toMatch(/password|another/i)
})

test('an endpoint is of the type its task needs, and stays while the task is there', async () => {
  await using account = await startTestAccount()
  const { client } = account
  await createTask(client)
  const { ReplicationTasks } = await client.send(new DescribeReplicationTasksCommand({}))
  const task = ReplicationTasks?.[0]
  await expect(client.send(new DeleteEndpointCommand({ EndpointArn: task?.SourceEndpointArn }))).rejects.toMatchObject({
    name: 'InvalidResourceStateFault',
  })
  const swapped = {
    ReplicationTaskIdentifier: 'swapped',
    ReplicationInstanceArn: task?.ReplicationInstanceArn,
    SourceEndpointArn: task?.TargetEndpointArn,
    TargetEndpointArn: task?.SourceEndpointArn,
    MigrationType: 'cdc' as const,
    TableMappings: TABLE_MAPPINGS,
  }
  const wrong = { name: 'InvalidParameterValueException' }
  await expect(client.send(new CreateReplicationTaskCommand(swapped))).rejects.toMatchObject(wrong)
  const right = { SourceEndpointArn: task?.SourceEndpointArn, TargetEndpointArn: task?.TargetEndpointArn }
  for (const bad of [
    { TableMappings: '{}' },
    { TableMappings: '{"rules":[{"rule-type":"transformation"}]}' },
    { TableMappings: 'rules' },
    { ReplicationTaskSettings: '[' },
  ]) {
    const input = { ...swapped, ...right, ...bad }
    await expect(client.send(new CreateReplicationTaskCommand(input))).rejects.toMatchObject(wrong)
  }
})

test('a connection is testing, then what the runner says', async () => {
  await using account = await startTestAccount({
    runner: {
      ...IDLE_RUNNER,
      connect: ({ endpoint }) => Promise.resolve(endpoint.EndpointType?.toString() === 'SOURCE' ? 'refused' : null),
    },
  })
  const { client } = account
  const instance = await createInstance(client)
  const source = await createEndpoint(client, 'source')
  const target = await createEndpoint(client, 'target')
  for (const endpoint of [source, target]) {
    const pair = { ReplicationInstanceArn: instance, EndpointArn: endpoint }
    const tested = await client.send(new TestConnectionCommand(pair))
    expect(tested.Connection?.Status).toBe('testing')
  }
  const of = async (arn: string): Promise<object | undefined> => {
    const filter = { Filters: [{ Name: 'endpoint-arn', Values: [arn] }] }
    return (await client.send(new DescribeConnectionsCommand(filter))).Connections?.[0]
  }
  expect(await of(source)).toMatchObject({ Status: 'failed', LastFailureMessage: 'refused' })
  expect(await of(target)).toMatchObject({ Status: 'successful' })
  await client.send(new DeleteEndpointCommand({ EndpointArn: target }))
  await expect(
    client.send(new DescribeEndpointsCommand({ Filters: [{ Name: 'endpoint-arn', Values: [target] }] })),
  ).rejects.toMatchObject({
    name: 'ResourceNotFoundFault',
  })
  expect(await of(target)).toBeUndefined()
})

test('answers in pages that together are everything, once', async () => {
  await using account = await startTestAccount()
  const { client } = account
  const names = Array.from({ length: 7 }, (_, index) => `instance-${index}`)
  for (const name of names) await createInstance(client, name)
  const seen: (string | undefined)[] = []
  for await (const page of paginateDescribeReplicationInstances({ client, pageSize: 3 }, {})) {
    expect(page.ReplicationInstances?.length).toBeLessThanOrEqual(3)
    seen.push(...(page.ReplicationInstances ?? []).map((one) => one.ReplicationInstanceIdentifier))
  }
  expect(seen).toEqual(names)
  await expect(client.send(new DescribeReplicationInstancesCommand({ Marker: 'x' }))).rejects.toMatchObject({
    name: 'InvalidParameterValueException',
  })
})

test('filters by any of the values and by all of the names', async () => {
  await using account = await startTestAccount()
  const { client } = account
  for (const name of ['a', 'b', 'c']) await createInstance(client, name)
  const found = await client.send(
    new DescribeReplicationInstancesCommand({
      Filters: [
        { Name: 'replication-instance-id', Values: ['a', 'c', 'z'] },
        { Name: 'replication-instance-class', Values: ['dms.t3.medium'] },
      ],
    }),
  )
  expect(found.ReplicationInstances?.map((one) => one.ReplicationInstanceIdentifier)).toEqual(['a', 'c'])
  const unknown = { Filters: [{ Name: 'colour', Values: ['green'] }] }
  await expect(client.send(new DescribeReplicationInstancesCommand(unknown))).rejects.toMatchObject({
    name: 'InvalidParameterValueException',
  })
})

test('offers classes and versions, and counts what is used', async () => {
  await using account = await startTestAccount()
  const { client } = account
  await createInstance(client)
  const offers = new Set<string>()
  for await (const page of paginateDescribeOrderableReplicationInstances({ client }, {})) {
    for (const one of page.OrderableReplicationInstances ?? []) {
      offers.add(`${one.ReplicationInstanceClass} ${one.EngineVersion}`)
    }
  }
  expect([...offers]).toEqual(expect.arrayContaining(['dms.c5.large 3.5.4', 'dms.t3.small 3.5.1']))
  const first = await client.send(new DescribeOrderableReplicationInstancesCommand({ MaxRecords: 20 }))
  expect(first.OrderableReplicationInstances).toHaveLength(20)
  const { AccountQuotas } = await client.send(new DescribeAccountAttributesCommand({}))
  expect(AccountQuotas).toContainEqual(expect.objectContaining({ AccountQuotaName: 'ReplicationInstances', Used: 1 }))
})

test('remembers events of the time asked for', async () => {
  let now = new Date('2025-01-01T00:00:00Z')
  await using account = await startTestAccount({ now: () => now })
  const { client } = account
  await createInstance(client)
  now = new Date('2025-01-01T02:00:00Z')
  await createTask(client)
  const messages = async (input: DescribeEventsCommandInput): Promise<unknown[]> =>
    ((await client.send(new DescribeEventsCommand(input))).Events ?? []).map((event) => event.SourceIdentifier)
  expect(await messages({})).toEqual(['move-instance', 'move-instance', 'move'])
  expect(await messages({ Duration: 180 })).toEqual(['one', 'one', 'move-instance', 'move-instance', 'move'])
  expect(await messages({ Duration: 180, SourceIdentifier: 'one' })).toEqual(['one', 'one'])
  expect(await messages({ StartTime: new Date('2025-01-01'), EndTime: new Date('2025-01-01T01:00:00Z') })).toHaveLength(
    2,
  )
})

test('keeps event subscriptions and certificates', async () => {
  await using account = await startTestAccount()
  const { client } = account
  const subscription = {
    SubscriptionName: 'lag',
    SnsTopicArn: 'arn:aws:sns:us-east-1:123456789012:alerts',
    SourceType: 'replication-task',
  }
  await expect(
    client.send(new CreateEventSubscriptionCommand({ ...subscription, EventCategories: ['weather'] })),
  ).rejects.toMatchObject({ name: 'InvalidParameterValueException' })
  await client.send(new CreateEventSubscriptionCommand({ ...subscription, EventCategories: ['failure'] }))
  expect(await client.send(new DescribeEventSubscriptionsCommand({ SubscriptionName: 'lag' }))).toMatchObject({
    EventSubscriptionsList: [{ CustSubscriptionId: 'lag', Status: 'active', EventCategoriesList: ['failure'] }],
  })
  await expect(client.send(new DescribeEventSubscriptionsCommand({ SubscriptionName: 'other' }))).rejects.toMatchObject(
    { name: 'ResourceNotFoundFault' },
  )

  const wallet = Buffer.from('wallet')
  await client.send(new ImportCertificateCommand({ CertificateIdentifier: 'ca', CertificateWallet: wallet }))
  const { Certificates } = await client.send(new DescribeCertificatesCommand({}))
  expect(Buffer.from(Certificates?.[0]?.CertificateWallet ?? [])).toEqual(wallet)
  await expect(
    client.send(new ImportCertificateCommand({ CertificateIdentifier: 'bad', CertificatePem: 'no' })),
  ).rejects.toMatchObject({ name: 'InvalidCertificateFault' })
})

test('tags a resource while it is there', async () => {
  await using account = await startTestAccount()
  const { client } = account
  const { Endpoint } = await client.send(
    new CreateEndpointCommand({
      EndpointIdentifier: 'tagged',
      EndpointType: 'source',
      EngineName: 'mysql',
      Tags: [
        { Key: 'Environment', Value: 'staging' },
        { Key: 'CostCenter', Value: 'one' },
      ],
    }),
  )
  const resource = { ResourceArn: Endpoint?.EndpointArn }
  await client.send(new AddTagsToResourceCommand({ ...resource, Tags: [{ Key: 'CostCenter', Value: 'two' }] }))
  await client.send(new RemoveTagsFromResourceCommand({ ...resource, TagKeys: ['Environment'] }))
  expect((await client.send(new ListTagsForResourceCommand(resource))).TagList).toEqual([
    { Key: 'CostCenter', Value: 'two' },
  ])
  await client.send(new DeleteEndpointCommand({ EndpointArn: Endpoint?.EndpointArn }))
  await expect(client.send(new ListTagsForResourceCommand(resource))).rejects.toMatchObject({
    name: 'ResourceNotFoundFault',
  })
})

test('says that an operation is not served', async () => {
  await using account = await startTestAccount()
  await expect(
    account.client.send(new RefreshSchemasCommand({ EndpointArn: 'a', ReplicationInstanceArn: 'b' })),
  ).rejects.toMatchObject({ name: 'UnknownOperationException' })
})
