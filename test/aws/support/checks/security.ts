import {
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  type SecurityGroup,
  type SecurityGroupRule,
} from '@aws-sdk/client-ec2'
import type { Edge, Peer } from '@causeway/infra'
import { expect } from 'vitest'
import { sorted, type DeployedSite } from '../deployed.ts'

/** The rules of all groups of the VPC are the edges of the design: not one less, not one more. */
export async function checkSecurity({ site, clients, outputs }: DeployedSite): Promise<void> {
  const filter = { Name: 'vpc-id', Values: [outputs.text(site.role, 'vpc.id')] }
  const { SecurityGroups = [] } = await clients.ec2.send(new DescribeSecurityGroupsCommand({ Filters: [filter] }))
  const names = ['default', ...site.securityGroups.map(({ name }) => name)]
  expect(sorted(SecurityGroups.map(({ GroupName = '' }) => GroupName))).toEqual(sorted(names))

  const ids = SecurityGroups.map(({ GroupId = '' }) => GroupId)
  const { SecurityGroupRules = [] } = await clients.ec2.send(
    new DescribeSecurityGroupRulesCommand({ Filters: [{ Name: 'group-id', Values: ids }] }),
  )
  const roles = rolesById(site.securityGroups, SecurityGroups)
  expect(sorted(SecurityGroupRules.map((rule) => textOf(rule, roles)))).toEqual(sorted(site.edges.flatMap(rulesOf)))
}

function rolesById(
  designed: readonly { readonly role: string; readonly name: string }[],
  groups: readonly SecurityGroup[],
): ReadonlyMap<string, string> {
  const roles = new Map(designed.map(({ role, name }) => [name, role]))
  return new Map(groups.map(({ GroupId = '', GroupName = '' }) => [GroupId, roles.get(GroupName) ?? GroupName]))
}

/** `database ingress tcp 5432 app` */
function textOf(rule: SecurityGroupRule, roles: ReadonlyMap<string, string>): string {
  const group = rule.ReferencedGroupInfo?.GroupId
  const peer = group === undefined ? (rule.CidrIpv4 ?? rule.CidrIpv6) : roles.get(group)
  const port = rule.FromPort === rule.ToPort ? rule.FromPort : `${rule.FromPort}-${rule.ToPort}`
  const direction = rule.IsEgress === true ? 'egress' : 'ingress'
  return `${roles.get(rule.GroupId ?? '')} ${direction} ${rule.IpProtocol} ${port} ${peer}`
}

function rulesOf({ from, to, port }: Edge): readonly string[] {
  const rules = (own: Peer, direction: string, other: Peer): readonly string[] =>
    own.kind === 'group' ? peersOf(other).map((peer) => `${own.role} ${direction} tcp ${port} ${peer}`) : []
  return [...rules(from, 'egress', to), ...rules(to, 'ingress', from)]
}

function peersOf(peer: Peer): readonly string[] {
  switch (peer.kind) {
    case 'group':
      return [peer.role]
    case 'cidrs':
      return peer.cidrs
    case 'internet':
      return ['0.0.0.0/0']
    default:
      throw peer satisfies never
  }
}
