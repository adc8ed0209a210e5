import { Tags } from 'aws-cdk-lib'
import * as dms from 'aws-cdk-lib/aws-dms'
import type * as ec2 from 'aws-cdk-lib/aws-ec2'
import type * as kms from 'aws-cdk-lib/aws-kms'
import type * as sns from 'aws-cdk-lib/aws-sns'
import { Construct, type IDependable } from 'constructs'
import type { Replication, ReplicationEndpoint, ReplicationTask } from '../../design/model/replication.ts'

/** A database as DMS finds it. */
export interface ReplicationSide {
  readonly secretArn: string
  readonly accessRoleArn: string
  /** What has to be there before DMS looks: the secret with its address, and the right to read it. */
  readonly ready: readonly IDependable[]
}

export interface DataReplicationProps {
  readonly replication: Replication
  readonly vpc: ec2.IVpc
  readonly vpcSubnets: ec2.SubnetSelection
  readonly securityGroup: ec2.ISecurityGroup
  readonly key?: kms.IKey
  readonly source: ReplicationSide
  readonly target: ReplicationSide
  /** Told of failures and changes of state. */
  readonly topic?: sns.ITopic
}

/** The copy by AWS DMS: instance, endpoints that read their logins from Secrets Manager, and tasks, which are not started. */
export class DataReplication extends Construct {
  readonly instance: dms.CfnReplicationInstance
  readonly sourceEndpoint: dms.CfnEndpoint
  readonly targetEndpoint: dms.CfnEndpoint
  readonly #tasks: ReadonlyMap<ReplicationTask['purpose'], dms.CfnReplicationTask>

  constructor(scope: Construct, id: string, props: DataReplicationProps) {
    super(scope, id)
    const { replication, source, target } = props
    this.instance = this.#instance(props)
    this.sourceEndpoint = this.#endpoint('Source', replication.source, source, props.key)
    this.targetEndpoint = this.#endpoint('Target', replication.target, target, props.key)
    this.#tasks = new Map(replication.tasks.map((task) => [task.purpose, this.#task(task)]))
    if (props.topic !== undefined) this.#subscribe(replication, props.topic)
  }

  /** The ARN of a task; undefined when it was not asked for. */
  taskArn(purpose: ReplicationTask['purpose']): string | undefined {
    return this.#tasks.get(purpose)?.ref
  }

  #instance({ replication, vpc, vpcSubnets, securityGroup, key }: DataReplicationProps): dms.CfnReplicationInstance {
    const decided = replication.instance
    const subnets = new dms.CfnReplicationSubnetGroup(this, 'SubnetGroup', {
      replicationSubnetGroupIdentifier: decided.subnetGroupName,
      replicationSubnetGroupDescription: 'Where DMS has its network interfaces.',
      subnetIds: vpc.selectSubnets(vpcSubnets).subnetIds,
    })
    return new dms.CfnReplicationInstance(this, 'Instance', {
      replicationInstanceIdentifier: decided.name,
      replicationInstanceClass: decided.instanceClass,
      allocatedStorage: decided.storageGb,
      engineVersion: decided.engineVersion,
      multiAz: decided.multiAz,
      publiclyAccessible: false,
      replicationSubnetGroupIdentifier: subnets.ref,
      vpcSecurityGroupIds: [securityGroup.securityGroupId],
      kmsKeyId: key?.keyArn,
      preferredMaintenanceWindow: decided.maintenanceWindow,
      autoMinorVersionUpgrade: false,
    })
  }

  #endpoint(id: string, decided: ReplicationEndpoint, at: ReplicationSide, key?: kms.IKey): dms.CfnEndpoint {
    const endpoint = new dms.CfnEndpoint(this, id, {
      endpointIdentifier: decided.name,
      endpointType: decided.side,
      engineName: decided.engine,
      databaseName: decided.databaseName,
      sslMode: decided.sslMode,
      kmsKeyId: key?.keyArn,
      postgreSqlSettings: {
        secretsManagerSecretId: at.secretArn,
        secretsManagerAccessRoleArn: at.accessRoleArn,
      },
    })
    endpoint.node.addDependency(...at.ready)
    return endpoint
  }

  #task(decided: ReplicationTask): dms.CfnReplicationTask {
    return new dms.CfnReplicationTask(this, `Task-${decided.purpose}`, {
      replicationTaskIdentifier: decided.name,
      resourceIdentifier: decided.resourceIdentifier,
      migrationType: decided.migrationType,
      replicationInstanceArn: this.instance.ref,
      sourceEndpointArn: this.sourceEndpoint.ref,
      targetEndpointArn: this.targetEndpoint.ref,
      tableMappings: JSON.stringify(decided.tableMappings),
      replicationTaskSettings: JSON.stringify(decided.settings),
    })
  }

  #subscribe({ eventSubscriptions, tasks, instance }: Replication, topic: sns.ITopic): void {
    for (const { name, source, categories } of eventSubscriptions) {
      const subscription = new dms.CfnEventSubscription(this, `Events-${source}`, {
        subscriptionName: name,
        sourceType: source,
        sourceIds: source === 'replication-task' ? tasks.map((task) => task.name) : [instance.name],
        eventCategories: [...categories],
        snsTopicArn: topic.topicArn,
        enabled: true,
      })
      // It names tasks and instance, which have to be there.
      subscription.node.addDependency(this.instance, ...this.#tasks.values())
    }
    Tags.of(this).add('Name', instance.name, { includeResourceTypes: ['AWS::DMS::ReplicationInstance'] })
  }
}
