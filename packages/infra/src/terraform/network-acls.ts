import type { AclRule, NetworkAcl } from '../design/model/network.ts'
import { INPUTS, vpcCidr } from './inputs.ts'
import { named } from './names.ts'
import { scopes, type Scope } from './scope.ts'
import { get, hcl } from './writer/expression.ts'
import { reference, type Value } from './writer/ref.ts'
import { TerraformFile } from './writer/terraform-file.ts'

/** The second guard, of whole subnets: it holds where somebody opens a security group by mistake. */
export function networkAcls(scope: Scope): TerraformFile {
  const file = new TerraformFile()
  for (const acl of scope.site.network.acls) networkAcl(file, scope, acl)
  return file
}

function networkAcl(file: TerraformFile, scope: Scope, { name, tier, rules }: NetworkAcl): void {
  const { at } = scope
  file.resource('aws_network_acl', at.name(tier), {
    vpc_id: at.vpc().id,
    subnet_ids: at.subnets(tier).all('id'),
    tags: { Name: named(scope.design, name) },
  })
  const local = at.own(`${tier}_acl_rules`)
  file.locals({ [local]: Object.fromEntries(rules.map((rule) => aclEntry(scope, rule))) })
  const table = reference<Record<string, AclEntry>>(`local.${local}`)
  file.resourceForEach('aws_network_acl_rule', at.name(tier), table, ({ value }) => ({
    network_acl_id: reference(`aws_network_acl.${at.name(tier)}.id`),
    egress: get(value, 'egress'),
    rule_number: get(value, 'number'),
    rule_action: 'allow',
    protocol: get(value, 'protocol'),
    cidr_block: get(value, 'cidr'),
    from_port: get(value, 'from'),
    to_port: get(value, 'to'),
  }))
}

interface AclEntry {
  readonly egress: boolean
  readonly number: number
  readonly cidr: string
  readonly protocol: string
  readonly from: number
  readonly to: number
}

function aclEntry(scope: Scope, rule: AclRule) {
  const entry = {
    egress: rule.direction === 'egress',
    number: rule.number,
    cidr: cidrExpression(scope, rule.cidr),
    // -1 is every protocol.
    protocol: rule.protocol === 'all' ? '-1' : rule.protocol,
    from: rule.fromPort,
    to: rule.toPort,
  }
  return [`${rule.direction} ${rule.number}: ${rule.reason}`, entry] as const
}

/** A block that is a variable of the module, as such. */
function cidrExpression({ design, site }: Scope, cidr: string): Value<string> {
  const way = site.network.connectivity
  const index = 'onPremisesCidrs' in way ? way.onPremisesCidrs.indexOf(cidr) : -1
  if (index >= 0) return hcl`${INPUTS.onPremisesCidrs}[${index}]`
  const inside = scopes(design).find(({ site }) => site.network.cidr === cidr)
  return inside === undefined ? cidr : vpcCidr(inside.at)
}
