import type { InfraDesign } from '../design/infra-design.ts'
import type { Notifications } from '../design/model/monitoring.ts'
import { ACCOUNT_ID } from './account.ts'
import type { Resources } from './generated/aws.ts'
import { INPUTS } from './inputs.ts'
import { localName, named } from './names.ts'
import { keyArn, nameTag, scopeOf } from './scope.ts'
import { hcl, jsonencode } from './writer/expression.ts'
import { handle } from './writer/handle.ts'
import { TerraformFile } from './writer/terraform-file.ts'

export const TOPIC = handle<Resources['aws_sns_topic']['attributes']>('aws_sns_topic.migration')

/** The topic that alarms and DMS write to, and who reads it. */
export function notifications(design: InfraDesign, notifications: Notifications): TerraformFile {
  const file = new TerraformFile()
  const scope = scopeOf(design, 'target')
  const topic = file.resource('aws_sns_topic', 'migration', {
    name: named(design, notifications.topicName),
    kms_master_key_id: keyArn(scope, notifications.key),
    tags: nameTag(scope, notifications.topicName),
  })
  file.resource('aws_sns_topic_policy', 'migration', {
    arn: topic.arn,
    policy: jsonencode({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'AlarmsAndDmsPublish',
          Effect: 'Allow',
          Principal: { Service: ['cloudwatch.amazonaws.com', 'dms.amazonaws.com'] },
          Action: 'sns:Publish',
          Resource: topic.arn,
          Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT_ID } },
        },
      ],
    }),
  })
  const emails = hcl<Record<string, string>>`toset(${INPUTS.notificationEmails})`
  file
    .comment('An address gets a message with a link, and nothing more before the link was followed.')
    .resourceForEach('aws_sns_topic_subscription', 'email', emails, ({ value }) => ({
      topic_arn: topic.arn,
      protocol: 'email',
      endpoint: value,
    }))
  for (const { protocol, endpoint } of notifications.subscriptions.filter(({ protocol }) => protocol !== 'email')) {
    file.resource('aws_sns_topic_subscription', localName(protocol, endpoint.split(/[/:]/).at(-1) ?? ''), {
      topic_arn: topic.arn,
      protocol,
      endpoint,
    })
  }
  return file
}
