import type { LogDelivery } from '../design/model/monitoring.ts'
import { named } from './names.ts'
import { keyArn, nameTag, sized, type Scope } from './scope.ts'
import { syslogForwarding } from './syslog-forwarding.ts'
import { TerraformFile } from './writer/terraform-file.ts'
import { handle } from './writer/handle.ts'

/** Log groups, made before anything writes to them so that they have an end and a key. */
export function logging(scope: Scope): TerraformFile {
  const file = new TerraformFile()
  const { design, site, at } = scope
  for (const group of site.logGroups) {
    file.resource('aws_cloudwatch_log_group', at.logGroupName(group.name), {
      name: named(design, group.name),
      retention_in_days: sized(scope, 'logRetentionDays', group.retentionDays),
      kms_key_id: keyArn(scope, group.key),
      tags: nameTag(scope, group.name),
    })
  }
  if (site.role === 'target' && design.monitoring.delivery !== null) delivery(file, scope, design.monitoring.delivery)
  return file
}

function delivery(file: TerraformFile, scope: Scope, delivery: LogDelivery): void {
  const { design, at } = scope
  const errors = scope.site.logGroups.find(({ purpose }) => purpose === 'delivery')
  const stream = file.resource('aws_kinesis_firehose_delivery_stream', at.name('logs'), {
    name: named(design, delivery.streamName),
    destination: 'extended_s3',
    tags: nameTag(scope, delivery.streamName),
    server_side_encryption: { enabled: true },
    extended_s3_configuration: {
      role_arn: at.role(delivery.role).arn,
      bucket_arn: at.bucket(delivery.bucket).arn,
      prefix: delivery.prefix,
      error_output_prefix: 'errors/',
      buffering_size: delivery.bufferMib,
      buffering_interval: delivery.bufferSeconds,
      compression_format: 'GZIP',
      cloudwatch_logging_options: errors
        ? { enabled: true, log_group_name: at.logGroup(errors.name).name, log_stream_name: 'delivery' }
        : undefined,
    },
    depends_on: [handle(`aws_iam_role_policy.${at.name(delivery.role)}`)],
  })
  if (delivery.syslog !== null) syslogForwarding(file, scope, delivery, delivery.syslog)
  for (const { name, logGroup, role } of delivery.subscriptions) {
    file.resource('aws_cloudwatch_log_subscription_filter', at.logGroupName(logGroup), {
      name: named(design, name),
      log_group_name: at.logGroup(logGroup).name,
      // Everything: an empty pattern leaves nothing out.
      filter_pattern: '',
      destination_arn: stream.arn,
      role_arn: at.role(role).arn,
    })
  }
}
