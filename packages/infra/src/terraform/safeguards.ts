import type { InfraDesign } from '../design/infra-design.ts'
import type { Safeguards } from '../design/model/operations.ts'
import { named } from './names.ts'
import { nameTag, scopeOf, scopes, type Scope } from './scope.ts'
import { dynamic, type Each } from './writer/dynamic.ts'
import { hcl } from './writer/expression.ts'
import { handle } from './writer/handle.ts'
import { reference, type Value } from './writer/ref.ts'
import { TerraformFile } from './writer/terraform-file.ts'

/** What a production system has beside the system: a firewall, flow logs, backups, an audit trail. */
export function safeguards(design: InfraDesign, safeguards: Safeguards): TerraformFile {
  const file = new TerraformFile()
  firewall(file, design, safeguards.waf)
  for (const scope of scopes(design)) flowLog(file, scope, safeguards.flowLogs)
  backup(file, design, safeguards.backup)
  trail(file, design, safeguards.trail)
  return file
}

function firewall(file: TerraformFile, design: InfraDesign, waf: Safeguards['waf']): void {
  const measured = (name: Value<string>) => ({
    metric_name: name,
    cloudwatch_metrics_enabled: true,
    sampled_requests_enabled: true,
  })
  file.comment('In this order.').locals({ managed_rules: waf.managedRules })
  const managed = dynamic(reference<readonly string[]>('local.managed_rules'), ({ key, value }: Each<string>) => ({
    name: value,
    priority: hcl<number>`${key}`,
    override_action: { none: {} },
    statement: { managed_rule_group_statement: { vendor_name: 'AWS', name: value } },
    visibility_config: measured(value),
  }))
  const limit = {
    name: 'requests-per-address',
    priority: waf.managedRules.length,
    action: { block: {} },
    statement: { rate_based_statement: { limit: waf.requestsPerIpIn5Minutes, aggregate_key_type: 'IP' } },
    visibility_config: measured('requests-per-address'),
  }
  const acl = file.resource('aws_wafv2_web_acl', 'main', {
    name: named(design, waf.name),
    scope: 'REGIONAL',
    tags: nameTag(scopeOf(design, 'target'), waf.name),
    default_action: { allow: {} },
    rule: [managed, limit],
    visibility_config: measured(waf.name.replace(design.naming.tail, '')),
  })
  for (const { at } of scopes(design)) {
    file.resource('aws_wafv2_web_acl_association', at.name(), {
      web_acl_arn: acl.arn,
      resource_arn: at.loadBalancer().arn,
    })
  }
}

function flowLog(file: TerraformFile, scope: Scope, { role, traffic }: Safeguards['flowLogs']): void {
  const { site, at } = scope
  const group = site.logGroups.find(({ purpose }) => purpose === 'flow')
  if (group === undefined) return
  file.resource('aws_flow_log', at.name(), {
    vpc_id: at.vpc().id,
    traffic_type: traffic,
    log_destination_type: 'cloud-watch-logs',
    log_destination: at.logGroup(group.name).arn,
    iam_role_arn: at.role(role).arn,
    tags: nameTag(scope, site.network.name),
  })
}

function backup(file: TerraformFile, design: InfraDesign, backup: Safeguards['backup']): void {
  const scope = scopeOf(design, 'target')
  const vault = file.resource('aws_backup_vault', 'main', {
    name: named(design, backup.vaultName),
    tags: nameTag(scope, backup.vaultName),
  })
  const plan = file.resource('aws_backup_plan', 'main', {
    name: named(design, backup.planName),
    tags: nameTag(scope, backup.planName),
    rule: {
      rule_name: 'daily',
      target_vault_name: vault.name,
      schedule: backup.schedule,
      lifecycle: { delete_after: backup.deleteAfterDays },
    },
  })
  file.resource('aws_backup_selection', 'databases', {
    name: named(design, backup.planName),
    plan_id: plan.id,
    iam_role_arn: scope.at.role(backup.role).arn,
    resources: scopes(design).map(({ site, at }) =>
      site.database.engine === 'rds-postgresql' ? at.instance().arn : at.cluster().arn,
    ),
  })
}

function trail(file: TerraformFile, design: InfraDesign, trail: Safeguards['trail']): void {
  const scope = scopeOf(design, 'target')
  file.resource('aws_cloudtrail', 'main', {
    name: named(design, trail.name),
    s3_bucket_name: scope.at.bucket(trail.bucket).id,
    is_multi_region_trail: trail.multiRegion,
    include_global_service_events: true,
    enable_log_file_validation: true,
    tags: nameTag(scope, trail.name),
    depends_on: [handle(`aws_s3_bucket_policy.${scope.at.name(trail.bucket)}`)],
  })
}
