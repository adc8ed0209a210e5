import { describe, expect, it } from 'vitest'
import { SYSTEMS } from '../coverage/requirement.ts'
import { blueprintText, designOf, designsOf, inProduction } from './fixtures/blueprints.ts'
import type { InfraDesign } from './infra-design.ts'
import { databasePrice, machinePrice, replicationPrice } from './prices.ts'

function row(design: InfraDesign | undefined, service: string, configuration: string) {
  return design?.costs.find((item) => item.service === service && item.configuration.includes(configuration))
}

describe('prices', () => {
  it('grow with the size', () => {
    expect(databasePrice('aurora-mysql', 'db.r6g.large')).toBe(0.26)
    expect(databasePrice('aurora-mysql', 'db.r6g.2xlarge')).toBe(1.04)
    expect(databasePrice('rds-postgresql', 'db.r5.large')).toBe(0.25)
  })

  it('that are not known are not guessed', () => {
    expect(databasePrice('aurora-mysql', 'db.x2g.large')).toBeNull()
    expect(databasePrice('aurora-mysql', 'db.r6g.12xlarge')).toBeNull()
    expect(replicationPrice('dms.r5.xlarge')).toBeNull()
    expect(machinePrice('x1e.large')).toBeNull()
  })
})

describe('the cost table', () => {
  const [staging, production] = designsOf(blueprintText('payments-fargate-mysql'))

  it('has a row for each thing that is paid for', () => {
    expect(row(staging, 'VPC & networking', '3 NAT gateways')).toMatchObject({ quantity: 2190, monthlyUsd: 98.55 })
    expect(row(staging, 'Aurora MySQL', 'db.r6g.large (3 instances)')).toMatchObject({ monthlyUsd: 569.4 })
    expect(row(production, 'Aurora MySQL', 'db.r6g.xlarge (3 instances)')).toMatchObject({ monthlyUsd: 1138.8 })
    expect(row(staging, 'ECS Fargate', '4 tasks (1 vCPU, 2 GB)')).toMatchObject({ quantity: 2920 })
    expect(row(staging, 'DMS', 'dms.t3.small single-AZ')).toMatchObject({ monthlyUsd: 26.28, scope: 'migration' })
  })

  it('counts the standby of the production profile', () => {
    const [profile] = designsOf(blueprintText('payments-fargate-mysql'), inProduction)
    expect(row(profile, 'DMS', 'dms.t3.medium multi-AZ')).toMatchObject({ quantity: 1460 })
    expect(row(profile, 'WAF', 'rules')?.monthlyUsd).toBe(10)
  })

  it('shows what is not known as such', () => {
    expect(row(designOf(blueprintText('inventory-postgres')), 'DMS', 'dms.r5.xlarge')).toMatchObject({
      unitPriceUsd: null,
      monthlyUsd: null,
    })
  })

  it('shows no price of us-east-1 for another region', () => {
    const text = blueprintText('inventory-postgres').replace(
      'infrastructure:\n  tags',
      'infrastructure:\n  region: eu-west-1\n  tags',
    )
    expect(designOf(text).costs.filter(({ monthlyUsd }) => monthlyUsd !== null)).toEqual([])
  })

  it.each(SYSTEMS)('of %s says when its prices are from', (system) => {
    const { costs } = designOf(blueprintText(system))
    expect(costs.filter(({ assumption }) => !/us-east-1, \d{4}-\d\d$/.test(assumption))).toEqual([])
  })
})
