import type {
  CreateReplicationSubnetGroupMessage,
  CreateReplicationSubnetGroupResponse,
  DeleteReplicationSubnetGroupMessage,
  DescribeReplicationSubnetGroupsMessage,
  DescribeReplicationSubnetGroupsResponse,
  ModifyReplicationSubnetGroupMessage,
  ReplicationSubnetGroup,
} from '@aws-sdk/client-database-migration-service'
import { Collection } from './collection.ts'
import { arnOf, type Context } from './context.ts'
import { DmsFault, required } from './fault.ts'

const VPC_ROLE = 'dms-vpc-role'

/** Subnet groups have no ARN in the API's answers; tags name them by one all the same. */
export class SubnetGroups {
  readonly #context: Context
  readonly #groups = new Collection<ReplicationSubnetGroup>({
    name: 'Replication Subnet Group',
    arn: (group) => group.ReplicationSubnetGroupIdentifier ?? '',
    identifier: (group) => group.ReplicationSubnetGroupIdentifier ?? '',
    filters: { 'replication-subnet-group-id': (group) => [group.ReplicationSubnetGroupIdentifier] },
  })
  readonly #inUse: (identifier: string) => boolean

  constructor(context: Context, inUse: (identifier: string) => boolean) {
    this.#context = context
    this.#inUse = inUse
  }

  async create(input: CreateReplicationSubnetGroupMessage): Promise<CreateReplicationSubnetGroupResponse> {
    const identifier = required(input, 'ReplicationSubnetGroupIdentifier').toLowerCase()
    const group: ReplicationSubnetGroup = {
      ReplicationSubnetGroupIdentifier: identifier,
      ReplicationSubnetGroupDescription: required(input, 'ReplicationSubnetGroupDescription'),
      ...(await this.#place(required(input, 'SubnetIds'))),
      SubnetGroupStatus: 'Complete',
      SupportedNetworkTypes: ['IPV4'],
    }
    this.#groups.add(group)
    this.#context.tags.create(this.#arn(identifier), input.Tags)
    return { ReplicationSubnetGroup: group }
  }

  async describe(input: DescribeReplicationSubnetGroupsMessage): Promise<DescribeReplicationSubnetGroupsResponse> {
    const { items, ...marker } = await this.#groups.describe(input)
    return { ReplicationSubnetGroups: [...items], ...marker }
  }

  async modify(input: ModifyReplicationSubnetGroupMessage): Promise<CreateReplicationSubnetGroupResponse> {
    const group = this.#groups.get(required(input, 'ReplicationSubnetGroupIdentifier'))
    const { ReplicationSubnetGroupDescription } = input
    group.set({
      ...(await this.#place(required(input, 'SubnetIds'))),
      ...(ReplicationSubnetGroupDescription !== undefined && { ReplicationSubnetGroupDescription }),
    })
    return { ReplicationSubnetGroup: group.value }
  }

  delete(input: DeleteReplicationSubnetGroupMessage): object {
    const identifier = required(input, 'ReplicationSubnetGroupIdentifier')
    this.#groups.get(identifier)
    if (this.#inUse(identifier)) {
      throw new DmsFault('InvalidResourceStateFault', `Replication Subnet Group ${identifier} is in use`)
    }
    this.#groups.remove(identifier)
    this.#context.tags.forget(this.#arn(identifier))
    return {}
  }

  /** @throws DmsFault `ResourceNotFoundFault` */
  get(identifier: string): ReplicationSubnetGroup {
    return this.#groups.get(identifier).value
  }

  #arn(identifier: string): string {
    return arnOf(this.#context, 'subgrp', identifier)
  }

  async #place(ids: readonly string[]): Promise<Pick<ReplicationSubnetGroup, 'VpcId' | 'Subnets'>> {
    const { account } = this.#context
    if (!(await account.dmsMayAssume(VPC_ROLE))) {
      const role = `arn:aws:iam::${this.#context.accountId}:role/${VPC_ROLE}`
      throw new DmsFault('AccessDeniedFault', `The IAM Role ${role} is not configured properly.`)
    }
    const subnets = await account.subnets(ids)
    const missing = ids.find((id) => subnets.every((subnet) => subnet.id !== id))
    if (missing !== undefined) throw new DmsFault('InvalidSubnet', `Subnet ${missing} does not exist`)
    if (new Set(subnets.map((subnet) => subnet.availabilityZone)).size < 2) {
      throw new DmsFault(
        'ReplicationSubnetGroupDoesNotCoverEnoughAZs',
        'The subnets must be in at least two Availability Zones',
      )
    }
    return {
      VpcId: subnets[0]?.vpcId,
      Subnets: subnets.map((subnet) => ({
        SubnetIdentifier: subnet.id,
        SubnetAvailabilityZone: { Name: subnet.availabilityZone },
        SubnetStatus: 'Active',
      })),
    }
  }
}
