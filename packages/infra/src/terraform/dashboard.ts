import type { InfraDesign } from '../design/infra-design.ts'
import type { Metric, Widget } from '../design/model/monitoring.ts'
import { INPUTS } from './inputs.ts'
import { dimensions } from './metric-dimensions.ts'
import { localName } from './names.ts'
import { jsonencode } from './writer/expression.ts'
import { reference, type Ref } from './writer/ref.ts'

/** CloudWatch's grid is 24 wide: two widgets in a row. */
const WIDTH = 12
const HEIGHT = 6

export function dashboardBody(design: InfraDesign): Ref<string> {
  const widgets = design.monitoring.dashboard.widgets.map((widget, index) => ({
    type: widget.kind === 'alarms' ? 'alarm' : 'metric',
    x: (index % 2) * WIDTH,
    y: Math.floor(index / 2) * HEIGHT,
    width: WIDTH,
    height: HEIGHT,
    properties: properties(design, widget),
  }))
  return jsonencode({ widgets })
}

function properties(design: InfraDesign, widget: Widget): object {
  if (widget.kind === 'alarms') {
    const arn = (id: string) => reference(`aws_cloudwatch_metric_alarm.migration["${localName(id)}"].arn`)
    return { title: widget.title, alarms: widget.alarms.map(arn) }
  }
  return {
    title: widget.title,
    view: widget.kind === 'graph' ? 'timeSeries' : 'singleValue',
    region: INPUTS.region,
    metrics: widget.metrics.map((metric) => metricLine(design, metric)),
    annotations: widget.threshold === null ? undefined : { horizontal: [widget.threshold] },
  }
}

/** Namespace, name, then each dimension with its value, then how it is drawn. */
function metricLine(design: InfraDesign, metric: Metric): readonly unknown[] {
  const { namespace, name, statistic, periodSeconds, label } = metric
  const drawn = { stat: statistic, period: periodSeconds, label }
  return [namespace, name, ...Object.entries(dimensions(design, metric)).flat(), drawn]
}
