import type { Colour } from '../design/model/compute.ts'
import type { TargetGroup } from '../design/model/traffic.ts'
import { INPUTS } from './inputs.ts'
import { named } from './names.ts'
import { nameTag, type Scope } from './scope.ts'

import { handle } from './writer/handle.ts'
import { reference, type Value } from './writer/ref.ts'
import { TerraformFile } from './writer/terraform-file.ts'

/** The load balancer, its target groups, and how requests are divided between them. */
export function traffic(scope: Scope): TerraformFile {
  const file = new TerraformFile()
  loadBalancer(file, scope)
  targetGroups(file, scope)
  listeners(file, scope)
  return file
}

function loadBalancer(file: TerraformFile, scope: Scope): void {
  const { design, site, at } = scope
  const { loadBalancer } = site
  const logs = loadBalancer.accessLogs
  file.resource('aws_lb', at.name(), {
    name: named(design, loadBalancer.name),
    load_balancer_type: 'application',
    internal: false,
    security_groups: [at.securityGroups().at('load_balancer').id],
    subnets: at.subnets('public').all('id'),
    enable_http2: loadBalancer.http2,
    idle_timeout: loadBalancer.idleTimeoutSeconds,
    drop_invalid_header_fields: true,
    enable_deletion_protection: loadBalancer.deletionProtection,
    tags: nameTag(scope, loadBalancer.name),
    access_logs: logs ? { bucket: at.bucket(logs.bucket).id, prefix: logs.prefix, enabled: true } : undefined,
    // A load balancer tries its bucket when it is made, and is refused without the policy.
    depends_on: logs ? [handle(`aws_s3_bucket_policy.${at.name(logs.bucket)}`)] : undefined,
  })
}

function targetGroups(file: TerraformFile, scope: Scope): void {
  const { design, site, at } = scope
  const groups = site.loadBalancer.targetGroups
  const [like] = groups
  if (like === undefined) return
  const local = at.own('target_groups')
  file.locals({ [local]: Object.fromEntries(groups.map(({ colour, name }) => [colour, named(design, name)])) })
  const table = reference<Record<Colour, string>>(`local.${local}`)
  file.resourceForEach('aws_lb_target_group', at.name(), table, ({ value }) => ({
    name: value,
    vpc_id: at.vpc().id,
    target_type: like.targetType,
    protocol: like.protocol,
    port: INPUTS.port,
    deregistration_delay: String(like.deregistrationSeconds),
    tags: { Name: value },
    health_check: healthCheck(like),
  }))
}

function healthCheck({ health, protocol }: TargetGroup) {
  return {
    protocol,
    path: health.path,
    matcher: health.codes,
    interval: health.intervalSeconds,
    timeout: health.timeoutSeconds,
    healthy_threshold: health.healthyCount,
    unhealthy_threshold: health.unhealthyCount,
  }
}

function listeners(file: TerraformFile, scope: Scope): void {
  const { site, at } = scope
  const { http, https } = site.loadBalancer
  const redirect = { port: String(https?.port ?? 443), protocol: 'HTTPS', status_code: 'HTTP_301' }
  file.resource('aws_lb_listener', at.name('http'), {
    load_balancer_arn: at.loadBalancer().arn,
    protocol: 'HTTP',
    port: http.port,
    tags: nameTag(scope, http.name),
    default_action: http.action === 'forward' ? forward(scope) : { type: 'redirect', redirect },
  })
  if (https === null) return
  file.resource('aws_lb_listener', at.name('https'), {
    load_balancer_arn: at.loadBalancer().arn,
    protocol: 'HTTPS',
    port: https.port,
    certificate_arn: INPUTS.certificate,
    ssl_policy: https.policy,
    tags: nameTag(scope, https.name),
    default_action: forward(scope),
  })
}

/** One colour gets everything; of two each gets its share, and a client stays with the one that answered first. */
function forward({ site, at }: Scope) {
  const { weights, stickinessSeconds } = site.loadBalancer
  const [only] = weights
  if (weights.length < 2 && only !== undefined) {
    return { type: 'forward', target_group_arn: at.targetGroups().at(only.colour).arn }
  }
  const stickiness = stickinessSeconds === null ? undefined : { enabled: true, duration: stickinessSeconds }
  return {
    type: 'forward',
    forward: {
      target_group: weights.map(({ colour }) => ({ arn: at.targetGroups().at(colour).arn, weight: WEIGHTS[colour] })),
      stickiness,
    },
  }
}

const WEIGHTS = { blue: INPUTS.blueWeight, green: INPUTS.greenWeight } as const satisfies Record<Colour, Value<number>>
