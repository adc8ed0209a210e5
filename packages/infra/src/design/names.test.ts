import { describe, expect, it } from 'vitest'
import { blueprintText, specsOf } from './fixtures/blueprints.ts'
import { createNames, type Names } from './names.ts'

function namesOf(changes: {
  readonly prefix?: string
  readonly suffix?: string
  readonly environment?: string
}): Names {
  const [spec] = specsOf(blueprintText('inventory-postgres'))
  if (spec === undefined) throw new Error('the blueprint has an environment')
  const { prefix, suffix, environment = 'prod' } = changes
  return createNames({ ...spec, environment, infrastructure: { ...spec.infrastructure, naming: { prefix, suffix } } })
}

describe('names', () => {
  it('are TYPE-ENVIRONMENT-SUFFIX', () => {
    expect(namesOf({ suffix: 'x1' }).of('database', 'aurora-cluster')).toBe('aurora-cluster-prod-x1')
    expect(namesOf({ suffix: 'x1' }).naming.tail).toBe('-prod-x1')
  })

  it('are PREFIX-TYPE-SUFFIX with a prefix, which is the same in every environment', () => {
    const names = namesOf({ prefix: 'payment', suffix: 'x1', environment: 'staging' })
    expect(names.of('loadBalancer', 'alb')).toBe('payment-alb-x1')
    expect(names.of('loadBalancer', 'alb', 'source')).toBe('payment-alb-source-x1')
  })

  it('are cut to the limit of their kind, and stay apart', () => {
    const names = namesOf({ suffix: 'twenty-letters-or-so', environment: 'production-migration' })
    const [blue, green] = ['tg-blue', 'tg-green'].map((type) => names.of('targetGroup', type))
    expect(blue).toMatch(/^[a-z-]+-[0-9a-f]{4}-twenty-letters-or-so$/)
    expect(blue).toHaveLength(32)
    expect(blue).not.toBe(green)
    expect(names.of('resourceIdentifier', 'replication')).toHaveLength(31)
  })

  it('are made of what AWS takes, whatever the suffix of the migration is', () => {
    expect(namesOf({ suffix: undefined }).of('bucket', 'files')).toMatch(/^files-prod-[a-z0-9-]+$/)
    expect(namesOf({ suffix: '-a--b-' }).naming.suffix).toBe('a-b')
    expect(namesOf({ suffix: '-' }).naming.suffix).toBe('main')
  })
})
