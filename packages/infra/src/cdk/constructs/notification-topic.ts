import { Stack } from 'aws-cdk-lib'
import * as iam from 'aws-cdk-lib/aws-iam'
import type * as kms from 'aws-cdk-lib/aws-kms'
import * as sns from 'aws-cdk-lib/aws-sns'
import { Construct } from 'constructs'
import type { Notifications } from '../../design/model/monitoring.ts'

export interface NotificationTopicProps {
  readonly notifications: Notifications
  readonly key?: kms.IKey
}

const PROTOCOLS = {
  email: sns.SubscriptionProtocol.EMAIL,
  https: sns.SubscriptionProtocol.HTTPS,
  sqs: sns.SubscriptionProtocol.SQS,
} as const

/** The topic that alarms and DMS write to, and who reads it. */
export class NotificationTopic extends Construct {
  readonly topic: sns.Topic

  constructor(scope: Construct, id: string, { notifications, key }: NotificationTopicProps) {
    super(scope, id)
    this.topic = new sns.Topic(this, 'Topic', {
      topicName: notifications.topicName,
      masterKey: key,
      enforceSSL: true,
    })
    this.topic.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'AlarmsAndDmsPublish',
        principals: ['cloudwatch.amazonaws.com', 'dms.amazonaws.com'].map((name) => new iam.ServicePrincipal(name)),
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    )
    for (const [index, { protocol, endpoint }] of notifications.subscriptions.entries()) {
      new sns.Subscription(this, `Subscription${index + 1}`, {
        topic: this.topic,
        protocol: PROTOCOLS[protocol],
        endpoint,
      })
    }
  }
}
