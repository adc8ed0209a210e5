import type { Colour } from './compute.ts'

export interface TargetGroup {
  readonly name: string
  readonly colour: Colour
  readonly port: number
  readonly protocol: 'HTTP'
  /** `ip` for Fargate tasks. */
  readonly targetType: 'ip' | 'instance'
  readonly health: HealthProbe
  readonly deregistrationSeconds: number
}

export interface HealthProbe {
  readonly path: string
  /** Such as `200` or `200-399`. */
  readonly codes: string
  readonly intervalSeconds: number
  readonly timeoutSeconds: number
  readonly healthyCount: number
  readonly unhealthyCount: number
}

export interface LoadBalancer {
  readonly name: string
  readonly scheme: 'internet-facing'
  readonly http2: boolean
  readonly idleTimeoutSeconds: number
  readonly deletionProtection: boolean
  /** Purpose of the bucket in `buckets`; `null` writes no access logs. */
  readonly accessLogs: { readonly bucket: 'access-logs'; readonly prefix: string } | null
  readonly targetGroups: readonly TargetGroup[]
  readonly http: { readonly name: string; readonly port: 80; readonly action: 'forward' | 'redirect-to-https' }
  readonly https: {
    readonly name: string
    readonly port: 443
    /** Imported into ACM by the operator: a private key written here would be kept in the state. */
    readonly certificateArn: string
    readonly policy: string
  } | null
  /** One for each target group; they sum to 100. */
  readonly weights: readonly { readonly colour: Colour; readonly weight: number }[]
  /** How long a client stays with the colour that answered first; `null` where there is one colour. */
  readonly stickinessSeconds: number | null
}

/** Where a name leads. */
export type RecordTarget =
  | { readonly kind: 'load-balancer'; readonly site: 'source' | 'target' }
  | { readonly kind: 'database'; readonly endpoint: 'writer' | 'reader' }
  | { readonly kind: 'address'; readonly host: string }

export interface DnsRecord {
  /** Fully qualified, without the dot at the end. */
  readonly name: string
  /** Aliases are `A` and have the TTL of what they lead to. */
  readonly type: 'A' | 'CNAME'
  readonly target: RecordTarget
  readonly ttlSeconds: number | null
  /** Weighted records of one name sum to 100. */
  readonly weighted: { readonly id: 'source' | 'target'; readonly weight: number } | null
  /** Id in `healthChecks`. */
  readonly healthCheck: 'source' | 'target' | null
}

export interface HealthCheck {
  readonly id: 'source' | 'target'
  readonly name: string
  readonly target: RecordTarget
  readonly protocol: 'HTTP' | 'HTTPS'
  readonly port: number
  readonly path: string
  readonly intervalSeconds: 10 | 30
  readonly failures: number
}

export interface Dns {
  readonly zoneName: string
  /** A private zone is seen from the VPCs of the sites only. */
  readonly private: boolean
  readonly comment: string
  /** The name applications call, the one whose weights shift. */
  readonly domainName: string
  readonly records: readonly DnsRecord[]
  readonly healthChecks: readonly HealthCheck[]
}

/** How the controller moves traffic. */
export interface TrafficShift {
  readonly by: 'load-balancer' | 'dns'
  /** Share of green now, 0 to 100. */
  readonly greenWeight: number
  /** In this order, from nothing to all. */
  readonly phases: readonly { readonly name: string; readonly blue: number; readonly green: number }[]
  readonly ttlSeconds: number | null
}
