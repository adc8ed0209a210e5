import { seconds, sidesOf, type Context, type Side } from './context.ts'
import type { Dns, DnsRecord, HealthCheck, RecordTarget, TrafficShift } from './model/traffic.ts'

/** How traffic moves: where it is now, and every step of the declaration after it. */
export function trafficShift({ spec, infra }: Context): TrafficShift {
  const phases = [0, ...spec.traffic.steps].map((green) => ({
    name: phaseName(green),
    blue: 100 - green,
    green,
  }))
  return {
    by: infra.shift.by,
    greenWeight: infra.shift.weights.green,
    phases,
    ttlSeconds: infra.shift.by === 'dns' && infra.dns !== undefined ? seconds(infra.dns.ttl) : null,
  }
}

function phaseName(green: number): string {
  if (green === 0) return 'preparation'
  return green === 100 ? 'complete' : `shift-${green}`
}

/** The hosted zone with its records; `null` where none is declared. */
export function dns(context: Context): Dns | null {
  const { infra, names, spec } = context
  const { dns: declared } = infra
  if (declared === undefined) return null
  const zoneName = declared.zone.replaceAll('{suffix}', names.naming.suffix)
  const domainName = `${declared.name}.${zoneName}`
  const ttlSeconds = seconds(declared.ttl)
  return {
    zoneName,
    private: declared.private,
    comment: `Names of ${spec.name} in ${spec.environment}`,
    domainName,
    records: [...shifted(context, domainName, ttlSeconds), ...fixed(context, zoneName, ttlSeconds)],
    healthChecks: declared.healthChecks ? healthChecks(context) : [],
  }
}

/** The name applications call. */
function shifted(context: Context, name: string, ttlSeconds: number): readonly DnsRecord[] {
  const { infra } = context
  const plain = { name, healthCheck: null, weighted: null }
  const green: RecordTarget = { kind: 'load-balancer', site: 'target' }
  if (infra.shift.by === 'load-balancer') return [{ ...plain, type: 'A', target: green, ttlSeconds: null }]
  const weights = { source: infra.shift.weights.blue, target: infra.shift.weights.green }
  const blue = blueOf(context)
  // Records of one name are of one type: beside a host name the load balancer is called by its name too.
  const type = blue.kind === 'address' && !isAddress(blue.host) ? 'CNAME' : 'A'
  return (['source', 'target'] as const).map((id) => {
    const target = id === 'source' ? blue : green
    const isAlias = type === 'A' && target.kind === 'load-balancer'
    return {
      name,
      type,
      target,
      ttlSeconds: isAlias ? null : ttlSeconds,
      weighted: { id, weight: weights[id] },
      healthCheck: infra.dns?.healthChecks === true ? id : null,
    }
  })
}

function blueOf({ infra }: Context): RecordTarget {
  if (infra.mirror !== undefined) return { kind: 'load-balancer', site: 'source' }
  return { kind: 'address', host: infra.dns?.onPremises ?? '' }
}

function isAddress(host: string): boolean {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(host)
}

/** Names of both sides by themselves, and of the database. */
function fixed(context: Context, zoneName: string, ttlSeconds: number): readonly DnsRecord[] {
  const { infra } = context
  const record = (label: string, rest: Pick<DnsRecord, 'type' | 'target' | 'ttlSeconds'>): DnsRecord => {
    return { name: `${label}.${zoneName}`, ...rest, weighted: null, healthCheck: null }
  }
  const sides =
    infra.mirror === undefined
      ? []
      : sidesOf(infra).map((site) =>
          record(site, { type: 'A', target: { kind: 'load-balancer', site }, ttlSeconds: null }),
        )
  const endpoint = (label: string, which: 'writer' | 'reader') =>
    record(label, { type: 'CNAME', target: { kind: 'database', endpoint: which }, ttlSeconds })
  const readers = infra.database.engine === 'rds-postgresql' ? [] : [endpoint('db-reader', 'reader')]
  // A public zone would tell everybody where the database is.
  return [...sides, ...(infra.dns?.private === true ? [endpoint('db', 'writer'), ...readers] : [])]
}

const FAILURES = 3

function healthChecks(context: Context): readonly HealthCheck[] {
  const { infra, names } = context
  const hasHttps = infra.loadBalancer.certificate !== undefined
  const watched: readonly Side[] = infra.shift.by === 'dns' ? ['source', 'target'] : ['target']
  return watched.map((id) => ({
    id,
    name: names.of('tag', 'health-check', id),
    target: id === 'source' ? blueOf(context) : { kind: 'load-balancer', site: 'target' },
    protocol: hasHttps ? 'HTTPS' : 'HTTP',
    port: hasHttps ? 443 : 80,
    path: infra.loadBalancer.health.path,
    intervalSeconds: 30,
    failures: FAILURES,
  }))
}
