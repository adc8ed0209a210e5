import {
  DescribeListenersCommand,
  DescribeLoadBalancerAttributesCommand,
  DescribeLoadBalancersCommand,
  DescribeTargetGroupAttributesCommand,
  DescribeTargetGroupsCommand,
  type Action,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import type { Colour } from '@causeway/infra'
import { expect } from 'vitest'
import { sorted, type DeployedSite } from '../deployed.ts'

export async function checkLoadBalancer(deployed: DeployedSite): Promise<void> {
  const { site, clients, outputs } = deployed
  const { loadBalancer } = site
  const arn = outputs.text(site.role, 'loadBalancer.arn')
  const { LoadBalancers } = await clients.elb.send(new DescribeLoadBalancersCommand({ LoadBalancerArns: [arn] }))
  const found = LoadBalancers?.[0]
  expect(found).toMatchObject({
    LoadBalancerName: loadBalancer.name,
    Scheme: loadBalancer.scheme,
    Type: 'application',
    State: { Code: 'active' },
    DNSName: outputs.text(site.role, 'loadBalancer.dnsName'),
  })
  const publicZones = site.network.subnets.filter(({ tier }) => tier === 'public').map(({ zone }) => zone)
  expect(sorted(found?.AvailabilityZones?.map(({ ZoneName = '' }) => ZoneName) ?? [])).toEqual(sorted(publicZones))

  const { Attributes = [] } = await clients.elb.send(
    new DescribeLoadBalancerAttributesCommand({ LoadBalancerArn: arn }),
  )
  const logs = loadBalancer.accessLogs
  expect(Object.fromEntries(Attributes.map(({ Key, Value }) => [Key, Value]))).toMatchObject({
    'routing.http2.enabled': String(loadBalancer.http2),
    'deletion_protection.enabled': String(loadBalancer.deletionProtection),
    'idle_timeout.timeout_seconds': String(loadBalancer.idleTimeoutSeconds),
    'access_logs.s3.enabled': String(logs !== null),
    ...(logs !== null && {
      'access_logs.s3.bucket': site.buckets.find(({ purpose }) => purpose === logs.bucket)?.name,
      'access_logs.s3.prefix': logs.prefix,
    }),
  })
  await checkTargetGroups(deployed)
  await checkListeners(deployed)
}

async function checkTargetGroups({ site, clients }: DeployedSite): Promise<void> {
  for (const group of site.loadBalancer.targetGroups) {
    const { TargetGroups } = await clients.elb.send(new DescribeTargetGroupsCommand({ Names: [group.name] }))
    const { health } = group
    expect(TargetGroups?.[0]).toMatchObject({
      Port: group.port,
      Protocol: group.protocol,
      TargetType: group.targetType,
      HealthCheckPath: health.path,
      HealthCheckIntervalSeconds: health.intervalSeconds,
      HealthCheckTimeoutSeconds: health.timeoutSeconds,
      HealthyThresholdCount: health.healthyCount,
      UnhealthyThresholdCount: health.unhealthyCount,
      Matcher: { HttpCode: health.codes },
    })
    const { Attributes = [] } = await clients.elb.send(
      new DescribeTargetGroupAttributesCommand({ TargetGroupArn: TargetGroups?.[0]?.TargetGroupArn }),
    )
    expect(Attributes).toContainEqual({
      Key: 'deregistration_delay.timeout_seconds',
      Value: String(group.deregistrationSeconds),
    })
  }
}

async function checkListeners(deployed: DeployedSite): Promise<void> {
  const { site } = deployed
  const { http, https } = site.loadBalancer
  const listeners = await listenersOf(deployed)
  expect(sorted(listeners.map(({ Port, Protocol }) => `${Port} ${Protocol}`))).toEqual(
    sorted([`${http.port} HTTP`, ...(https === null ? [] : [`${https.port} HTTPS`])]),
  )
  if (http.action === 'redirect-to-https') {
    const plain = listeners.find(({ Port }) => Port === http.port)
    expect(plain?.DefaultActions?.[0]).toMatchObject({ Type: 'redirect', RedirectConfig: { Protocol: 'HTTPS' } })
  }
  const seconds = site.loadBalancer.stickinessSeconds
  if (seconds === null) return
  const action = await forwardingAction(deployed)
  expect(action?.ForwardConfig?.TargetGroupStickinessConfig).toMatchObject({ Enabled: true, DurationSeconds: seconds })
}

async function listenersOf({ site, clients, outputs }: DeployedSite) {
  const arn = outputs.text(site.role, 'loadBalancer.arn')
  const { Listeners = [] } = await clients.elb.send(new DescribeListenersCommand({ LoadBalancerArn: arn }))
  return Listeners
}

async function forwardingAction(deployed: DeployedSite): Promise<Action | undefined> {
  const actions = (await listenersOf(deployed)).flatMap(({ DefaultActions = [] }) => DefaultActions)
  return actions.find(({ Type }) => Type === 'forward')
}

/** How requests are divided now, by colour; all go to the only group where there is one. */
export async function weightsOf(deployed: DeployedSite): Promise<Partial<Record<Colour, number>>> {
  const { site, clients } = deployed
  const action = await forwardingAction(deployed)
  const groups = action?.ForwardConfig?.TargetGroups ?? [{ TargetGroupArn: action?.TargetGroupArn, Weight: 100 }]
  const weights: Partial<Record<Colour, number>> = {}
  for (const { name, colour } of site.loadBalancer.targetGroups) {
    const { TargetGroups } = await clients.elb.send(new DescribeTargetGroupsCommand({ Names: [name] }))
    const arn = TargetGroups?.[0]?.TargetGroupArn
    weights[colour] = groups.find(({ TargetGroupArn }) => TargetGroupArn === arn)?.Weight ?? 0
  }
  return weights
}
