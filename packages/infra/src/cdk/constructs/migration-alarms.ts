import { Duration } from 'aws-cdk-lib'
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import type * as sns from 'aws-cdk-lib/aws-sns'
import { Construct } from 'constructs'
import type { Alarm, Metric } from '../../design/model/monitoring.ts'
import type { Attribute } from '../../design/model/outputs.ts'

export interface MigrationAlarmsProps {
  readonly alarms: readonly Alarm[]
  readonly topic?: sns.ITopic
  /** The value of what is known only when deployed. */
  readonly valueOf: (attribute: Attribute) => string
}

const COMPARISONS: Readonly<Record<Alarm['comparison'], cloudwatch.ComparisonOperator>> = {
  above: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
  'at-or-above': cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
  below: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
}

const MISSING_DATA: Readonly<Record<Alarm['missingData'], cloudwatch.TreatMissingData>> = {
  'not-breaching': cloudwatch.TreatMissingData.NOT_BREACHING,
  breaching: cloudwatch.TreatMissingData.BREACHING,
  missing: cloudwatch.TreatMissingData.MISSING,
}

/** Alarms that tell the topic when they go off, and when they end. */
export class MigrationAlarms extends Construct {
  /** By id. */
  readonly alarms: ReadonlyMap<string, cloudwatch.Alarm>

  constructor(scope: Construct, id: string, { alarms, topic, valueOf }: MigrationAlarmsProps) {
    super(scope, id)
    this.alarms = new Map(
      alarms.map((decided) => {
        const alarm = new cloudwatch.Alarm(this, decided.id, {
          alarmName: decided.name,
          alarmDescription: decided.description,
          metric: metricOf(decided.metric, valueOf),
          comparisonOperator: COMPARISONS[decided.comparison],
          threshold: decided.threshold,
          evaluationPeriods: decided.periods,
          treatMissingData: MISSING_DATA[decided.missingData],
        })
        if (topic !== undefined) {
          alarm.addAlarmAction(new SnsAction(topic))
          alarm.addOkAction(new SnsAction(topic))
        }
        return [decided.id, alarm] as const
      }),
    )
  }
}

/** A metric of the design as CloudWatch reads it; without its label, which an alarm cannot have. */
export function metricOf(metric: Metric, valueOf: MigrationAlarmsProps['valueOf']): cloudwatch.Metric {
  const dimensions = Object.entries(metric.dimensions).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : valueOf(value),
  ])
  return new cloudwatch.Metric({
    namespace: metric.namespace,
    metricName: metric.name,
    dimensionsMap: Object.fromEntries(dimensions) as Record<string, string>,
    statistic: metric.statistic,
    period: Duration.seconds(metric.periodSeconds),
  })
}
