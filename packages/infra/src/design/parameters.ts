import type { ResolvedInfrastructure } from '@causeway/spec'
import type { DatabaseEngine, Parameter } from './model/database.ts'

type Declared = ResolvedInfrastructure['database']['parameters']

/** Engine's own settings that need a restart, which creation is; what is not listed takes effect at once. */
const STATIC = new Set([
  'rds.logical_replication',
  'max_replication_slots',
  'max_wal_senders',
  'max_worker_processes',
  'max_logical_replication_workers',
  'max_connections',
  'shared_buffers',
  'shared_preload_libraries',
  'track_activity_query_size',
  'huge_pages',
  'max_locks_per_transaction',
  'max_prepared_transactions',
  'binlog_format',
  'lower_case_table_names',
  'performance_schema',
  'innodb_buffer_pool_size',
])

type Setting = readonly [name: string, value: string, reason: string]

/** The target is read as well, once it has the authority and the source is kept current. */
const POSTGRES: readonly Setting[] = [
  ['rds.logical_replication', '1', 'changes can be read, here and on the way back'],
  ['max_replication_slots', '10', 'one for each reader of changes, with room'],
  ['max_wal_senders', '10', 'one for each replication slot'],
  ['rds.force_ssl', '1', 'nobody connects without TLS'],
]

const MYSQL: readonly Setting[] = [
  ['binlog_format', 'ROW', 'changes can be read, here and on the way back'],
  ['binlog_row_image', 'full', 'a changed row is there as a whole'],
  ['binlog_checksum', 'NONE', 'AWS DMS reads no checksums'],
  ['require_secure_transport', 'ON', 'nobody connects without TLS'],
  ['log_bin_trust_function_creators', '1', 'stored functions and triggers can be brought over'],
  ['character_set_server', 'utf8mb4', 'all of Unicode'],
  ['collation_server', 'utf8mb4_0900_ai_ci', 'the collation of MySQL 8'],
  ['time_zone', 'UTC', 'times mean the same on both sides'],
  ['server_audit_logging', '1', 'the audit log that is exported has content'],
  ['server_audit_events', 'CONNECT,QUERY_DCL,QUERY_DDL', 'who came, and who changed rights or tables'],
  ['slow_query_log', '1', 'the slow-query log that is exported has content'],
  ['long_query_time', '1', 'seconds from which a query is slow'],
]

const FROM_SOURCE = 'as the source has it'

/** Of the cluster, or of the RDS instance; what is declared wins. */
export function parameters(engine: DatabaseEngine, declared: Declared): readonly Parameter[] {
  const defaults = engine === 'aurora-mysql' ? MYSQL : POSTGRES
  const kept = defaults.filter(([name]) => !Object.hasOwn(declared, name))
  const own = Object.entries(declared).map(([name, value]): Setting => [name, textOf(value), FROM_SOURCE])
  return [...kept, ...own].map(([name, value, reason]) => {
    return { name, value, apply: STATIC.has(name) ? 'pending-reboot' : 'immediate', reason }
  })
}

function textOf(value: string | number | boolean): string {
  if (typeof value === 'boolean') return value ? '1' : '0'
  return String(value)
}

/** Of an instance in an Aurora cluster: only what an instance decides by itself. */
export function instanceParameters(engine: 'aurora-mysql' | 'aurora-postgresql'): readonly Parameter[] {
  if (engine === 'aurora-mysql') {
    return [
      { name: 'performance_schema', value: '1', apply: 'pending-reboot', reason: 'Performance Insights shows waits' },
    ]
  }
  return [
    {
      name: 'log_min_duration_statement',
      value: '1000',
      apply: 'immediate',
      reason: 'milliseconds from which a query is logged',
    },
  ]
}
