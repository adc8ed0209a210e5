import type { Repair } from './repair.ts'
import { formOf, textOf } from './xml.ts'

export function networkRepairs(): readonly Repair[] {
  return [routePropagation(), ruleDescriptions(), privateZone]
}

const DONE = '<?xml version="1.0" encoding="UTF-8"?><Response><return>true</return></Response>'

function routePropagation(): Repair {
  const gateways = new Map<string, Set<string>>()
  const of = (table: string): Set<string> => gateways.get(table) ?? new Set()
  return {
    name: 'route-propagation',
    service: 'ec2',
    operations: /^((En|Dis)ableVgwRoutePropagation|DescribeRouteTables)$/,
    moto: 'has no propagation of routes from a virtual private gateway',
    reason: 'the routes to on-premises come to the route tables in this way',
    serve: ({ operation, body }) => {
      const { RouteTableId: table = '', GatewayId: gateway = '' } = formOf(body)
      if (operation === 'DescribeRouteTables') return null
      if (operation === 'EnableVgwRoutePropagation') gateways.set(table, new Set([...of(table), gateway]))
      else of(table).delete(gateway)
      return DONE
    },
    answer: (_call, body) =>
      // The id stands in the table itself before its routes, and in each association, where no routes follow.
      body.replace(/<routeTableId>([^<]+)<\/routeTableId>(?=<routeSet)/g, (element, table: string) => {
        const items = [...of(table)].map((gateway) => `<item><gatewayId>${gateway}</gatewayId></item>`)
        return `${element}<propagatingVgwSet>${items.join('')}</propagatingVgwSet>`
      }),
  }
}

const DESCRIPTION = /^IpPermissions\.1\.Groups\.1\.Description$/

function ruleDescriptions(): Repair {
  const told = new Map<string, string>()
  return {
    name: 'rule-descriptions',
    service: 'ec2',
    operations: /^(AuthorizeSecurityGroup(In|E)gress|DescribeSecurityGroupRules)$/,
    moto: 'forgets the description of a rule whose other side is a security group',
    reason: 'Terraform wants to set it again at each plan',
    answer: ({ body: request }, body) => {
      const said = Object.entries(formOf(request)).find(([name]) => DESCRIPTION.test(name))?.[1]
      return body.replace(/<item>(?=<)[\s\S]*?<\/item>/g, (rule) => {
        const id = textOf(rule, 'securityGroupRuleId')
        if (id === null) return rule
        if (said !== undefined) told.set(id, said)
        const description = told.get(id)
        return description === undefined ? rule : withDescription(rule, description)
      })
    },
  }
}

function withDescription(rule: string, text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  const without = rule.replace(/<description>[^<]*<\/description>|<description\/>/, '')
  return without.replace('</securityGroupRuleId>', () => `</securityGroupRuleId><description>${escaped}</description>`)
}

const privateZone: Repair = {
  name: 'private-zone',
  service: 'route53',
  operations: /^POST \/2013-04-01\/hostedzone$/,
  moto: 'makes a zone private only when PrivateZone is said',
  reason: 'AWS makes a zone with a VPC private; Terraform names the VPC and says no more',
  request: ({ body }) =>
    body.includes('<VPC>')
      ? body.replace('<HostedZoneConfig>', '<HostedZoneConfig><PrivateZone>true</PrivateZone>')
      : body,
}
