import { seconds, type Context, type Side } from './context.ts'
import { coloursOf, targetGroupName } from './compute.ts'
import type { LoadBalancer, TargetGroup } from './model/traffic.ts'
import { labelOf } from './network.ts'

/** TLS 1.2 and 1.3 only. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html */
const TLS_POLICY = 'ELBSecurityPolicy-TLS13-1-2-2021-06'

/** The load balancer of one side. */
export function loadBalancer(context: Context, side: Side): LoadBalancer {
  const { infra, names, production } = context
  const { loadBalancer: declared, shift } = infra
  const label = labelOf(context, side)
  const colours = coloursOf(context, side)
  const isShared = colours.length > 1
  return {
    name: names.of('loadBalancer', 'alb', label),
    scheme: 'internet-facing',
    http2: true,
    idleTimeoutSeconds: seconds(declared.idleTimeout),
    deletionProtection: production,
    accessLogs: declared.accessLogs ? { bucket: 'access-logs', prefix: 'alb' } : null,
    targetGroups: colours.map((colour) => targetGroup(context, side, colour)),
    http: {
      name: names.of('tag', 'listener-http', label),
      port: 80,
      action: declared.certificate === undefined ? 'forward' : 'redirect-to-https',
    },
    https:
      declared.certificate === undefined
        ? null
        : {
            name: names.of('tag', 'listener-https', label),
            port: 443,
            certificateArn: declared.certificate,
            policy: TLS_POLICY,
          },
    weights: colours.map((colour) => ({ colour, weight: isShared ? shift.weights[colour] : 100 })),
    stickinessSeconds: isShared && shift.stickiness > 0 ? seconds(shift.stickiness) : null,
  }
}

function targetGroup(context: Context, side: Side, colour: 'blue' | 'green'): TargetGroup {
  const { infra } = context
  const { health, deregistrationDelay } = infra.loadBalancer
  return {
    name: targetGroupName(context, side, colour),
    colour,
    port: infra.compute.port,
    protocol: 'HTTP',
    targetType: infra.compute.kind === 'fargate' ? 'ip' : 'instance',
    health: {
      path: health.path,
      codes: health.codes,
      intervalSeconds: seconds(health.interval),
      timeoutSeconds: seconds(health.timeout),
      healthyCount: health.healthy,
      unhealthyCount: health.unhealthy,
    },
    deregistrationSeconds: seconds(deregistrationDelay),
  }
}
