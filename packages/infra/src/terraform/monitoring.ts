import type { InfraDesign } from '../design/infra-design.ts'
import type { Alarm } from '../design/model/monitoring.ts'
import { dashboardBody } from './dashboard.ts'
import { dimensions } from './metric-dimensions.ts'
import { localName, named } from './names.ts'
import { TOPIC } from './notifications.ts'
import { get } from './writer/expression.ts'
import { reference } from './writer/ref.ts'
import { TerraformFile } from './writer/terraform-file.ts'

/** Alarms, and the dashboard with the replication lag first. */
export function monitoring(design: InfraDesign): TerraformFile {
  const file = new TerraformFile()
  alarms(file, design)
  file.resource('aws_cloudwatch_dashboard', 'migration', {
    dashboard_name: named(design, design.monitoring.dashboard.name),
    dashboard_body: dashboardBody(design),
  })
  return file
}

interface AlarmEntry {
  readonly name: string
  readonly description: string
  readonly namespace: string
  readonly metric: string
  readonly dimensions: Readonly<Record<string, string>>
  readonly statistic: string
  readonly period: number
  readonly comparison: string
  readonly threshold: number
  readonly periods: number
  readonly missing: string
}

function alarms(file: TerraformFile, design: InfraDesign): void {
  const { alarms } = design.monitoring
  file.locals({ alarms: Object.fromEntries(alarms.map((alarm) => alarmEntry(design, alarm))) })
  const table = reference<Record<string, AlarmEntry>>('local.alarms')
  const actions = design.notifications === null ? undefined : [TOPIC.arn]
  file.resourceForEach('aws_cloudwatch_metric_alarm', 'migration', table, ({ value }) => ({
    alarm_name: get(value, 'name'),
    alarm_description: get(value, 'description'),
    namespace: get(value, 'namespace'),
    metric_name: get(value, 'metric'),
    dimensions: get(value, 'dimensions'),
    statistic: get(value, 'statistic'),
    period: get(value, 'period'),
    comparison_operator: get(value, 'comparison'),
    threshold: get(value, 'threshold'),
    evaluation_periods: get(value, 'periods'),
    treat_missing_data: get(value, 'missing'),
    alarm_actions: actions,
    ok_actions: actions,
    tags: { Name: get(value, 'name') },
  }))
}

const COMPARISONS = {
  above: 'GreaterThanThreshold',
  'at-or-above': 'GreaterThanOrEqualToThreshold',
  below: 'LessThanThreshold',
} as const satisfies Record<Alarm['comparison'], string>

const MISSING = {
  'not-breaching': 'notBreaching',
  breaching: 'breaching',
  missing: 'missing',
} as const satisfies Record<Alarm['missingData'], string>

function alarmEntry(design: InfraDesign, { id, metric, ...alarm }: Alarm) {
  const entry = {
    name: named(design, alarm.name),
    description: alarm.description,
    namespace: metric.namespace,
    metric: metric.name,
    dimensions: dimensions(design, metric),
    statistic: metric.statistic,
    period: metric.periodSeconds,
    comparison: COMPARISONS[alarm.comparison],
    threshold: alarm.threshold,
    periods: alarm.periods,
    missing: MISSING[alarm.missingData],
  }
  return [localName(id), entry] as const
}
