import { Duration } from 'aws-cdk-lib'
import type * as ec2 from 'aws-cdk-lib/aws-ec2'
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2'
import type * as s3 from 'aws-cdk-lib/aws-s3'
import { Construct } from 'constructs'
import type { Colour } from '../../design/model/compute.ts'
import type { LoadBalancer, TargetGroup } from '../../design/model/traffic.ts'
import { memberOf } from '../member-of.ts'

export interface SiteLoadBalancerProps {
  readonly loadBalancer: LoadBalancer
  readonly vpc: ec2.IVpc
  readonly vpcSubnets: ec2.SubnetSelection
  readonly securityGroup: ec2.ISecurityGroup
  /** For the access logs, where the load balancer writes any. */
  readonly accessLogs?: s3.IBucket
}

/** The load balancer, its target groups, and how requests are divided between them. */
export class SiteLoadBalancer extends Construct {
  readonly loadBalancer: elbv2.ApplicationLoadBalancer
  /** The one that forwards: HTTPS where there is a certificate. */
  readonly listener: elbv2.ApplicationListener
  readonly #targetGroups: ReadonlyMap<Colour, elbv2.ApplicationTargetGroup>

  constructor(scope: Construct, id: string, props: SiteLoadBalancerProps) {
    super(scope, id)
    const { loadBalancer: decided, vpc, vpcSubnets, securityGroup } = props
    this.loadBalancer = new elbv2.ApplicationLoadBalancer(this, 'LoadBalancer', {
      loadBalancerName: decided.name,
      vpc,
      vpcSubnets,
      securityGroup,
      internetFacing: true,
      http2Enabled: decided.http2,
      idleTimeout: Duration.seconds(decided.idleTimeoutSeconds),
      dropInvalidHeaderFields: true,
      deletionProtection: decided.deletionProtection,
    })
    if (decided.accessLogs !== null && props.accessLogs !== undefined) {
      this.loadBalancer.logAccessLogs(props.accessLogs, decided.accessLogs.prefix)
    }
    this.#targetGroups = new Map(decided.targetGroups.map((group) => [group.colour, targetGroup(this, group, vpc)]))
    const http = this.#httpListener(decided)
    this.listener = decided.https === null ? http : this.#httpsListener(decided, decided.https)
  }

  /** @throws RangeError when there is no such colour. */
  targetGroup(colour: Colour): elbv2.ApplicationTargetGroup {
    const group = this.#targetGroups.get(colour)
    if (group === undefined) throw new RangeError(`no target group for ${colour}`)
    return group
  }

  #httpListener(decided: LoadBalancer): elbv2.ApplicationListener {
    const { http, https } = decided
    const toHttps = elbv2.ListenerAction.redirect({
      protocol: 'HTTPS',
      port: String(https?.port ?? 443),
      permanent: true,
    })
    return this.loadBalancer.addListener('Http', {
      port: http.port,
      protocol: elbv2.ApplicationProtocol.HTTP,
      // Who may connect is the security group's to say.
      open: false,
      defaultAction: http.action === 'forward' ? this.#forward(decided) : toHttps,
    })
  }

  #httpsListener(decided: LoadBalancer, https: NonNullable<LoadBalancer['https']>): elbv2.ApplicationListener {
    return this.loadBalancer.addListener('Https', {
      port: https.port,
      protocol: elbv2.ApplicationProtocol.HTTPS,
      open: false,
      certificates: [elbv2.ListenerCertificate.fromArn(https.certificateArn)],
      sslPolicy: memberOf(elbv2.SslPolicy, https.policy),
      defaultAction: this.#forward(decided),
    })
  }

  /** One colour gets everything; of two each gets its share, and a client stays with the one that answered first. */
  #forward({ weights, stickinessSeconds }: LoadBalancer): elbv2.ListenerAction {
    const [only] = weights
    if (weights.length === 1 && only !== undefined) return elbv2.ListenerAction.forward([this.targetGroup(only.colour)])
    const shares = weights.map(({ colour, weight }) => ({ targetGroup: this.targetGroup(colour), weight }))
    const stickinessDuration = stickinessSeconds === null ? undefined : Duration.seconds(stickinessSeconds)
    return elbv2.ListenerAction.weightedForward(shares, { stickinessDuration })
  }
}

const TARGET_TYPES = { ip: elbv2.TargetType.IP, instance: elbv2.TargetType.INSTANCE } as const

function targetGroup(scope: Construct, group: TargetGroup, vpc: ec2.IVpc): elbv2.ApplicationTargetGroup {
  const { health } = group
  return new elbv2.ApplicationTargetGroup(scope, group.colour, {
    targetGroupName: group.name,
    vpc,
    port: group.port,
    protocol: elbv2.ApplicationProtocol.HTTP,
    targetType: TARGET_TYPES[group.targetType],
    deregistrationDelay: Duration.seconds(group.deregistrationSeconds),
    healthCheck: {
      path: health.path,
      healthyHttpCodes: health.codes,
      interval: Duration.seconds(health.intervalSeconds),
      timeout: Duration.seconds(health.timeoutSeconds),
      healthyThresholdCount: health.healthyCount,
      unhealthyThresholdCount: health.unhealthyCount,
    },
  })
}
