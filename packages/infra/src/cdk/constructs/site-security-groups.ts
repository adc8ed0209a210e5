import { Tags } from 'aws-cdk-lib'
import * as ec2 from 'aws-cdk-lib/aws-ec2'
import { Construct } from 'constructs'
import type { Edge, GroupRole, Peer, SecurityGroup } from '../../design/model/network.ts'

export interface SiteSecurityGroupsProps {
  readonly vpc: ec2.IVpc
  readonly groups: readonly SecurityGroup[]
  /** All that may talk to each other; nothing else is opened. */
  readonly edges: readonly Edge[]
}

/** Security groups that open the given connections, out of the one and into the other. */
export class SiteSecurityGroups extends Construct {
  readonly #groups: ReadonlyMap<GroupRole, ec2.SecurityGroup>

  constructor(scope: Construct, id: string, { vpc, groups, edges }: SiteSecurityGroupsProps) {
    super(scope, id)
    this.#groups = new Map(
      groups.map(({ role, name, description }) => {
        const group = new ec2.SecurityGroup(this, role, {
          vpc,
          securityGroupName: name,
          description,
          allowAllOutbound: false,
        })
        Tags.of(group).add('Name', name)
        return [role, group] as const
      }),
    )
    for (const edge of edges) this.#open(edge)
  }

  /** @throws RangeError when the site has no such group. */
  of(role: GroupRole): ec2.SecurityGroup {
    const group = this.#groups.get(role)
    if (group === undefined) throw new RangeError(`no security group for ${role}`)
    return group
  }

  #open({ from, to, port, reason }: Edge): void {
    const connection = ec2.Port.tcp(port)
    const description = ruleText(reason)
    if (from.kind === 'group') {
      for (const peer of this.#peers(to)) this.of(from.role).addEgressRule(peer, connection, description)
    }
    if (to.kind === 'group') {
      for (const peer of this.#peers(from)) this.of(to.role).addIngressRule(peer, connection, description)
    }
  }

  #peers(peer: Peer): readonly ec2.IPeer[] {
    switch (peer.kind) {
      case 'group':
        return [this.of(peer.role)]
      case 'cidrs':
        return peer.cidrs.map((cidr) => ec2.Peer.ipv4(cidr))
      case 'internet':
        return [ec2.Peer.anyIpv4()]
      default:
        throw new TypeError(`no peer for ${JSON.stringify(peer satisfies never)}`)
    }
  }
}

/** AWS refuses other characters in the description of a rule. */
function ruleText(reason: string): string {
  return reason.replaceAll(/[^A-Za-z0-9. _:/()#,@[\]+=&;{}!$*-]/g, '').slice(0, 255)
}
