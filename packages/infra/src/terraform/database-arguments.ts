import type { ParameterGroup } from '../design/model/database.ts'
import { named } from './names.ts'
import { keyArn, sized, type Scope } from './scope.ts'
import { reference } from './writer/ref.ts'

/** The arguments that clusters and instances have in common, in the order a reader asks for them. */
export function databaseArguments(scope: Scope) {
  const { site, at, design } = scope
  const { database } = site
  return {
    place: {
      db_subnet_group_name: reference<string>(`aws_db_subnet_group.${at.name()}.name`),
      vpc_security_group_ids: [at.securityGroups().at('database').id],
    },
    protection: {
      storage_encrypted: true,
      kms_key_id: keyArn(scope, database.key),
      iam_database_authentication_enabled: database.iamAuthentication,
      deletion_protection: database.deletionProtection,
      skip_final_snapshot: database.finalSnapshotName === null,
      final_snapshot_identifier:
        database.finalSnapshotName === null ? undefined : named(design, database.finalSnapshotName),
      copy_tags_to_snapshot: true,
    },
    backup: { backup_retention_period: sized(scope, 'backupRetentionDays', database.backupRetentionDays) },
    logs: { enabled_cloudwatch_logs_exports: database.logExports },
    // RDS makes a group that is not there, and keeps its logs for ever.
    after: site.logGroups.filter(({ purpose }) => purpose === 'database').map(({ name }) => at.logGroup(name)),
    lifecycle: database.retain ? { prevent_destroy: true } : undefined,
  }
}

/** What Performance Insights takes, where it is on. */
export function performanceInsights(scope: Scope) {
  const { performanceInsightsDays: days, key } = scope.site.database
  if (days === null) return { performance_insights_enabled: false }
  return {
    performance_insights_enabled: true,
    performance_insights_retention_period: days,
    performance_insights_kms_key_id: keyArn(scope, key),
  }
}

export function parameterGroup({ design }: Scope, { name, family, description, parameters }: ParameterGroup) {
  return {
    name: named(design, name),
    family,
    description,
    parameter: parameters.map((parameter) => ({
      name: parameter.name,
      value: parameter.value,
      apply_method: parameter.apply,
    })),
    tags: { Name: named(design, name) },
    // A group in use cannot be deleted: its successor is made first.
    lifecycle: { create_before_destroy: true },
  }
}
