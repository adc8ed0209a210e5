import { expect, test } from 'vitest'
import type { InfraDesign } from '../design/infra-design.ts'
import { localName, named } from './names.ts'

function written(name: string, prefix = ''): string {
  const suffix = 'mig'
  const tail = prefix === '' ? `-prod-${suffix}` : `-${suffix}`
  return named({ naming: { prefix, suffix, tail } } as InfraDesign, name).render(0)
}

test.for([
  ['vpc-prod-mig', '"vpc-${local.name_suffix}"'],
  ['alb-4f2a-mig', '"alb-4f2a-${var.environment_suffix}"'],
  ['payment-mig.internal', '"payment-${var.environment_suffix}.internal"'],
  ['/payment/mig/db/username', '"/payment/${var.environment_suffix}/db/username"'],
  ['mig-mig-prod-mig', '"mig-mig-${local.name_suffix}"'],
  ['migrate-prod-migration', '"migrate-prod-migration"'],
  ['emigrant', '"emigrant"'],
] as const)('%s', ([name, expected]) => {
  expect(written(name)).toBe(expected)
})

test('behind a prefix the suffix is all there is', () => {
  expect(written('payment-vpc-mig', 'payment')).toBe('"payment-vpc-${var.environment_suffix}"')
})

test('names inside the module', () => {
  expect(localName('', 'load-balancer', '/aws/X')).toBe('load_balancer_aws_x')
})
