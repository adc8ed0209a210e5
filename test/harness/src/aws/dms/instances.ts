import type {
  CreateReplicationInstanceMessage,
  CreateReplicationInstanceResponse,
  DeleteReplicationInstanceMessage,
  DescribeReplicationInstancesMessage,
  DescribeReplicationInstancesResponse,
  ModifyReplicationInstanceMessage,
  RebootReplicationInstanceMessage,
  ReplicationInstance,
  VpcSecurityGroupMembership,
} from '@aws-sdk/client-database-migration-service'
import { checkOrderable, DEFAULT_ENGINE_VERSION } from './catalogue.ts'
import { Collection } from './collection.ts'
import { arnOf, type Context } from './context.ts'
import { DmsFault, required } from './fault.ts'
import { checkIdentifier } from './identifier.ts'
import type { Managed } from './managed.ts'
import type { SubnetGroups } from './subnet-groups.ts'

const STORAGE_GB = 50

export class Instances {
  readonly #context: Context
  readonly #groups: SubnetGroups
  readonly #hasTasks: (arn: string) => boolean
  readonly #instances = new Collection<ReplicationInstance>({
    name: 'Replication Instance',
    arn: (instance) => instance.ReplicationInstanceArn ?? '',
    identifier: (instance) => instance.ReplicationInstanceIdentifier ?? '',
    filters: {
      'replication-instance-arn': (instance) => [instance.ReplicationInstanceArn],
      'replication-instance-id': (instance) => [instance.ReplicationInstanceIdentifier],
      'replication-instance-class': (instance) => [instance.ReplicationInstanceClass],
      'engine-version': (instance) => [instance.EngineVersion],
    },
  })

  constructor(context: Context, groups: SubnetGroups, hasTasks: (arn: string) => boolean) {
    this.#context = context
    this.#groups = groups
    this.#hasTasks = hasTasks
  }

  get values(): readonly ReplicationInstance[] {
    return this.#instances.values
  }

  /** @throws DmsFault `ResourceNotFoundFault` */
  get(arn: string): ReplicationInstance {
    return this.#instances.get(arn).value
  }

  /** @throws DmsFault `InvalidResourceStateFault` when it is not available */
  available(arn: string): ReplicationInstance {
    return this.#available(arn).value
  }

  create(input: CreateReplicationInstanceMessage): CreateReplicationInstanceResponse {
    const item = this.#instances.add(this.#initial(input))
    const { ReplicationInstanceArn: arn = '', ReplicationInstanceIdentifier: identifier = '' } = item.value
    item.begin({ ReplicationInstanceStatus: 'creating' }, () => {
      item.set({ ReplicationInstanceStatus: 'available' })
      this.#record(item, 'creation', 'Replication instance created')
      return true
    })
    this.#context.tags.create(arn, input.Tags)
    this.#context.events.record('replication-instance', identifier, 'creation', 'Replication instance creation started')
    return { ReplicationInstance: item.value }
  }

  #initial(input: CreateReplicationInstanceMessage): ReplicationInstance {
    const { region, accountId, now } = this.#context
    const identifier = checkIdentifier(
      'ReplicationInstanceIdentifier',
      required(input, 'ReplicationInstanceIdentifier'),
      63,
    )
    const group = input.ReplicationSubnetGroupIdentifier
    const instance: ReplicationInstance = {
      ReplicationInstanceIdentifier: identifier.toLowerCase(),
      ReplicationInstanceArn: arnOf(this.#context, 'rep', input.ResourceIdentifier),
      ReplicationInstanceClass: required(input, 'ReplicationInstanceClass'),
      AllocatedStorage: input.AllocatedStorage ?? STORAGE_GB,
      EngineVersion: input.EngineVersion ?? DEFAULT_ENGINE_VERSION,
      AutoMinorVersionUpgrade: input.AutoMinorVersionUpgrade ?? true,
      AvailabilityZone: input.AvailabilityZone ?? `${region}a`,
      InstanceCreateTime: now(),
      KmsKeyId: input.KmsKeyId ?? `arn:aws:kms:${region}:${accountId}:alias/aws/dms`,
      MultiAZ: input.MultiAZ ?? false,
      NetworkType: input.NetworkType ?? 'IPV4',
      PreferredMaintenanceWindow: input.PreferredMaintenanceWindow ?? 'sun:05:00-sun:06:00',
      PubliclyAccessible: input.PubliclyAccessible ?? true,
      ReplicationInstancePrivateIpAddresses: ['10.0.0.9'],
      ReplicationInstancePublicIpAddresses: [],
      VpcSecurityGroups: securityGroups(input.VpcSecurityGroupIds ?? []),
      ...(input.DnsNameServers !== undefined && { DnsNameServers: input.DnsNameServers }),
      ...(group !== undefined && { ReplicationSubnetGroup: this.#groups.get(group.toLowerCase()) }),
    }
    if (instance.MultiAZ === true && input.AvailabilityZone !== undefined) {
      throw new DmsFault('InvalidParameterCombinationException', 'AvailabilityZone cannot be set when MultiAZ is true')
    }
    checkOrderable(
      instance.ReplicationInstanceClass ?? '',
      instance.EngineVersion ?? '',
      instance.AllocatedStorage ?? 0,
    )
    return instance
  }

  async describe(input: DescribeReplicationInstancesMessage): Promise<DescribeReplicationInstancesResponse> {
    const { items, ...marker } = await this.#instances.describe(input)
    return { ReplicationInstances: [...items], ...marker }
  }

  /** Class, storage, zones and version wait for the maintenance window, which never comes, unless applied at once. */
  modify(input: ModifyReplicationInstanceMessage): CreateReplicationInstanceResponse {
    const item = this.#available(required(input, 'ReplicationInstanceArn'))
    const { ReplicationInstanceClass, AllocatedStorage, MultiAZ, EngineVersion, NetworkType } = input
    const heavy = defined({ ReplicationInstanceClass, AllocatedStorage, MultiAZ, EngineVersion, NetworkType })
    const light = defined({
      ReplicationInstanceIdentifier: input.ReplicationInstanceIdentifier?.toLowerCase(),
      PreferredMaintenanceWindow: input.PreferredMaintenanceWindow,
      AutoMinorVersionUpgrade: input.AutoMinorVersionUpgrade,
      VpcSecurityGroups: input.VpcSecurityGroupIds && securityGroups(input.VpcSecurityGroupIds),
    })
    const next = { ...item.value, ...heavy }
    checkOrderable(next.ReplicationInstanceClass ?? '', next.EngineVersion ?? '', next.AllocatedStorage ?? 0)
    const after = input.ApplyImmediately === true ? heavy : { PendingModifiedValues: heavy }
    item.pass(
      { ...light, ReplicationInstanceStatus: 'modifying' },
      { ...after, ReplicationInstanceStatus: 'available' },
    )
    this.#record(item, 'configuration change', 'Replication instance modified')
    return { ReplicationInstance: item.value }
  }

  reboot(input: RebootReplicationInstanceMessage): CreateReplicationInstanceResponse {
    const item = this.#available(required(input, 'ReplicationInstanceArn'))
    item.pass({ ReplicationInstanceStatus: 'rebooting' }, { ReplicationInstanceStatus: 'available' })
    return { ReplicationInstance: item.value }
  }

  delete(input: DeleteReplicationInstanceMessage): CreateReplicationInstanceResponse {
    const arn = required(input, 'ReplicationInstanceArn')
    const item = this.#available(arn)
    if (this.#hasTasks(arn)) {
      throw new DmsFault('InvalidResourceStateFault', `Replication Instance "${arn}" in use`)
    }
    this.#instances.removeAfter(item, { ReplicationInstanceStatus: 'deleting' })
    this.#context.tags.forget(arn)
    this.#record(item, 'deletion', 'Replication instance deleted')
    return { ReplicationInstance: item.value }
  }

  #available(arn: string): Managed<ReplicationInstance> {
    const item = this.#instances.get(arn)
    if (item.value.ReplicationInstanceStatus === 'available') return item
    throw new DmsFault(
      'InvalidResourceStateFault',
      `Replication Instance is ${item.value.ReplicationInstanceStatus}, it must be available`,
    )
  }

  #record(
    item: Managed<ReplicationInstance>,
    category: 'creation' | 'deletion' | 'configuration change',
    message: string,
  ): void {
    this.#context.events.record(
      'replication-instance',
      item.value.ReplicationInstanceIdentifier ?? '',
      category,
      message,
    )
  }
}

function securityGroups(ids: readonly string[]): VpcSecurityGroupMembership[] {
  return ids.map((VpcSecurityGroupId) => ({ VpcSecurityGroupId, Status: 'active' }))
}

function defined<T extends object>(values: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>
  }
}
