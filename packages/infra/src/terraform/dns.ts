import type { InfraDesign } from '../design/infra-design.ts'
import type { Dns, DnsRecord, HealthCheck, RecordTarget } from '../design/model/traffic.ts'
import { INPUTS } from './inputs.ts'
import { localName, named } from './names.ts'
import { nameTag, scopeOf, scopes } from './scope.ts'
import type { Resources } from './generated/aws.ts'
import { hcl, text } from './writer/expression.ts'
import { handle } from './writer/handle.ts'
import type { Ref, Value } from './writer/ref.ts'
import { TerraformFile } from './writer/terraform-file.ts'

/** The zone. */
export const ZONE = handle<Resources['aws_route53_zone']['attributes']>('aws_route53_zone.main')

export function healthCheckOf(id: HealthCheck['id']) {
  return handle<Resources['aws_route53_health_check']['attributes']>(`aws_route53_health_check.${id}`)
}

/** Zone, health checks and records; weighted records divide the traffic where DNS is what shifts it. */
export function dns(design: InfraDesign, { zoneName, ...dns }: Dns): TerraformFile {
  const file = new TerraformFile()
  const scope = scopeOf(design, 'target')
  file.resource('aws_route53_zone', 'main', {
    name: named(design, zoneName),
    comment: dns.comment,
    force_destroy: design.protection === 'ephemeral',
    tags: nameTag(scope, zoneName),
    vpc: dns.private ? scopes(design).map(({ at }) => ({ vpc_id: at.vpc().id })) : undefined,
  })
  for (const check of dns.healthChecks) healthCheck(file, design, check)
  for (const record of dns.records) dnsRecord(file, design, record)
  return file
}

function healthCheck(file: TerraformFile, design: InfraDesign, check: HealthCheck): void {
  file.resource('aws_route53_health_check', check.id, {
    type: check.protocol,
    fqdn: hostOf(design, check.target),
    port: check.port,
    resource_path: check.path,
    request_interval: check.intervalSeconds,
    failure_threshold: check.failures,
    tags: nameTag(scopeOf(design, 'target'), check.name),
  })
}

function dnsRecord(file: TerraformFile, design: InfraDesign, record: DnsRecord): void {
  const { name, type, target, weighted } = record
  const isAlias = target.kind === 'load-balancer' && type === 'A'
  const part = record.name.split('.')[0] ?? record.name
  file.resource('aws_route53_record', localName(part, weighted?.id ?? ''), {
    zone_id: ZONE.zone_id,
    name: named(design, name),
    type,
    ttl: isAlias ? undefined : (record.ttlSeconds ?? 60),
    records: isAlias ? undefined : [hostOf(design, target)],
    set_identifier: weighted?.id,
    health_check_id: record.healthCheck === null ? undefined : healthCheckOf(record.healthCheck).id,
    alias: isAlias ? alias(design, target.site) : undefined,
    weighted_routing_policy: weighted === null ? undefined : { weight: weightOf(weighted.id) },
  })
}

function alias(design: InfraDesign, site: 'source' | 'target') {
  const { dns_name, zone_id } = scopeOf(design, site).at.loadBalancer()
  return { name: dns_name, zone_id, evaluate_target_health: true }
}

/** One variable moves both, so that they always sum to 100. */
function weightOf(id: 'source' | 'target'): Value<number> {
  return id === 'target' ? INPUTS.trafficWeight : hcl`100 - ${INPUTS.trafficWeight}`
}

function hostOf(design: InfraDesign, target: RecordTarget): Ref<string> {
  switch (target.kind) {
    case 'load-balancer':
      return scopeOf(design, target.site).at.loadBalancer().dns_name
    case 'database': {
      const { at, site } = scopeOf(design, 'target')
      if (site.database.engine === 'rds-postgresql') return at.instance().address
      return target.endpoint === 'writer' ? at.cluster().endpoint : at.cluster().reader_endpoint
    }
    case 'address':
      return text`${target.host}`
    default:
      throw new TypeError(`no host for ${JSON.stringify(target satisfies never)}`)
  }
}
