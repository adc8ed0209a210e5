import type { Endpoint, TableStatistics, TableToReload } from '@aws-sdk/client-database-migration-service'
import type { Secret } from '@causeway/spec'

export type MigrationType = 'full-load' | 'cdc' | 'full-load-and-cdc'
export type StartMode = 'start-replication' | 'resume-processing' | 'reload-target'

/** An endpoint as it was declared, with the password no answer of the API has. */
export interface TaskEndpoint {
  readonly endpoint: Readonly<Endpoint>
  /** `null` when the endpoint reads it from Secrets Manager. */
  readonly password: Secret | null
}

export interface TaskDefinition {
  readonly arn: string
  readonly identifier: string
  readonly migrationType: MigrationType
  readonly source: TaskEndpoint
  readonly target: TaskEndpoint
  /** The JSON text of the selection and transformation rules. */
  readonly tableMappings: string
  /** The JSON text of the task settings. */
  readonly settings: string
  /** Where change capture begins, as DMS writes positions; `null` for the point of the full load. */
  readonly cdcStartPosition: string | null
  readonly cdcStopPosition: string | null
}

export interface TaskStatistics {
  readonly tables: readonly TableStatistics[]
  /** 0 to 100. */
  readonly fullLoadPercent: number
  /** Where `resume-processing` would continue; `null` when nothing was captured. */
  readonly recoveryCheckpoint: string | null
  /** How the task ended by itself; `null` while it runs and after `stop`. */
  readonly ended: { readonly outcome: 'finished' | 'failed'; readonly reason: string } | null
}

/** What moves the data of replication tasks. The server calls it for one task in turn: start, then stop, then start … */
export interface TaskRunner {
  /** Whether the endpoint can be reached: `null`, or what is wrong. */
  connect(endpoint: TaskEndpoint): Promise<string | null>
  /** Resolves when the task runs. @throws to make the task `failed` with that message */
  start(task: TaskDefinition, mode: StartMode): Promise<void>
  /** Resolves when nothing is moved any more. A task that has ended by itself may be stopped too. */
  stop(taskArn: string): Promise<void>
  /** Of a task that was started, also after it has ended. */
  statistics(taskArn: string): Promise<TaskStatistics>
  /** Copies tables of a running task again. */
  reload(taskArn: string, tables: readonly TableToReload[]): Promise<void>
}

/** Moves nothing and says so: every endpoint answers, tasks run until they are stopped, with no table in them. */
export const IDLE_RUNNER: TaskRunner = {
  connect: () => Promise.resolve(null),
  start: () => Promise.resolve(),
  stop: () => Promise.resolve(),
  statistics: () => Promise.resolve({ tables: [], fullLoadPercent: 0, recoveryCheckpoint: null, ended: null }),
  reload: () => Promise.resolve(),
}
