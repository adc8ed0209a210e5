import type {
  DescribeTableStatisticsMessage,
  DescribeTableStatisticsResponse,
  ReloadTablesMessage,
  ReloadTablesResponse,
  TableStatistics,
} from '@aws-sdk/client-database-migration-service'
import { required } from './fault.ts'
import { matching, pageOf, type FilterFields } from './page.ts'
import type { TaskRunner } from './task-runner.ts'
import { checkTaskState } from './task-states.ts'
import type { Tasks } from './tasks.ts'

const FILTERS: FilterFields<TableStatistics> = {
  'schema-name': (table) => [table.SchemaName],
  'table-name': (table) => [table.TableName],
  'table-state': (table) => [table.TableState],
}

/** What the runner says of the tables of a task; none of a task that never ran. */
export async function describeTableStatistics(
  input: DescribeTableStatisticsMessage,
  tasks: Tasks,
  runner: TaskRunner,
): Promise<DescribeTableStatisticsResponse> {
  const arn = required(input, 'ReplicationTaskArn')
  const tables = tasks.get(arn).value.started ? (await runner.statistics(arn)).tables : []
  const { items, ...marker } = pageOf(matching(tables, input, FILTERS), input)
  return { ReplicationTaskArn: arn, TableStatistics: [...items], ...marker }
}

export async function reloadTables(
  input: ReloadTablesMessage,
  tasks: Tasks,
  runner: TaskRunner,
): Promise<ReloadTablesResponse> {
  const arn = required(input, 'ReplicationTaskArn')
  checkTaskState('reloaded', tasks.get(arn).value.Status)
  await runner.reload(arn, required(input, 'TablesToReload'))
  return { ReplicationTaskArn: arn }
}
