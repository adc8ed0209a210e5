import type {
  CreateReplicationTaskMessage,
  CreateReplicationTaskResponse,
  DeleteReplicationTaskMessage,
  DescribeReplicationTasksMessage,
  DescribeReplicationTasksResponse,
  ModifyReplicationTaskMessage,
  MoveReplicationTaskMessage,
  ReplicationTask,
  StartReplicationTaskMessage,
  StopReplicationTaskMessage,
} from '@aws-sdk/client-database-migration-service'
import { Collection } from './collection.ts'
import type { Connections } from './connections.ts'
import { arnOf, type Context } from './context.ts'
import type { Endpoints } from './endpoints.ts'
import type { EventCategory } from './events.ts'
import { DmsFault, required } from './fault.ts'
import { checkIdentifier } from './identifier.ts'
import type { Instances } from './instances.ts'
import type { Managed } from './managed.ts'
import { checkSettings, checkTableMappings, settingsAnswered } from './task-documents.ts'
import type { MigrationType, StartMode, TaskDefinition, TaskRunner } from './task-runner.ts'
import { checkTaskState, type TaskChange, type TaskStatus } from './task-states.ts'
import { statsOf } from './task-stats.ts'

/** A task with its own status names, and whether it was ever started. */
export interface Task extends ReplicationTask {
  Status: TaskStatus
  started: boolean
}

export interface TaskNeighbours {
  readonly instances: Instances
  readonly endpoints: Endpoints
  readonly connections: Connections
  readonly runner: TaskRunner
}

/** Replication tasks: their states; what moves data is the runner. */
export class Tasks {
  readonly #context: Context
  readonly #near: TaskNeighbours
  readonly #tasks = new Collection<Task>({
    name: 'Replication Task',
    arn: (task) => task.ReplicationTaskArn ?? '',
    identifier: (task) => task.ReplicationTaskIdentifier ?? '',
    filters: {
      'replication-task-arn': (task) => [task.ReplicationTaskArn],
      'replication-task-id': (task) => [task.ReplicationTaskIdentifier],
      'migration-type': (task) => [task.MigrationType],
      'endpoint-arn': (task) => [task.SourceEndpointArn, task.TargetEndpointArn],
      'replication-instance-arn': (task) => [task.ReplicationInstanceArn],
    },
  })

  constructor(context: Context, neighbours: TaskNeighbours) {
    this.#context = context
    this.#near = neighbours
  }

  get values(): readonly Task[] {
    return this.#tasks.values
  }

  /** @throws DmsFault `ResourceNotFoundFault` */
  get(arn: string): Managed<Task> {
    return this.#tasks.get(arn)
  }

  create(input: CreateReplicationTaskMessage): CreateReplicationTaskResponse {
    const arn = arnOf(this.#context, 'task', input.ResourceIdentifier)
    const instance = this.#near.instances.available(required(input, 'ReplicationInstanceArn'))
    this.#checkEndpoint(required(input, 'SourceEndpointArn'), 'SOURCE')
    this.#checkEndpoint(required(input, 'TargetEndpointArn'), 'TARGET')
    const { Tags, ResourceIdentifier: _resource, CdcStartTime, ...members } = input
    const settings = checkSettings(input.ReplicationTaskSettings ?? '{}')
    const item = this.#tasks.add({
      ...members,
      ...startPosition(CdcStartTime, input.CdcStartPosition),
      ReplicationTaskIdentifier: checkIdentifier(
        'ReplicationTaskIdentifier',
        required(input, 'ReplicationTaskIdentifier'),
        255,
      ),
      MigrationType: migrationType(required(input, 'MigrationType')),
      TableMappings: checkTableMappings(required(input, 'TableMappings')),
      ReplicationTaskSettings: settingsAnswered(settings, instance.ReplicationInstanceIdentifier ?? '', arn),
      ReplicationTaskArn: arn,
      ReplicationTaskCreationDate: this.#context.now(),
      Status: 'creating',
      started: false,
    })
    item.pass({}, { Status: 'ready' })
    this.#context.tags.create(arn, Tags)
    this.#record(item, 'creation', 'Replication task has been created')
    return { ReplicationTask: answered(item.value) }
  }

  async describe(input: DescribeReplicationTasksMessage): Promise<DescribeReplicationTasksResponse> {
    const { items, ...marker } = await this.#tasks.describe(input, (item) => this.#refresh(item))
    const without = { TableMappings: undefined, ReplicationTaskSettings: undefined }
    const ReplicationTasks = items.map((task) => ({
      ...answered(task),
      ...(input.WithoutSettings === true && without),
    }))
    return { ReplicationTasks, ...marker }
  }

  start(input: StartReplicationTaskMessage): CreateReplicationTaskResponse {
    const item = this.#changeable(required(input, 'ReplicationTaskArn'), 'started')
    const mode = required(input, 'StartReplicationTaskType')
    checkStartMode(mode, item.value)
    this.#checkConnections(item.value)
    const { CdcStartTime, CdcStartPosition, CdcStopPosition } = input
    item.set({
      ...startPosition(CdcStartTime, CdcStartPosition),
      ...(CdcStopPosition !== undefined && { CdcStopPosition }),
      StopReason: undefined,
      LastFailureMessage: undefined,
    })
    let outcome: Partial<Task> | null = null
    void this.#near.runner.start(this.#definition(item.value), mode).then(
      () => (outcome = { Status: 'running', ReplicationTaskStartDate: this.#context.now() }),
      (error: unknown) => (outcome = failure(error instanceof Error ? error.message : String(error))),
    )
    this.#record(item, 'state change', 'Replication task started')
    item.begin({ Status: 'starting', started: true }, () => this.#settle(item, outcome))
    return { ReplicationTask: answered(item.value) }
  }

  stop(input: StopReplicationTaskMessage): CreateReplicationTaskResponse {
    const arn = required(input, 'ReplicationTaskArn')
    const item = this.#changeable(arn, 'stopped')
    let outcome: Partial<Task> | null = null
    void this.#near.runner.stop(arn).then(
      () => (outcome = { Status: 'stopped', StopReason: 'Stop Reason NORMAL' }),
      (error: unknown) => (outcome = failure(error instanceof Error ? error.message : String(error))),
    )
    this.#record(item, 'state change', 'Replication task stopped')
    item.begin({ Status: 'stopping' }, () => this.#settle(item, outcome))
    return { ReplicationTask: answered(item.value) }
  }

  modify(input: ModifyReplicationTaskMessage): CreateReplicationTaskResponse {
    const arn = required(input, 'ReplicationTaskArn')
    const item = this.#changeable(arn, 'modified')
    const { CdcStartTime, ReplicationTaskSettings: settings, ReplicationTaskArn: _arn, ...members } = input
    if (members.TableMappings !== undefined) checkTableMappings(members.TableMappings)
    if (members.MigrationType !== undefined) migrationType(members.MigrationType)
    const instance = this.#near.instances.get(item.value.ReplicationInstanceArn ?? '')
    const change: Partial<Task> = {
      ...members,
      ...startPosition(CdcStartTime, input.CdcStartPosition),
      ...(settings !== undefined && {
        ReplicationTaskSettings: settingsAnswered(
          checkSettings(settings),
          instance.ReplicationInstanceIdentifier ?? '',
          arn,
        ),
      }),
    }
    item.pass({ ...change, Status: 'modifying' }, { Status: item.value.Status })
    this.#record(item, 'configuration change', 'Replication task modified')
    return { ReplicationTask: answered(item.value) }
  }

  move(input: MoveReplicationTaskMessage): CreateReplicationTaskResponse {
    const item = this.#changeable(required(input, 'ReplicationTaskArn'), 'moved')
    const target = required(input, 'TargetReplicationInstanceArn')
    this.#near.instances.available(target)
    if (target === item.value.ReplicationInstanceArn) {
      throw new DmsFault('InvalidParameterValueException', 'The task already is on that replication instance')
    }
    const after = {
      Status: item.value.Status,
      ReplicationInstanceArn: target,
      TargetReplicationInstanceArn: undefined,
    }
    item.pass({ Status: 'moving', TargetReplicationInstanceArn: target }, after)
    return { ReplicationTask: answered(item.value) }
  }

  delete(input: DeleteReplicationTaskMessage): CreateReplicationTaskResponse {
    const arn = required(input, 'ReplicationTaskArn')
    const item = this.#changeable(arn, 'deleted')
    this.#tasks.removeAfter(item, { Status: 'deleting' })
    this.#context.tags.forget(arn)
    this.#record(item, 'deletion', 'Replication task deleted')
    return { ReplicationTask: answered(item.value) }
  }

  /** Stops what runs, for the end of the server. */
  async end(): Promise<void> {
    const moving = this.values.filter((task) => task.Status === 'running' || task.Status === 'starting')
    await Promise.allSettled(moving.map((task) => this.#near.runner.stop(task.ReplicationTaskArn ?? '')))
  }

  #changeable(arn: string, change: TaskChange): Managed<Task> {
    const item = this.#tasks.get(arn)
    checkTaskState(change, item.value.Status)
    return item
  }

  #settle(item: Managed<Task>, outcome: Partial<Task> | null): boolean {
    if (outcome === null) return false
    item.set(outcome)
    if (outcome.Status === 'failed')
      this.#record(item, 'failure', `Replication task failed: ${outcome.LastFailureMessage}`)
    return true
  }

  /** What the runner says of a task that runs; it may have ended by itself. */
  async #refresh(item: Managed<Task>): Promise<void> {
    if (item.value.Status !== 'running') return
    const statistics = await this.#near.runner.statistics(item.value.ReplicationTaskArn ?? '')
    // It may have been told to stop while we asked.
    if (item.value.Status !== 'running') return
    item.set({
      ReplicationTaskStats: statsOf(statistics, item.value.ReplicationTaskStartDate, this.#context.now()),
      ...(statistics.recoveryCheckpoint !== null && { RecoveryCheckpoint: statistics.recoveryCheckpoint }),
    })
    if (statistics.ended === null) return
    const { outcome, reason } = statistics.ended
    this.#settle(item, outcome === 'failed' ? failure(reason) : { Status: 'stopped', StopReason: reason })
  }

  #definition(task: Task): TaskDefinition {
    return {
      arn: task.ReplicationTaskArn ?? '',
      identifier: task.ReplicationTaskIdentifier ?? '',
      migrationType: migrationType(task.MigrationType ?? ''),
      source: this.#near.endpoints.get(task.SourceEndpointArn ?? ''),
      target: this.#near.endpoints.get(task.TargetEndpointArn ?? ''),
      tableMappings: task.TableMappings ?? '',
      settings: task.ReplicationTaskSettings ?? '{}',
      cdcStartPosition: task.CdcStartPosition ?? null,
      cdcStopPosition: task.CdcStopPosition ?? null,
    }
  }

  #checkEndpoint(arn: string, type: 'SOURCE' | 'TARGET'): void {
    const { endpoint } = this.#near.endpoints.get(arn)
    if (endpoint.EndpointType?.toUpperCase() === type) return
    throw new DmsFault(
      'InvalidParameterValueException',
      `Endpoint ${endpoint.EndpointIdentifier} is not of type ${type}`,
    )
  }

  #checkConnections(task: Task): void {
    const instance = task.ReplicationInstanceArn ?? ''
    const endpoints = [task.SourceEndpointArn ?? '', task.TargetEndpointArn ?? '']
    if (endpoints.every((endpoint) => this.#near.connections.successful(instance, endpoint))) return
    throw new DmsFault(
      'InvalidResourceStateFault',
      'Test connection for replication instance and endpoint should be successful for starting the replication task',
    )
  }

  #record(item: Managed<Task>, category: EventCategory<'replication-task'>, message: string): void {
    this.#context.events.record('replication-task', item.value.ReplicationTaskIdentifier ?? '', category, message)
  }
}

function answered({ started: _started, ...task }: Task): ReplicationTask {
  return task
}

function failure(message: string): Partial<Task> {
  return { Status: 'failed', LastFailureMessage: message, StopReason: 'Stop Reason FATAL_ERROR' }
}

function migrationType(type: string): MigrationType {
  if (type === 'full-load' || type === 'cdc' || type === 'full-load-and-cdc') return type
  throw new DmsFault('InvalidParameterValueException', `Invalid migration type ${type}`)
}

/** A time is one of the ways to write a position. */
function startPosition(time: Date | undefined, position: string | undefined): { CdcStartPosition?: string } {
  if (time !== undefined && position !== undefined) {
    throw new DmsFault('InvalidParameterCombinationException', 'CdcStartTime and CdcStartPosition cannot both be set')
  }
  if (time !== undefined) return { CdcStartPosition: time.toISOString().slice(0, 19) }
  return position === undefined ? {} : { CdcStartPosition: position }
}

/** @throws DmsFault `InvalidParameterCombinationException`, as DMS words it */
function checkStartMode(mode: StartMode, task: Task): void {
  const wrong = (message: string): never => {
    throw new DmsFault('InvalidParameterCombinationException', message)
  }
  if (mode === 'start-replication' && task.started) {
    wrong('Start Type : START_REPLICATION, valid only for tasks running for the first time')
  }
  if (mode !== 'start-replication' && !task.started) {
    wrong(`Start Type : ${mode}, valid only for tasks that have run before`)
  }
  if (mode === 'resume-processing' && task.MigrationType === 'full-load') {
    wrong('Start Type : RESUME_PROCESSING, not valid for tasks of migration type full-load')
  }
  if (mode === 'reload-target' && task.MigrationType === 'cdc') {
    wrong('Start Type : RELOAD_TARGET, not valid for tasks of migration type cdc')
  }
}
