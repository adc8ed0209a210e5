import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch'
import { Construct } from 'constructs'
import type { Monitoring, Widget } from '../../design/model/monitoring.ts'
import { metricOf, type MigrationAlarmsProps } from './migration-alarms.ts'

export interface MigrationDashboardProps {
  readonly dashboard: Monitoring['dashboard']
  /** Those that its widgets name, by id. */
  readonly alarms: ReadonlyMap<string, cloudwatch.IAlarm>
  readonly valueOf: MigrationAlarmsProps['valueOf']
}

/** CloudWatch's grid is 24 wide: two widgets in a row. */
const SIZE = { width: 12, height: 6 } as const
const IN_A_ROW = 2

/** The dashboard of the migration, the replication lag first. */
export class MigrationDashboard extends Construct {
  constructor(scope: Construct, id: string, { dashboard, alarms, valueOf }: MigrationDashboardProps) {
    super(scope, id)
    const widgets = dashboard.widgets.map((widget) => widgetOf(widget, alarms, valueOf))
    const rows = Array.from({ length: Math.ceil(widgets.length / IN_A_ROW) }, (_, row) =>
      widgets.slice(row * IN_A_ROW, (row + 1) * IN_A_ROW),
    )
    new cloudwatch.Dashboard(this, 'Dashboard', { dashboardName: dashboard.name, widgets: rows })
  }
}

function widgetOf(
  widget: Widget,
  alarms: MigrationDashboardProps['alarms'],
  valueOf: MigrationDashboardProps['valueOf'],
): cloudwatch.IWidget {
  const { title } = widget
  if (widget.kind === 'alarms') {
    const shown = widget.alarms.map((id) => alarms.get(id)).filter((alarm) => alarm !== undefined)
    return new cloudwatch.AlarmStatusWidget({ title, alarms: shown, ...SIZE })
  }
  const metrics = widget.metrics.map((metric) => metricOf(metric, valueOf).with({ label: metric.label }))
  if (widget.kind === 'number') return new cloudwatch.SingleValueWidget({ title, metrics, ...SIZE })
  const leftAnnotations = widget.threshold === null ? [] : [widget.threshold]
  return new cloudwatch.GraphWidget({ title, left: metrics, leftAnnotations, ...SIZE })
}
