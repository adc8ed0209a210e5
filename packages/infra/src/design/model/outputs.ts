/** What is known only when deployed. An emitter maps every one to an expression; `source.` exists where the source site does. */
export interface Attribute {
  readonly site: 'source' | 'target'
  readonly attribute: AttributeName
}

export type AttributeName =
  | 'vpc.id'
  | 'subnets.public.ids'
  | 'subnets.app.ids'
  | 'subnets.database.ids'
  | 'natGateways.ids'
  | 'securityGroups.ids'
  | 'database.endpoint'
  | 'database.readerEndpoint'
  | 'database.identifier'
  | 'database.port'
  | 'secret.arn'
  | 'bucket.name'
  | 'bucket.arn'
  | 'bucket.logs.name'
  | 'bucket.archive.name'
  | 'cluster.name'
  | 'cluster.arn'
  | 'service.blue.name'
  | 'service.green.name'
  | 'autoscalingGroup.name'
  | 'loadBalancer.dnsName'
  | 'loadBalancer.arn'
  | 'loadBalancer.zoneId'
  /** As CloudWatch's dimension wants it: `app/NAME/ID`. */
  | 'loadBalancer.arnSuffix'
  | 'listener.arn'
  | 'targetGroup.blue.arn'
  | 'targetGroup.green.arn'
  | 'targetGroup.blue.arnSuffix'
  | 'targetGroup.green.arnSuffix'
  | 'replicationInstance.arn'
  | 'replicationSource.arn'
  | 'replicationTarget.arn'
  | 'replicationTask.arn'
  | 'replicationTask.status'
  | 'validationTask.arn'
  | 'zone.id'
  | 'healthCheck.source.id'
  | 'healthCheck.target.id'
  | 'topic.arn'
  | 'deliveryStream.name'

export interface Output {
  /** As the system's readers know it: snake_case, or PascalCase where its users came from CloudFormation. */
  readonly key: string
  readonly description: string
  readonly value: string | number | Attribute
}
