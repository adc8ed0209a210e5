import { describeOrderable } from './catalogue.ts'
import { Certificates } from './certificates.ts'
import { Connections } from './connections.ts'
import type { Context } from './context.ts'
import { Endpoints } from './endpoints.ts'
import { EventSubscriptions } from './event-subscriptions.ts'
import { Instances } from './instances.ts'
import { SubnetGroups } from './subnet-groups.ts'
import { describeTableStatistics, reloadTables } from './table-statistics.ts'
import type { TaskRunner } from './task-runner.ts'
import { Tasks } from './tasks.ts'
import type { DescribeAccountAttributesResponse } from '@aws-sdk/client-database-migration-service'

/** Takes the input the SDK's types describe; the dispatcher passes what it was sent. */
type Operation = (input: never) => object | Promise<object>

export interface Operations {
  readonly byName: Readonly<Record<string, Operation>>
  /** Stops the tasks that run. */
  end(): Promise<void>
}

/** The API of one account and region, by the names of its operations. */
export function createOperations(context: Context, runner: TaskRunner): Operations {
  const { tags, events } = context
  const groups: SubnetGroups = new SubnetGroups(context, (identifier) =>
    instances.values.some((one) => one.ReplicationSubnetGroup?.ReplicationSubnetGroupIdentifier === identifier),
  )
  const instances: Instances = new Instances(context, groups, (arn) =>
    tasks.values.some((task) => task.ReplicationInstanceArn === arn),
  )
  const endpoints: Endpoints = new Endpoints(context, (arn) =>
    tasks.values.some((task) => task.SourceEndpointArn === arn || task.TargetEndpointArn === arn),
  )
  const connections = new Connections(instances, endpoints, runner)
  const tasks = new Tasks(context, { instances, endpoints, connections, runner })
  const certificates = new Certificates(context)
  const subscriptions = new EventSubscriptions(context)
  const quotas = (): DescribeAccountAttributesResponse => ({
    UniqueAccountIdentifier: `dms-${context.accountId}`,
    AccountQuotas: [
      { AccountQuotaName: 'ReplicationInstances', Used: instances.values.length, Max: 60 },
      { AccountQuotaName: 'Endpoints', Used: endpoints.values.length, Max: 1000 },
      { AccountQuotaName: 'ReplicationTasks', Used: tasks.values.length, Max: 600 },
    ],
  })

  return {
    byName: {
      CreateReplicationSubnetGroup: groups.create.bind(groups),
      DescribeReplicationSubnetGroups: groups.describe.bind(groups),
      ModifyReplicationSubnetGroup: groups.modify.bind(groups),
      DeleteReplicationSubnetGroup: groups.delete.bind(groups),
      CreateReplicationInstance: instances.create.bind(instances),
      DescribeReplicationInstances: instances.describe.bind(instances),
      ModifyReplicationInstance: instances.modify.bind(instances),
      RebootReplicationInstance: instances.reboot.bind(instances),
      DeleteReplicationInstance: instances.delete.bind(instances),
      DescribeOrderableReplicationInstances: describeOrderable,
      CreateEndpoint: endpoints.create.bind(endpoints),
      DescribeEndpoints: endpoints.describe.bind(endpoints),
      ModifyEndpoint: endpoints.modify.bind(endpoints),
      DeleteEndpoint: endpoints.delete.bind(endpoints),
      TestConnection: connections.test.bind(connections),
      DescribeConnections: connections.describe.bind(connections),
      DeleteConnection: connections.delete.bind(connections),
      CreateReplicationTask: tasks.create.bind(tasks),
      DescribeReplicationTasks: tasks.describe.bind(tasks),
      StartReplicationTask: tasks.start.bind(tasks),
      StopReplicationTask: tasks.stop.bind(tasks),
      ModifyReplicationTask: tasks.modify.bind(tasks),
      MoveReplicationTask: tasks.move.bind(tasks),
      DeleteReplicationTask: tasks.delete.bind(tasks),
      DescribeTableStatistics: (input: Parameters<typeof describeTableStatistics>[0]) =>
        describeTableStatistics(input, tasks, runner),
      ReloadTables: (input: Parameters<typeof reloadTables>[0]) => reloadTables(input, tasks, runner),
      ImportCertificate: certificates.import.bind(certificates),
      DescribeCertificates: certificates.describe.bind(certificates),
      DeleteCertificate: certificates.delete.bind(certificates),
      CreateEventSubscription: subscriptions.create.bind(subscriptions),
      DescribeEventSubscriptions: subscriptions.describe.bind(subscriptions),
      ModifyEventSubscription: subscriptions.modify.bind(subscriptions),
      DeleteEventSubscription: subscriptions.delete.bind(subscriptions),
      DescribeEvents: events.describe.bind(events),
      DescribeEventCategories: events.categories.bind(events),
      ListTagsForResource: tags.list.bind(tags),
      AddTagsToResource: tags.add.bind(tags),
      RemoveTagsFromResource: tags.remove.bind(tags),
      DescribeAccountAttributes: quotas,
    },
    end: () => tasks.end(),
  }
}
