import {
  DeleteReplicationTaskCommand,
  DescribeEndpointsCommand,
  DescribeReplicationTasksCommand,
  DescribeTableStatisticsCommand,
  ModifyReplicationTaskCommand,
  MoveReplicationTaskCommand,
  ReloadTablesCommand,
  StartReplicationTaskCommand,
  StopReplicationTaskCommand,
  type DatabaseMigrationServiceClient,
  type StartReplicationTaskTypeValue,
} from '@aws-sdk/client-database-migration-service'
import { expect, test } from 'vitest'
import {
  IDLE_RUNNER,
  type StartMode,
  type TaskDefinition,
  type TaskRunner,
  type TaskStatistics,
} from './task-runner.ts'
import { createInstance, createTask, describeTask, startTestAccount } from './test-account.ts'

const start = (client: DatabaseMigrationServiceClient, arn: string, mode: StartReplicationTaskTypeValue) =>
  client.send(new StartReplicationTaskCommand({ ReplicationTaskArn: arn, StartReplicationTaskType: mode }))
const stop = (client: DatabaseMigrationServiceClient, arn: string) =>
  client.send(new StopReplicationTaskCommand({ ReplicationTaskArn: arn }))

/** Records what it is told; `now` is what it says of every task. */
class RecordingRunner implements TaskRunner {
  readonly calls: string[] = []
  readonly tasks: TaskDefinition[] = []
  now: TaskStatistics = { tables: [], fullLoadPercent: 0, recoveryCheckpoint: null, ended: null }
  failsWith: string | null = null

  connect = (): Promise<null> => Promise.resolve(null)
  start = (task: TaskDefinition, mode: StartMode): Promise<void> => {
    this.calls.push(mode)
    this.tasks.push(task)
    return this.failsWith === null ? Promise.resolve() : Promise.reject(new Error(this.failsWith))
  }
  stop = (): Promise<void> => {
    this.calls.push('stop')
    return Promise.resolve()
  }
  statistics = (): Promise<TaskStatistics> => Promise.resolve(this.now)
  reload = (_arn: string, tables: readonly { TableName: string | undefined }[]): Promise<void> => {
    this.calls.push(`reload ${tables.map((table) => table.TableName).join()}`)
    return Promise.resolve()
  }
}

test('goes through the states of a life, each seen by a caller who waits', async () => {
  await using account = await startTestAccount()
  const { client } = account
  const arn = await createTask(client)
  const seen: (string | undefined)[] = [(await describeTask(client, arn)).Status]
  seen.push((await start(client, arn, 'start-replication')).ReplicationTask?.Status)
  seen.push((await describeTask(client, arn)).Status)
  seen.push((await stop(client, arn)).ReplicationTask?.Status)
  const stopped = await describeTask(client, arn)
  seen.push(stopped.Status)
  seen.push((await start(client, arn, 'resume-processing')).ReplicationTask?.Status)
  seen.push((await describeTask(client, arn)).Status)
  expect(seen).toEqual(['ready', 'starting', 'running', 'stopping', 'stopped', 'starting', 'running'])
  expect(stopped.StopReason).toBe('Stop Reason NORMAL')
})

test('refuses what its state does not allow', async () => {
  await using account = await startTestAccount()
  const { client } = account
  const arn = await createTask(client)
  const wrongState = { name: 'InvalidResourceStateFault' }
  await expect(stop(client, arn)).rejects.toMatchObject(wrongState)
  await start(client, arn, 'start-replication')
  await expect(stop(client, arn), 'before it runs').rejects.toMatchObject(wrongState)
  await describeTask(client, arn)
  await expect(start(client, arn, 'resume-processing')).rejects.toMatchObject(wrongState)
  const task = { ReplicationTaskArn: arn }
  await expect(client.send(new DeleteReplicationTaskCommand(task))).rejects.toMatchObject(wrongState)
  await expect(client.send(new ModifyReplicationTaskCommand(task))).rejects.toMatchObject(wrongState)
  const absent = { ReplicationTaskArn: `${arn}X` }
  await expect(client.send(new StopReplicationTaskCommand(absent))).rejects.toMatchObject({
    name: 'ResourceNotFoundFault',
  })
})

test.each([
  ['full-load-and-cdc', 'resume-processing', false],
  ['full-load-and-cdc', 'reload-target', false],
  ['full-load-and-cdc', 'start-replication', true],
  ['full-load', 'resume-processing', true],
  ['cdc', 'reload-target', true],
] as const)('a task of %s refuses %s when started before is %s', async (migrationType, mode, startedBefore) => {
  await using account = await startTestAccount()
  const { client } = account
  const arn = await createTask(client, { migrationType })
  if (startedBefore) {
    await start(client, arn, 'start-replication')
    await describeTask(client, arn)
    await stop(client, arn)
    await describeTask(client, arn)
  }
  await expect(start(client, arn, mode)).rejects.toMatchObject({ name: 'InvalidParameterCombinationException' })
})

test('starts only after both connections were tested with success', async () => {
  await using account = await startTestAccount()
  const arn = await createTask(account.client, { tested: false })
  await expect(start(account.client, arn, 'start-replication')).rejects.toMatchObject({
    name: 'InvalidResourceStateFault',
    message: expect.stringContaining('Test connection'),
  })

  await using unreachable = await startTestAccount({
    runner: { ...IDLE_RUNNER, connect: () => Promise.resolve('no route to host') },
  })
  const other = await createTask(unreachable.client)
  await expect(start(unreachable.client, other, 'start-replication')).rejects.toMatchObject({
    name: 'InvalidResourceStateFault',
  })
})

test('gives the runner the task with its passwords, and asks it for numbers', async () => {
  const runner = new RecordingRunner()
  await using account = await startTestAccount({ runner })
  const { client } = account
  const arn = await createTask(client)
  await start(client, arn, 'start-replication')
  runner.now = {
    tables: [
      { SchemaName: 'public', TableName: 'stock', TableState: 'Table completed', FullLoadRows: 3 },
      { SchemaName: 'public', TableName: 'orders', TableState: 'Full load' },
    ],
    fullLoadPercent: 50,
    recoveryCheckpoint: 'checkpoint:1',
    ended: null,
  }
  expect(await describeTask(client, arn)).toMatchObject({
    Status: 'running',
    RecoveryCheckpoint: 'checkpoint:1',
    ReplicationTaskStats: { FullLoadProgressPercent: 50, TablesLoaded: 1, TablesLoading: 1, TablesErrored: 0 },
  })
  expect(runner.tasks[0]?.source.password?.reveal()).toBe('password-of-move-source')
  const { TableStatistics } = await client.send(
    new DescribeTableStatisticsCommand({
      ReplicationTaskArn: arn,
      Filters: [{ Name: 'table-name', Values: ['stock'] }],
    }),
  )
  expect(TableStatistics).toMatchObject([{ TableName: 'stock', FullLoadRows: 3 }])

  const tables = [{ SchemaName: 'public', TableName: 'orders' }]
  await client.send(new ReloadTablesCommand({ ReplicationTaskArn: arn, TablesToReload: tables }))
  await stop(client, arn)
  await describeTask(client, arn)
  await expect(
    client.send(new ReloadTablesCommand({ ReplicationTaskArn: arn, TablesToReload: tables })),
  ).rejects.toMatchObject({ name: 'InvalidResourceStateFault' })
  expect(runner.calls).toEqual(['start-replication', 'reload orders', 'stop'])
})

test('an idle runner moves no table and says so', async () => {
  await using account = await startTestAccount()
  const { client } = account
  const arn = await createTask(client)
  await start(client, arn, 'start-replication')
  expect((await describeTask(client, arn)).ReplicationTaskStats).toMatchObject({
    FullLoadProgressPercent: 0,
    TablesLoaded: 0,
  })
  expect(await client.send(new DescribeTableStatisticsCommand({ ReplicationTaskArn: arn }))).toMatchObject({
    TableStatistics: [],
  })
})

test('stays in `starting` until the runner has started it', async () => {
  const gate = Promise.withResolvers<void>()
  await using account = await startTestAccount({ runner: { ...IDLE_RUNNER, start: () => gate.promise } })
  const { client } = account
  const arn = await createTask(client)
  await start(client, arn, 'start-replication')
  expect((await describeTask(client, arn)).Status).toBe('starting')
  gate.resolve()
  expect((await describeTask(client, arn)).Status).toBe('running')
})

test('fails when the runner cannot start it, and may be started again', async () => {
  const runner = new RecordingRunner()
  runner.failsWith = 'the slot is taken'
  await using account = await startTestAccount({ runner })
  const { client } = account
  const arn = await createTask(client)
  await start(client, arn, 'start-replication')
  expect(await describeTask(client, arn)).toMatchObject({ Status: 'failed', LastFailureMessage: 'the slot is taken' })
  runner.failsWith = null
  await start(client, arn, 'resume-processing')
  const running = await describeTask(client, arn)
  expect(running.Status).toBe('running')
  expect(running.LastFailureMessage).toBeUndefined()
})

test.each([
  [
    'finished',
    'Stop Reason FULL_LOAD_ONLY_FINISHED',
    { Status: 'stopped', StopReason: 'Stop Reason FULL_LOAD_ONLY_FINISHED' },
  ],
  ['failed', 'the source is gone', { Status: 'failed', LastFailureMessage: 'the source is gone' }],
] as const)('shows that the runner has %s', async (outcome, reason, expected) => {
  const runner = new RecordingRunner()
  await using account = await startTestAccount({ runner })
  const { client } = account
  const arn = await createTask(client, { migrationType: 'full-load' })
  await start(client, arn, 'start-replication')
  await describeTask(client, arn)
  runner.now = { ...runner.now, ended: { outcome, reason } }
  expect(await describeTask(client, arn)).toMatchObject(expected)
})

test('moves to another instance and changes its settings at rest', async () => {
  await using account = await startTestAccount()
  const { client } = account
  const arn = await createTask(client)
  const target = await createInstance(client, 'larger')
  await client.send(new MoveReplicationTaskCommand({ ReplicationTaskArn: arn, TargetReplicationInstanceArn: target }))
  expect(await describeTask(client, arn)).toMatchObject({ Status: 'ready', ReplicationInstanceArn: target })
  const settings = JSON.stringify({ Logging: { EnableLogging: true } })
  await client.send(new ModifyReplicationTaskCommand({ ReplicationTaskArn: arn, ReplicationTaskSettings: settings }))
  const modified = await describeTask(client, arn)
  expect(modified.Status).toBe('ready')
  expect(JSON.parse(modified.ReplicationTaskSettings ?? '')).toMatchObject({
    Logging: { EnableLogging: true, CloudWatchLogGroup: 'dms-tasks-larger' },
  })
})

test('is gone after its deletion was seen, and its endpoints are free', async () => {
  await using account = await startTestAccount()
  const { client } = account
  const arn = await createTask(client)
  const deleting = await client.send(new DeleteReplicationTaskCommand({ ReplicationTaskArn: arn }))
  expect(deleting.ReplicationTask?.Status).toBe('deleting')
  await expect(describeTask(client, arn)).rejects.toMatchObject({ name: 'ResourceNotFoundFault' })
  expect((await client.send(new DescribeReplicationTasksCommand({}))).ReplicationTasks).toEqual([])
  expect((await client.send(new DescribeEndpointsCommand({}))).Endpoints).toHaveLength(2)
})

test('leaves out settings when asked to', async () => {
  await using account = await startTestAccount()
  const { client } = account
  await createTask(client)
  const { ReplicationTasks } = await client.send(new DescribeReplicationTasksCommand({ WithoutSettings: true }))
  expect(ReplicationTasks?.[0]).not.toHaveProperty('TableMappings')
})

test('the end of the server stops what runs', async () => {
  const runner = new RecordingRunner()
  {
    await using account = await startTestAccount({ runner })
    const arn = await createTask(account.client)
    await start(account.client, arn, 'start-replication')
    await describeTask(account.client, arn)
  }
  expect(runner.calls).toEqual(['start-replication', 'stop'])
})
