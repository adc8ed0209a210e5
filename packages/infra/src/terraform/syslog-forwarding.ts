import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { InfraDesign } from '../design/infra-design.ts'
import type { LogDelivery } from '../design/model/monitoring.ts'
import { INPUTS } from './inputs.ts'
import { named } from './names.ts'
import { nameTag, type Scope } from './scope.ts'
import { hcl, text, why } from './writer/expression.ts'
import { handle } from './writer/handle.ts'
import { reference } from './writer/ref.ts'
import type { TerraformFile } from './writer/terraform-file.ts'
import { zipOf } from './zip.ts'

const SOURCE = 'syslog-forwarder.mjs'
const ARCHIVE = 'syslog-forwarder.zip.base64'

/** The function's code, to be read, and as the archive that Lambda takes. */
export function forwarderFiles({ monitoring }: InfraDesign): Readonly<Record<string, string>> {
  if (!monitoring.delivery?.syslog) return {}
  const code = forwarderCode()
  const lines =
    zipOf(SOURCE, code)
      .toString('base64')
      .match(/.{1,76}/g) ?? []
  return { [`functions/${SOURCE}`]: code, [`functions/${ARCHIVE}`]: `${lines.join('\n')}\n` }
}

function forwarderCode(): string {
  return readFileSync(new URL(`functions/${SOURCE}`, import.meta.url), 'utf8')
}

function codeHash(): string {
  return createHash('sha256').update(zipOf(SOURCE, forwarderCode())).digest('base64')
}

/** A function in the VPC that sends what is delivered on to syslog on-premises. */
export function syslogForwarding(
  file: TerraformFile,
  scope: Scope,
  { bucket, subscriptions }: LogDelivery,
  syslog: NonNullable<LogDelivery['syslog']>,
): void {
  const { at, design } = scope
  const code = file
    .comment(`functions/${SOURCE}, as the archive Lambda takes.`)
    .resource('aws_s3_object', 'forwarder', {
      bucket: at.bucket(bucket).id,
      key: `functions/${SOURCE}.zip`,
      content_base64: hcl`replace(file(${text`${reference<string>('path.module')}/functions/${ARCHIVE}`}), "\\n", "")`,
    })
  const forwarder = file.resource('aws_lambda_function', 'forwarder', {
    function_name: named(design, syslog.functionName),
    role: at.role(syslog.role).arn,
    runtime: 'nodejs22.x',
    handler: 'syslog-forwarder.handler',
    s3_bucket: code.bucket,
    s3_key: code.key,
    source_code_hash: why('Of the archive, as Lambda computes it.', codeHash()),
    timeout: syslog.timeoutSeconds,
    memory_size: syslog.memoryMib,
    tags: nameTag(scope, syslog.functionName),
    vpc_config: {
      subnet_ids: at.subnets('app').all('id'),
      security_group_ids: [at.securityGroups().at('log_forwarder').id],
    },
    environment: { variables: { SYSLOG_HOST: INPUTS.syslogHost, SYSLOG_PORT: text`${INPUTS.syslogPort}` } },
    depends_on: [at.logGroup(syslog.logGroup), handle(`aws_iam_role_policy.${at.name(syslog.role)}`)],
  })
  for (const { name, logGroup } of subscriptions) {
    const permission = file.resource('aws_lambda_permission', at.logGroupName(logGroup), {
      action: 'lambda:InvokeFunction',
      function_name: forwarder.function_name,
      principal: 'logs.amazonaws.com',
      source_arn: text`${at.logGroup(logGroup).arn}:*`,
    })
    file.resource('aws_cloudwatch_log_subscription_filter', at.name('syslog', at.logGroupName(logGroup)), {
      name: text`${named(design, name)}-syslog`,
      log_group_name: at.logGroup(logGroup).name,
      filter_pattern: '',
      destination_arn: forwarder.arn,
      depends_on: [permission],
    })
  }
}
