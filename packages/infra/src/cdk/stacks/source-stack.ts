import { Stack, type StackProps } from 'aws-cdk-lib'
import { Construct } from 'constructs'
import type { Attribute } from '../../design/model/outputs.ts'
import type { ReplicationEndpoint } from '../../design/model/replication.ts'
import { replicationValue, siteValue } from '../attribute-values.ts'
import { DataReplication, type ReplicationSide } from '../constructs/data-replication.ts'
import { MigrationAlarms } from '../constructs/migration-alarms.ts'
import { MigrationDashboard } from '../constructs/migration-dashboard.ts'
import { MigrationSite } from '../constructs/migration-site.ts'
import { SiteProtection } from '../constructs/site-protection.ts'
import { VpcPeering } from '../constructs/vpc-peering.ts'
import type { MirroredDesign } from '../mirrored-design.ts'
import { isAlarmOfTarget } from './alarm-owner.ts'
import { addOutputs } from './stack-outputs.ts'
import type { TargetStack } from './target-stack.ts'

export interface SourceStackProps extends StackProps {
  readonly design: MirroredDesign
  readonly target: TargetStack
}

/**
 * Where data and traffic come from, and the way out of it: peering, the copy by DMS, and what watches over both. It refers
 * to the target and never the other way round, so that it can be destroyed when the migration is over.
 */
export class SourceStack extends Stack {
  readonly site: MigrationSite
  readonly replication: DataReplication
  readonly #target: TargetStack

  constructor(scope: Construct, id: string, { design, target, ...props }: SourceStackProps) {
    super(scope, id, props)
    this.#target = target
    this.site = new MigrationSite(this, 'Site', { site: design.source, replicateTo: target.site })
    this.#shareBetweenSites()
    this.#peer(design)
    this.replication = this.#replicate(design)
    this.#watch(design)
    const { safeguards } = design
    if (safeguards !== null && target.protection !== undefined) {
      new SiteProtection(this, 'Protection', { site: this.site, safeguards, shared: target.protection })
    }
    addOutputs(this, design, (value) => {
      if (typeof value !== 'object') return undefined
      if (value.site === 'source') return siteValue(this.site, value.attribute)
      return replicationValue(this.replication, value.attribute)
    })
  }

  /** What roles of one side may do with what is on the other ends with this stack. */
  #shareBetweenSites(): void {
    const { site: target } = this.#target
    this.site.roles.grant(new Construct(this, 'SourceUsesTarget'), (resource) => target.arnsOf(resource))
    target.roles.grant(new Construct(this, 'TargetUsesSource'), (resource) => this.site.arnsOf(resource))
  }

  #peer({ target }: MirroredDesign): void {
    const { connectivity } = target.network
    if (connectivity.kind !== 'peering') return
    new VpcPeering(this, 'Peering', {
      peeringName: connectivity.name,
      requester: this.#target.site.network,
      accepter: this.site.network,
    })
  }

  /** It stands in the target's network and belongs to this stack. */
  #replicate({ replication }: MirroredDesign): DataReplication {
    const { site, topic } = this.#target
    return new DataReplication(this, 'Replication', {
      replication,
      vpc: site.network.vpc,
      vpcSubnets: site.network.subnetsOf('app'),
      securityGroup: site.securityGroups.of('replication'),
      key: site.keys.of(replication.instance.key),
      source: sideOf(this.site, replication.source),
      target: sideOf(site, replication.target),
      topic,
    })
  }

  #watch(design: MirroredDesign): void {
    const valueOf = ({ site, attribute }: Attribute): string =>
      siteValue(site === 'source' ? this.site : this.#target.site, attribute) ?? ''
    const { alarms } = new MigrationAlarms(this, 'Alarms', {
      alarms: design.monitoring.alarms.filter((alarm) => !isAlarmOfTarget(design, alarm)),
      topic: this.#target.topic,
      valueOf,
    })
    new MigrationDashboard(this, 'Watch', {
      dashboard: design.monitoring.dashboard,
      alarms: new Map([...alarms, ...this.#target.alarms.alarms]),
      valueOf,
    })
  }
}

function sideOf({ database, roles, policies }: MigrationSite, { accessRole }: ReplicationEndpoint): ReplicationSide {
  const policy = policies.get(accessRole)
  return {
    secretArn: database.secret.secretArn,
    accessRoleArn: roles.arnOf(accessRole),
    ready: [database.instance, ...(policy === undefined ? [] : [policy])],
  }
}
