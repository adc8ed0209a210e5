import { paginateDescribeAutoScalingGroups, paginateDescribePolicies } from '@aws-sdk/client-auto-scaling'
import { paginateDescribeAlarms, paginateListDashboards } from '@aws-sdk/client-cloudwatch'
import { paginateDescribeLogGroups } from '@aws-sdk/client-cloudwatch-logs'
import {
  DescribeClustersCommand,
  paginateListClusters,
  paginateListServices,
  paginateListTaskDefinitions,
  type ECSClient,
} from '@aws-sdk/client-ecs'
import { paginateDescribeLoadBalancers, paginateDescribeTargetGroups } from '@aws-sdk/client-elastic-load-balancing-v2'
import { ListDeliveryStreamsCommand } from '@aws-sdk/client-firehose'
import { paginateListHealthChecks, paginateListHostedZones } from '@aws-sdk/client-route-53'
import { paginateListSubscriptions, paginateListTopics } from '@aws-sdk/client-sns'
import { collect, type Kind } from './collect.ts'

export const APPLICATION_KINDS: Readonly<Record<string, Kind>> = {
  'Auto Scaling group': async ({ autoScaling: client }) => {
    const all = await collect(paginateDescribeAutoScalingGroups({ client }, {}), (page) => page.AutoScalingGroups)
    return all.map(({ AutoScalingGroupName }) => AutoScalingGroupName)
  },
  'scaling policy': async ({ autoScaling: client }) => {
    const all = await collect(paginateDescribePolicies({ client }, {}), (page) => page.ScalingPolicies)
    return all.map(({ PolicyARN }) => PolicyARN)
  },
  'load balancer': async ({ elb: client }) => {
    const all = await collect(paginateDescribeLoadBalancers({ client }, {}), (page) => page.LoadBalancers)
    return all.map(({ LoadBalancerArn }) => LoadBalancerArn)
  },
  'target group': async ({ elb: client }) => {
    const all = await collect(paginateDescribeTargetGroups({ client }, {}), (page) => page.TargetGroups)
    return all.map(({ TargetGroupArn }) => TargetGroupArn)
  },
  'ECS cluster': ({ ecs }) => activeClusters(ecs),
  'ECS service': async ({ ecs: client }) => {
    const services = (await activeClusters(client)).map((cluster) =>
      collect(paginateListServices({ client }, { cluster }), (page) => page.serviceArns),
    )
    return (await Promise.all(services)).flat()
  },
  'task definition': ({ ecs: client }) =>
    collect(paginateListTaskDefinitions({ client }, { status: 'ACTIVE' }), (page) => page.taskDefinitionArns),
  'hosted zone': async ({ route53: client }) =>
    (await collect(paginateListHostedZones({ client }, {}), (page) => page.HostedZones)).map(({ Id }) => Id),
  'health check': async ({ route53: client }) =>
    (await collect(paginateListHealthChecks({ client }, {}), (page) => page.HealthChecks)).map(({ Id }) => Id),
  alarm: async ({ cloudWatch: client }) =>
    (await collect(paginateDescribeAlarms({ client }, {}), (page) => page.MetricAlarms)).map((one) => one.AlarmName),
  dashboard: async ({ cloudWatch: client }) => {
    const all = await collect(paginateListDashboards({ client }, {}), (page) => page.DashboardEntries)
    return all.map(({ DashboardName }) => DashboardName)
  },
  'log group': async ({ logs: client }) => {
    const all = await collect(paginateDescribeLogGroups({ client }, {}), (page) => page.logGroups)
    return all.map(({ logGroupName }) => logGroupName)
  },
  'delivery stream': async ({ firehose }) =>
    (await firehose.send(new ListDeliveryStreamsCommand({ Limit: 10_000 }))).DeliveryStreamNames ?? [],
  topic: async ({ sns: client }) =>
    (await collect(paginateListTopics({ client }, {}), (page) => page.Topics)).map(({ TopicArn }) => TopicArn),
  subscription: async ({ sns: client }) => {
    const all = await collect(paginateListSubscriptions({ client }, {}), (page) => page.Subscriptions)
    return all.map(({ SubscriptionArn }) => SubscriptionArn)
  },
}

/** One that was deleted may be listed for some time, as INACTIVE. */
async function activeClusters(client: ECSClient): Promise<readonly string[]> {
  const arns = await collect(paginateListClusters({ client }, {}), (page) => page.clusterArns)
  if (arns.length === 0) return []
  const { clusters = [] } = await client.send(new DescribeClustersCommand({ clusters: [...arns] }))
  return clusters.filter(({ status }) => status === 'ACTIVE').map(({ clusterArn = '' }) => clusterArn)
}
