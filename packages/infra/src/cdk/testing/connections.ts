import { lookUp } from '../../coverage/look-up.ts'
import type { Known } from './facts.ts'

/** A security group without a way out has one that leads nowhere. */
const NOWHERE = '255.255.255.255/32'

/** What security groups let through, in and out, as a template says it. */
export function connectionsOfTemplate(resources: readonly Known[]): readonly string[] {
  const own = resources.flatMap(({ type, properties }) => {
    if (type === 'AWS::EC2::SecurityGroupIngress') return [rule('in', properties)]
    return type === 'AWS::EC2::SecurityGroupEgress' ? [rule('out', properties)] : []
  })
  const inline = resources
    .filter(({ type }) => type === 'AWS::EC2::SecurityGroup')
    .flatMap(({ properties }) => [
      ...rules(properties, 'SecurityGroupIngress').map((each) => rule('in', each)),
      ...rules(properties, 'SecurityGroupEgress').map((each) => rule('out', each)),
    ])
  return [...own, ...inline].filter((text) => !text.includes(NOWHERE)).toSorted()
}

/** The same, as a plan says it. */
export function connectionsOfPlan(resources: readonly Known[]): readonly string[] {
  const direction = new Map([
    ['aws_vpc_security_group_ingress_rule', 'in'],
    ['aws_vpc_security_group_egress_rule', 'out'],
  ])
  return resources
    .flatMap(({ type, properties }) => {
      const way = direction.get(type)
      return way === undefined
        ? []
        : [
            said(
              way,
              ['from_port', 'to_port', 'cidr_ipv4', 'description'].map((key) => lookUp(properties, key)),
            ),
          ]
    })
    .toSorted()
}

function rules(group: unknown, key: string): readonly unknown[] {
  const found = lookUp(group, key)
  return Array.isArray(found) ? found : []
}

function rule(way: string, properties: unknown): string {
  return said(
    way,
    ['FromPort', 'ToPort', 'CidrIp', 'Description'].map((key) => lookUp(properties, key)),
  )
}

function said(way: string, [from, to, cidr, description]: readonly unknown[]): string {
  return `${way} ${String(from)}-${String(to)} ${typeof cidr === 'string' ? cidr : 'a group'}: ${String(description)}`
}
