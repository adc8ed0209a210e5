import { Duration, Tags } from 'aws-cdk-lib'
import type * as ec2 from 'aws-cdk-lib/aws-ec2'
import type * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2'
import * as route53 from 'aws-cdk-lib/aws-route53'
import { LoadBalancerTarget } from 'aws-cdk-lib/aws-route53-targets'
import { Construct } from 'constructs'
import type { Dns, DnsRecord, HealthCheck, RecordTarget } from '../../design/model/traffic.ts'

/** What the names of a site lead to. */
export interface TrafficSide {
  readonly vpc: ec2.IVpc
  readonly loadBalancer: elbv2.IApplicationLoadBalancer
  readonly databaseEndpoint: string
}

export interface TrafficDnsProps {
  readonly dns: Dns
  readonly sites: Readonly<Record<'source' | 'target', TrafficSide>>
}

/** The zone, health checks of both load balancers, and records whose weights shift the traffic. */
export class TrafficDns extends Construct {
  readonly zone: route53.HostedZone
  readonly #checks: ReadonlyMap<HealthCheck['id'], route53.HealthCheck>

  constructor(scope: Construct, id: string, { dns, sites }: TrafficDnsProps) {
    super(scope, id)
    this.zone = new route53.HostedZone(this, 'Zone', {
      zoneName: dns.zoneName,
      comment: dns.comment,
      ...(dns.private ? { vpcs: [sites.target.vpc, sites.source.vpc] } : {}),
    })
    this.#checks = new Map(dns.healthChecks.map((check) => [check.id, healthCheck(this, check, sites)]))
    for (const record of dns.records) this.#record(record, sites)
  }

  /** The id of a health check; undefined when it was not asked for. */
  healthCheckId(id: HealthCheck['id']): string | undefined {
    return this.#checks.get(id)?.healthCheckId
  }

  #record({ name, target, ttlSeconds, weighted, healthCheck }: DnsRecord, sites: TrafficDnsProps['sites']): void {
    const common = {
      zone: this.zone,
      // With the dot, so that the zone is not added once more.
      recordName: `${name}.`,
      ...(weighted === null ? {} : { weight: weighted.weight, setIdentifier: weighted.id }),
      healthCheck: healthCheck === null ? undefined : this.#checks.get(healthCheck),
    }
    const id = `${name.split('.')[0]}${weighted === null ? '' : `-${weighted.id}`}`
    if (target.kind === 'load-balancer') {
      const alias = new LoadBalancerTarget(sites[target.site].loadBalancer, { evaluateTargetHealth: true })
      new route53.ARecord(this, id, { ...common, target: route53.RecordTarget.fromAlias(alias) })
    } else {
      const domainName = hostOf(target, sites)
      new route53.CnameRecord(this, id, { ...common, domainName, ttl: Duration.seconds(ttlSeconds ?? 60) })
    }
  }
}

const PROTOCOLS = { HTTP: route53.HealthCheckType.HTTP, HTTPS: route53.HealthCheckType.HTTPS } as const

function healthCheck(scope: Construct, check: HealthCheck, sites: TrafficDnsProps['sites']): route53.HealthCheck {
  const made = new route53.HealthCheck(scope, `Health-${check.id}`, {
    type: PROTOCOLS[check.protocol],
    fqdn: hostOf(check.target, sites),
    port: check.port,
    resourcePath: check.path,
    requestInterval: Duration.seconds(check.intervalSeconds),
    failureThreshold: check.failures,
  })
  Tags.of(made).add('Name', check.name)
  return made
}

function hostOf(target: RecordTarget, sites: TrafficDnsProps['sites']): string {
  switch (target.kind) {
    case 'load-balancer':
      return sites[target.site].loadBalancer.loadBalancerDnsName
    case 'database':
      return sites.target.databaseEndpoint
    case 'address':
      return target.host
    default:
      throw new TypeError(`no host for ${JSON.stringify(target satisfies never)}`)
  }
}
