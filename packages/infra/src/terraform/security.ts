import type { Edge, Peer, SecurityGroup } from '../design/model/network.ts'
import { INPUTS, vpcCidr } from './inputs.ts'
import { localName, named } from './names.ts'
import { scopes, type Scope } from './scope.ts'
import type { Each } from './writer/dynamic.ts'
import { get, hcl } from './writer/expression.ts'
import { reference, type Ref, type Values } from './writer/ref.ts'
import { TerraformFile } from './writer/terraform-file.ts'

/** Who may talk to whom: security groups, and the connections between them. */
export function security(scope: Scope): TerraformFile {
  const file = new TerraformFile()
  groups(file, scope)
  connectionsOfGroups(file, scope)
  connectionsOfNetworks(file, scope)
  return file
}

function groups(file: TerraformFile, { design, site, at }: Scope): void {
  const local = at.own('security_groups')
  const entry = ({ role, name, description }: SecurityGroup) =>
    [localName(role), { name: named(design, name), description: description }] as const
  file.locals({ [local]: Object.fromEntries(site.securityGroups.map(entry)) })
  const table = reference<Record<string, { name: string; description: string }>>(`local.${local}`)
  file.resourceForEach('aws_security_group', at.name(), table, ({ value }) => ({
    name: get(value, 'name'),
    description: get(value, 'description'),
    vpc_id: at.vpc().id,
    tags: { Name: get(value, 'name') },
  }))
}

interface Connection {
  readonly from: string
  readonly to: string
  readonly port: number
  readonly reason: string
}

/** Between two groups: one entry opens the egress of the one and the ingress of the other. */
function connectionsOfGroups(file: TerraformFile, { site, at }: Scope): void {
  const local = at.own('connections')
  const entries = site.edges.flatMap(({ from, to, port, reason }) => {
    if (from.kind !== 'group' || to.kind !== 'group') return []
    const connection = { from: localName(from.role), to: localName(to.role), port, reason: ruleText(reason) }
    return [[`${from.role} to ${to.role}:${port}`, connection] as const]
  })
  file
    .comment('Nothing else may talk to anything: an entry opens the way out of the one group and into the other.')
    .locals({ [local]: Object.fromEntries(entries) })
  const table = reference<Record<string, Connection>>(`local.${local}`)
  const group = (key: Ref<string>) => at.securityGroups().at(key).id
  file.resourceForEach('aws_vpc_security_group_ingress_rule', at.name('from_group'), table, ({ key, value }) => ({
    security_group_id: group(get(value, 'to')),
    referenced_security_group_id: group(get(value, 'from')),
    ...tcp(get(value, 'port'), get(value, 'reason')),
    tags: { Name: key },
  }))
  file.resourceForEach('aws_vpc_security_group_egress_rule', at.name('to_group'), table, ({ key, value }) => ({
    security_group_id: group(get(value, 'from')),
    referenced_security_group_id: group(get(value, 'to')),
    ...tcp(get(value, 'port'), get(value, 'reason')),
    tags: { Name: key },
  }))
}

interface NetworkConnection {
  readonly group: string
  readonly port: number
  readonly reason: string
  readonly cidr: string
}

/** Between a group and addresses that belong to no group. */
function connectionsOfNetworks(file: TerraformFile, scope: Scope): void {
  const { site, at } = scope
  const rule = ({ key, value }: Each<NetworkConnection>) => ({
    security_group_id: at.securityGroups().at(get(value, 'group')).id,
    cidr_ipv4: get(value, 'cidr'),
    ...tcp(get(value, 'port'), get(value, 'reason')),
    tags: { Name: key },
  })
  const inward = site.edges.flatMap((edge) => networkEntry(scope, edge.to, edge.from, edge))
  if (inward.length > 0) {
    const table = networkTable(file, at.own('ways_in'), inward)
    file.resourceForEach('aws_vpc_security_group_ingress_rule', at.name('from_network'), table, rule)
  }
  const outward = site.edges.flatMap((edge) => networkEntry(scope, edge.from, edge.to, edge))
  if (outward.length > 0) {
    const table = networkTable(file, at.own('ways_out'), outward)
    file.resourceForEach('aws_vpc_security_group_egress_rule', at.name('to_network'), table, rule)
  }
}

type NetworkEntry = readonly [name: string, rule: object]

function networkEntry(scope: Scope, group: Peer, network: Peer, { port, reason }: Edge): readonly NetworkEntry[] {
  if (group.kind !== 'group' || network.kind === 'group') return []
  const what = network.kind === 'internet' ? 'internet' : network.what
  const cidrs = network.kind === 'internet' ? ['0.0.0.0/0'] : cidrsExpression(scope, network.cidrs)
  const rule = { group: localName(group.role), cidrs, port, reason: ruleText(reason) }
  return [[`${group.role} and ${what}:${port}`, rule]]
}

/** One rule for each block of addresses, since a rule takes one. */
function networkTable(
  file: TerraformFile,
  local: string,
  entries: readonly NetworkEntry[],
): Ref<Record<string, NetworkConnection>> {
  file.locals({ [local]: Object.fromEntries(entries) })
  return hcl`merge([
  for name, way in ${reference(`local.${local}`)} : {
    for cidr in way.cidrs : "\${name} \${cidr}" => merge(way, { cidr = cidr })
  }
]...)`
}

/** The blocks that are variables of the module, as such. */
function cidrsExpression({ site, design, at }: Scope, cidrs: readonly string[]): Values<string> {
  const way = site.network.connectivity
  const onPremises = 'onPremisesCidrs' in way ? way.onPremisesCidrs : []
  if (onPremises.length > 0 && cidrs.join() === onPremises.join()) return INPUTS.onPremisesCidrs
  const sites = scopes(design)
  return cidrs.map((cidr) => {
    const inside = [{ site, at }, ...sites].find(({ site }) => site.network.cidr === cidr)
    return inside === undefined ? cidr : vpcCidr(inside.at)
  })
}

function tcp(port: Ref<number>, description: Ref<string>) {
  return { ip_protocol: 'tcp', from_port: port, to_port: port, description }
}

/** AWS refuses other characters in the description of a rule. */
function ruleText(reason: string): string {
  return reason.replace(/[^A-Za-z0-9. _:/()#,@[\]+=&;{}!$*-]/g, '').slice(0, 255)
}
