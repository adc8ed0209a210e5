import type { ResolvedInfrastructure, ResolvedScope } from '@causeway/spec'
import type { SelectionRule, TableMappings, TaskSettings } from './model/replication.ts'

type Replication = ResolvedInfrastructure['replication']

const LOG_COMPONENTS = ['SOURCE_UNLOAD', 'SOURCE_CAPTURE', 'TARGET_LOAD', 'TARGET_APPLY', 'TASK_MANAGER'] as const

/**
 * Settings of the task that copies and follows. A row that does not fit stops it; nothing is skipped in silence.
 *
 * https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Tasks.CustomizingTasks.TaskSettings.html
 */
export function replicateSettings(replication: Replication): TaskSettings {
  return {
    ...common(replication),
    FullLoadSettings: {
      // The schema step has made the tables, with their types and defaults.
      TargetTablePrepMode: 'DO_NOTHING',
      CreatePkAfterFullLoad: false,
      StopTaskCachedChangesApplied: false,
      // Indexes are built here, before changes are applied row by row.
      StopTaskCachedChangesNotApplied: true,
      MaxFullLoadSubTasks: replication.parallelTables,
      TransactionConsistencyTimeout: 600,
      CommitRate: 10_000,
    },
    ChangeProcessingTuning: {
      BatchApplyTimeoutMin: 1,
      BatchApplyTimeoutMax: 30,
      MinTransactionSize: 1000,
      CommitTimeout: 1,
      MemoryLimitTotal: 1024,
      MemoryKeepTime: 60,
      StatementCacheSize: 50,
    },
    ChangeProcessingDdlHandlingPolicy: {
      // A table dropped on the source by mistake stays on the target.
      HandleSourceTableDropped: false,
      HandleSourceTableTruncated: true,
      HandleSourceTableAltered: true,
    },
    ValidationSettings: { EnableValidation: false },
  }
}

/** Settings of the task that only compares; it follows the changes, so that it must not copy. */
export function validateSettings(replication: Replication): TaskSettings {
  return {
    ...common(replication),
    ValidationSettings: {
      EnableValidation: true,
      ValidationOnly: true,
      ThreadCount: 5,
      PartitionSize: 10_000,
      FailureMaxCount: 10_000,
      TableFailureMaxCount: 1000,
      HandleCollationDiff: true,
      SkipLobColumns: false,
      // A row still on its way is no difference.
      ValidationQueryCdcDelaySeconds: 180,
    },
  }
}

function common({ largestLob, controlSchema }: Replication): TaskSettings {
  return {
    TargetMetadata: {
      TargetSchema: '',
      SupportLobs: true,
      FullLobMode: false,
      LimitedSizeLobMode: true,
      LobMaxSize: Math.ceil(largestLob / 1024),
      BatchApplyEnabled: false,
      TaskRecoveryTableEnabled: true,
    },
    Logging: {
      EnableLogging: true,
      LogComponents: LOG_COMPONENTS.map((id) => ({ Id: id, Severity: 'LOGGER_SEVERITY_INFO' })),
    },
    ControlTablesSettings: {
      ControlSchema: controlSchema,
      HistoryTimeslotInMinutes: 5,
      HistoryTableEnabled: true,
      SuspendedTablesTableEnabled: true,
      StatusTableEnabled: true,
      FullLoadExceptionTableEnabled: true,
    },
    ErrorBehavior: {
      DataErrorPolicy: 'SUSPEND_TABLE',
      DataErrorEscalationPolicy: 'STOP_TASK',
      DataErrorEscalationCount: 0,
      // A value that was cut would be lost without anybody knowing.
      DataTruncationErrorPolicy: 'STOP_TASK',
      TableErrorPolicy: 'STOP_TASK',
      TableErrorEscalationPolicy: 'STOP_TASK',
      TableErrorEscalationCount: 0,
      ApplyErrorDeletePolicy: 'SUSPEND_TABLE',
      ApplyErrorInsertPolicy: 'SUSPEND_TABLE',
      ApplyErrorUpdatePolicy: 'SUSPEND_TABLE',
      ApplyErrorEscalationPolicy: 'STOP_TASK',
      ApplyErrorEscalationCount: 0,
      ApplyErrorFailOnTruncationDdl: true,
      FailOnNoTablesCaptured: true,
      FailOnTransactionConsistencyBreached: true,
      // A change already in the copy is applied again: that is no error while the load overlaps the log.
      FullLoadIgnoreConflicts: true,
      RecoverableErrorCount: -1,
      RecoverableErrorInterval: 5,
      RecoverableErrorThrottling: true,
      RecoverableErrorThrottlingMax: 1800,
    },
    // A replication slot that is left behind keeps the log of the source from being dropped: it has to be noticed.
    FailTaskWhenCleanTaskResourceFailed: true,
  }
}

interface Databases {
  readonly engine: 'postgres' | 'mysql'
  /** In MySQL a database is what a schema is in PostgreSQL. */
  readonly database: string
}

/** What of the source is copied: the declaration's scope, in DMS's words. */
export function tableMappings(scope: ResolvedScope, { engine, database }: Databases): TableMappings {
  const everything = engine === 'mysql' ? [database] : ['%']
  const schemas = scope.schemas.include.length > 0 ? scope.schemas.include : everything
  const included =
    scope.tables.include.length > 0
      ? scope.tables.include.map(splitTable)
      : schemas.map((schema) => ({ schema, table: '%' }))
  const ofServer = engine === 'postgres' ? ['pg_%', 'information_schema', 'causeway'] : ['causeway']
  const excluded = [
    ...[...ofServer, ...scope.schemas.exclude].map((schema) => ({ schema, table: '%' })),
    ...scope.tables.exclude.map(splitTable),
  ]
  const rules = [
    ...included.map((place) => ({ place, action: 'include' as const })),
    ...excluded.map((place) => ({ place, action: 'exclude' as const })),
  ]
  return { rules: rules.map(({ place, action }, index) => rule(index + 1, action, place)) }
}

interface Place {
  readonly schema: string
  readonly table: string
}

function splitTable(written: string): Place {
  const dot = written.indexOf('.')
  return { schema: written.slice(0, dot), table: written.slice(dot + 1) }
}

function rule(id: number, action: SelectionRule['rule-action'], { schema, table }: Place): SelectionRule {
  return {
    'rule-type': 'selection',
    'rule-id': `${id}`,
    'rule-name': `${action}-${id}`,
    'object-locator': { 'schema-name': wildcard(schema), 'table-name': wildcard(table) },
    'rule-action': action,
  }
}

/** `*` stands for any characters in the declaration, `%` in DMS. */
function wildcard(pattern: string): string {
  return pattern.replaceAll('*', '%')
}
