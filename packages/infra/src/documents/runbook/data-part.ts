import { formatDuration } from '@causeway/spec'
import type { InfraDesign } from '../../design/infra-design.ts'
import type { Documented } from '../documents.ts'
import { out } from '../facts.ts'
import { code, commands } from '../markdown.ts'
import { login, type Shell } from './login.ts'

/** What is made before the data: tables without what would slow or disturb the load. */
export function schemaPart({ spec, design }: Documented): string {
  const steps = spec.source.engine === 'postgres' ? postgresSchema(design) : mysqlSchema(design)
  return [
    '## 2 Schema',
    'AWS DMS copies rows. Schemas, indexes, constraints, procedures and triggers are brought by the tools of the engine; DMS is told to change no table (`DO_NOTHING`). The table for the barrier of phase 6 is made first, so that it travels like every other.',
    commands(...steps),
    '**Gate**: the commands ended without an error, and the target has as many tables as the source. **Way back**: drop the schemas on the target, begin again.',
  ].join('\n\n')
}

const MARKER = '"CREATE TABLE cutover_marker (id int PRIMARY KEY, at timestamp)"'

function postgresSchema(design: InfraDesign): readonly string[] {
  const [source, target] = [login(design, 'source'), login(design, 'target')]
  return [
    `psql ${source} -c ${MARKER}`,
    `pg_dump ${source} --schema-only --no-owner --format=custom --file=schema.dump`,
    `pg_restore ${target} --no-owner --exit-on-error --section=pre-data schema.dump   # types, tables, functions, procedures`,
  ]
}

/** Foreign keys and triggers are kept apart: rows arrive in no order that they would bear. */
function mysqlSchema(design: InfraDesign): readonly string[] {
  const { databaseName } = design.replication.source
  const [source, target] = [login(design, 'source'), `mysql ${login(design, 'target')} ${databaseName}`]
  const dump = `mysqldump ${source} --no-data --single-transaction --set-gtid-purged=OFF`
  // Backquotes inside the double quotes of a shell are escaped.
  const drop = "SELECT CONCAT('ALTER TABLE \\`', table_name, '\\` DROP FOREIGN KEY \\`', constraint_name, '\\`;')"
  return [
    `mysql ${source} ${databaseName} -e ${MARKER}`,
    `${dump} --skip-triggers ${databaseName} > schema.sql`,
    `${dump} --no-create-info --routines --events --triggers ${databaseName} > code.sql`,
    `awk '/^CREATE TABLE/ {t=$3} /^ *CONSTRAINT .* FOREIGN KEY/ {sub(/,$/,""); print "ALTER TABLE " t " ADD" $0 ";"}' schema.sql > foreign-keys.sql`,
    `${target} < schema.sql`,
    `${target} -N -e "${drop} FROM information_schema.referential_constraints WHERE constraint_schema = '${databaseName}'" | ${target}`,
  ]
}

export function loadPart({ spec, design }: Documented): string {
  const task = out(design, 'replicationTask.arn')
  const target = login(design, 'target')
  const built =
    spec.source.engine === 'postgres'
      ? [
          'pg_restore --list --section=post-data schema.dump | grep -Ev " (TRIGGER|FK CONSTRAINT) " > indexes.list',
          `pg_restore ${target} --no-owner --exit-on-error --jobs=4 --use-list=indexes.list schema.dump`,
        ]
      : [`mysql ${target} ${design.target.database.databaseName} -e "ANALYZE TABLE ..."   # keys came with the tables`]
  return [
    '## 3 Full load',
    `The task stops by itself when every table is loaded and before it applies what changed meanwhile (${code('StopTaskCachedChangesNotApplied')}), so that indexes are there before changes are.`,
    commands(
      `aws dms start-replication-task --replication-task-arn ${task} --start-replication-task-type start-replication`,
      `task ${task} '[Status,StopReason]'       # until: stopped, FULL_LOAD_ONLY_FINISHED or STOPPED_AFTER_FULL_LOAD`,
      `aws dms describe-table-statistics --replication-task-arn ${task} --query "TableStatistics[?TableState!='Table completed'].[SchemaName,TableName,TableState]" --output table`,
      ...built,
    ),
    '**Gate**: no table but `Table completed`; the task counts 0 tables errored; indexes are built. Triggers and foreign keys wait for the hand-over: on the target they would fire twice, or fail on the order of rows. **Way back**: `reload-target`, or destroy; the source serves on.',
  ].join('\n\n')
}

export function changesPart({ spec, design }: Documented): string {
  const task = out(design, 'replicationTask.arn')
  const validates = design.replication.tasks.some(({ purpose }) => purpose === 'validate')
  const compare = validates ? out(design, 'validationTask.arn') : ''
  return [
    '## 4 Follow and compare',
    commands(
      `aws dms start-replication-task --replication-task-arn ${task} --start-replication-task-type resume-processing`,
      ...(validates
        ? [
            `aws dms start-replication-task --replication-task-arn ${compare} --start-replication-task-type start-replication`,
            `aws dms describe-table-statistics --replication-task-arn ${compare} --query "TableStatistics[?ValidationState!='Validated'].[SchemaName,TableName,ValidationState,ValidationFailedRecords,ValidationSuspendedRecords]" --output table`,
          ]
        : []),
      lagAlarms(design.monitoring.alarms.map(({ name }) => name)),
    ),
    `**Gate**: lag (CDCLatencyTarget) under ${formatDuration(spec.gates.lagToShiftMs)} for an hour; every table is ${code('Validated')}, none has failed or suspended records, and the comparison is younger than ${formatDuration(spec.verification.maxAgeMs)}. Tables without a primary key are not compared: count and sum them by hand. **Way back**: stop the tasks; on PostgreSQL also drop the replication slot, which otherwise fills the disk of the source.`,
    tooLong(spec.source.engine),
  ].join('\n\n')
}

function lagAlarms(names: readonly string[]): string {
  const lag = names.filter((name) => name.includes('lag'))
  return `aws cloudwatch describe-alarms --alarm-names ${lag.join(' ')} --query "MetricAlarms[].[AlarmName,StateValue]" --output table`
}

function tooLong(engine: Shell): string {
  return engine === 'postgres'
    ? 'Watch the log the slot keeps on the source: `SELECT slot_name, pg_size_pretty(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)) FROM pg_replication_slots;`'
    : 'Watch that the source keeps its binary log: `SHOW BINARY LOGS;`. A log that is purged before it was read means a new full load.'
}
