import { DescribeLogGroupsCommand, DescribeSubscriptionFiltersCommand } from '@aws-sdk/client-cloudwatch-logs'
import { DescribeAlarmsCommand, GetDashboardCommand } from '@aws-sdk/client-cloudwatch'
import { DescribeDeliveryStreamCommand } from '@aws-sdk/client-firehose'
import { GetTopicAttributesCommand, ListSubscriptionsByTopicCommand } from '@aws-sdk/client-sns'
import type { Alarm } from '@causeway/infra'
import { expect } from 'vitest'
import { sitesOf, sorted, type Deployed, type DeployedSite } from '../deployed.ts'
import { keyArn } from './keys.ts'

export async function checkMonitoring(deployed: Deployed): Promise<void> {
  await checkAlarms(deployed)
  await checkDashboard(deployed)
  for (const site of sitesOf(deployed)) await checkLogGroups(site)
  await checkDelivery(deployed)
  await checkNotifications(deployed)
}

const COMPARISONS: Readonly<Record<Alarm['comparison'], string>> = {
  above: 'GreaterThanThreshold',
  'at-or-above': 'GreaterThanOrEqualToThreshold',
  below: 'LessThanThreshold',
}
const MISSING: Readonly<Record<Alarm['missingData'], string>> = {
  'not-breaching': 'notBreaching',
  breaching: 'breaching',
  missing: 'missing',
}

async function checkAlarms({ design, clients, outputs }: Deployed): Promise<void> {
  const names = design.monitoring.alarms.map(({ name }) => name)
  const { MetricAlarms = [] } = await clients.cloudWatch.send(new DescribeAlarmsCommand({ AlarmNames: names }))
  for (const alarm of design.monitoring.alarms) {
    const { metric } = alarm
    const found = MetricAlarms.find(({ AlarmName }) => AlarmName === alarm.name)
    expect(found, alarm.name).toMatchObject({
      Namespace: metric.namespace,
      MetricName: metric.name,
      Period: metric.periodSeconds,
      EvaluationPeriods: alarm.periods,
      Threshold: alarm.threshold,
      ComparisonOperator: COMPARISONS[alarm.comparison],
      TreatMissingData: MISSING[alarm.missingData],
      ...(metric.statistic === 'p99' ? { ExtendedStatistic: 'p99' } : { Statistic: metric.statistic }),
    })
    const dimensions = Object.fromEntries((found?.Dimensions ?? []).map(({ Name, Value }) => [Name, Value]))
    expect(sorted(Object.keys(dimensions)), alarm.name).toEqual(sorted(Object.keys(metric.dimensions)))
    for (const [name, value] of Object.entries(metric.dimensions)) {
      const expected = typeof value === 'string' ? value : outputs.optional(value.site, value.attribute)
      // What no output says is known to be something.
      if (expected === null) expect(dimensions[name], alarm.name).toMatch(/./)
      else expect(dimensions[name], alarm.name).toBe(expected)
    }
    if (design.notifications !== null) {
      expect(found?.AlarmActions, alarm.name).toEqual([outputs.text('target', 'topic.arn')])
    }
  }
}

interface DashboardWidget {
  readonly type: string
  readonly properties: { readonly title?: string; readonly metrics?: readonly unknown[] }
}

async function checkDashboard({ design, clients }: Deployed): Promise<void> {
  const { name, widgets } = design.monitoring.dashboard
  const { DashboardBody } = await clients.cloudWatch.send(new GetDashboardCommand({ DashboardName: name }))
  const body: { readonly widgets: readonly DashboardWidget[] } = JSON.parse(DashboardBody ?? '{}')
  expect(body.widgets.map(({ properties }) => properties.title)).toEqual(widgets.map(({ title }) => title))
  expect(JSON.stringify(body.widgets[0]?.properties.metrics), 'replication lag comes first').toContain('CDCLatency')
}

async function checkLogGroups(deployed: DeployedSite): Promise<void> {
  for (const group of deployed.site.logGroups) {
    const { logGroups = [] } = await deployed.clients.logs.send(
      new DescribeLogGroupsCommand({ logGroupNamePrefix: group.name }),
    )
    const found = logGroups.find(({ logGroupName }) => logGroupName === group.name)
    expect(found?.retentionInDays, group.name).toBe(group.retentionDays)
    if (group.key !== null) expect(found?.kmsKeyId, group.name).toBe(await keyArn(deployed, group.key))
  }
}

async function checkDelivery({ design, clients }: Deployed): Promise<void> {
  const { delivery } = design.monitoring
  if (delivery === null) return
  const { DeliveryStreamDescription: stream } = await clients.firehose.send(
    new DescribeDeliveryStreamCommand({ DeliveryStreamName: delivery.streamName }),
  )
  const bucket = design.target.buckets.find(({ purpose }) => purpose === delivery.bucket)
  expect(stream?.DeliveryStreamStatus).toBe('ACTIVE')
  expect(stream?.Destinations?.[0]?.ExtendedS3DestinationDescription).toMatchObject({
    BucketARN: `arn:aws:s3:::${bucket?.name}`,
    BufferingHints: { SizeInMBs: delivery.bufferMib, IntervalInSeconds: delivery.bufferSeconds },
  })
  for (const { name, logGroup } of delivery.subscriptions) {
    const { subscriptionFilters = [] } = await clients.logs.send(
      new DescribeSubscriptionFiltersCommand({ logGroupName: logGroup }),
    )
    const destinations = subscriptionFilters.map(
      ({ destinationArn, filterPattern }) => `${destinationArn} ${filterPattern}`,
    )
    const forwarder =
      delivery.syslog === null ? [] : [expect.stringMatching(`:function:${delivery.syslog.functionName} $`)]
    expect(sorted(destinations), name).toEqual([`${stream?.DeliveryStreamARN} `, ...forwarder])
  }
}

async function checkNotifications(deployed: Deployed): Promise<void> {
  const { design, clients, outputs } = deployed
  const { notifications } = design
  if (notifications === null) return
  const topic = { TopicArn: outputs.text('target', 'topic.arn') }
  const { Attributes } = await clients.sns.send(new GetTopicAttributesCommand(topic))
  expect(Attributes?.['TopicArn']).toMatch(new RegExp(`:${notifications.topicName}$`))
  if (notifications.key !== null) expect(Attributes?.['KmsMasterKeyId']).toMatch(/./)
  const { Subscriptions = [] } = await clients.sns.send(new ListSubscriptionsByTopicCommand(topic))
  expect(sorted(Subscriptions.map(({ Protocol, Endpoint }) => `${Protocol} ${Endpoint}`))).toEqual(
    sorted(notifications.subscriptions.map(({ protocol, endpoint }) => `${protocol} ${endpoint}`)),
  )
}
