import { expect, it } from 'vitest'
import { blueprintText, designOf } from '../design/fixtures/blueprints.ts'
import { mirrored, whyNoCdk } from './mirrored-design.ts'

const DESIGN = designOf(blueprintText('payments-fargate-postgres'))

it('is the system with a mirror', () => {
  expect(whyNoCdk(DESIGN)).toBeNull()
  expect(mirrored(DESIGN)).toBe(DESIGN)
})

it.each(['payments-fargate-mysql', 'payments-autoscaling-mysql', 'inventory-postgres'])(
  'is not %s, whose source is outside AWS',
  (name) => {
    const design = designOf(blueprintText(name))
    expect(whyNoCdk(design)).toContain('the source is outside AWS')
    expect(() => mirrored(design)).toThrow(`no CDK app for ${name}: the source is outside AWS`)
  },
)

const { target } = DESIGN
const [credential] = target.credentials
if (credential === undefined) throw new Error('the target has a login')

it.each([
  ['without DNS', { ...DESIGN, dns: null }, '`dns:`'],
  [
    'with another engine',
    { ...DESIGN, target: { ...target, database: { ...target.database, engine: 'aurora-postgresql' } } },
    '`database.engine`',
  ],
  [
    'with a password that is given',
    { ...DESIGN, target: { ...target, credentials: [{ ...credential, password: { from: 'input', variable: 'x' } }] } },
    '`secrets`',
  ],
  [
    'with parameters',
    {
      ...DESIGN,
      target: { ...target, credentials: [{ ...credential, parameters: [{ name: '/x', holds: 'username' }] }] },
    },
    'SecureString',
  ],
  [
    'with ACLs',
    { ...DESIGN, target: { ...target, network: { ...target.network, acls: [{ name: 'x', tier: 'app', rules: [] }] } } },
    '`network.acls`',
  ],
] as const)('is no system %s, and says what declares it', (_, design, declared) => {
  expect(whyNoCdk(design)).toContain(declared)
})
