import { describe, expect, it } from 'vitest'
import { parse } from '../../parse/parse.ts'
import { resolve } from '../../parse/resolve.ts'
import type { ResolvedInfrastructure } from '../../resolved-spec.ts'

const DATABASES = {
  mysql: `name: payments
source: { engine: mysql, version: 8, host: old, database: paymentdb, user: mover }
target: { engine: mysql, version: 8, host: new, database: paymentdb, user: mover }
`,
  postgres: `name: payments
source: { engine: postgres, version: 13, host: old, database: paymentdb, user: mover }
target: { engine: postgres, version: 14, host: new, database: paymentdb, user: mover }
`,
} as const

const AURORA = 'database: { engine: aurora-mysql }'
const RDS = "database: { engine: rds-postgresql, engineVersion: '14' }"

function declared(parts: string): string {
  const engine = parts.includes('aurora-mysql') ? 'mysql' : 'postgres'
  return `${DATABASES[engine]}infrastructure: { ${parts} }\n`
}

/** Every problem as `path: what is wrong`. */
function problems(parts: string): readonly string[] {
  const result = parse(declared(parts), 'migration.yaml')
  return result.ok ? [] : result.problems.map(({ code, message }) => `${code} ${message}`)
}

function resolved(parts: string): ResolvedInfrastructure {
  const parsed = parse(declared(parts), 'migration.yaml')
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems, null, 2))
  const result = resolve(parsed.declaration)
  if (!result.ok || result.spec.infrastructure === null) throw new Error('not resolved')
  return result.spec.infrastructure
}

describe('infrastructure', () => {
  it('needs nothing but the engine of the database', () => {
    expect(resolved(AURORA)).toMatchObject({
      region: 'us-east-1',
      protection: 'ephemeral',
      fallback: 'default',
      network: { cidr: '10.0.0.0/16', zones: ['a', 'b', 'c'], natGateways: 'per-zone' },
      connectivity: { kind: 'none' },
      database: {
        instances: 3,
        serverless: null,
        storage: null,
        logExports: ['audit', 'error', 'general', 'slowquery'],
      },
      compute: { kind: 'fargate', tasks: 2 },
      shift: { by: 'load-balancer', weights: { blue: 100, green: 0 } },
      secrets: { target: { kind: 'generated' }, source: { kind: 'input' } },
    })
  })

  it('gives an RDS instance its storage, and no readers', () => {
    const { database } = resolved(RDS)
    expect(database).toMatchObject({ instances: 1, storage: { size: 100_000_000_000, type: 'gp3' } })
  })

  it('uses the ports of the engines', () => {
    const parsed = parse(DATABASES.mysql, 'migration.yaml')
    const result = parsed.ok ? resolve(parsed.declaration) : parsed
    expect(result.ok ? [result.spec.source.port, result.spec.infrastructure] : []).toEqual([3306, null])
  })
})

const BAD: readonly (readonly [what: string, parts: string, code: string, says: string])[] = [
  [
    'weights',
    `${AURORA}, shift: { weights: { blue: 80, green: 30 } }`,
    'CW-0210',
    'infrastructure.shift.weights.green is 30, which makes 110 with blue, 80; the weights must sum to 100',
  ],
  [
    'a weight',
    `${AURORA}, shift: { weights: { blue: 101, green: -1 } }`,
    'CW-0207',
    'infrastructure.shift.weights.blue must be a whole number from 0 to 100, but is 101',
  ],
  [
    'addresses',
    `${AURORA}, network: { cidr: 10.0.1.0/16 }`,
    'CW-0206',
    'infrastructure.network.cidr must be a block of IPv4 addresses, such as 10.0.0.0/16, from /16 to /22, but is "10.0.1.0/16"',
  ],
  [
    'too large a network',
    `${AURORA}, network: { cidr: 10.0.0.0/8 }`,
    'CW-0207',
    'infrastructure.network.cidr must be a block',
  ],
  [
    'subnets that do not fit',
    `${AURORA}, network: { cidr: 10.0.0.0/22 }`,
    'CW-0210',
    'infrastructure.network.subnetPrefix is 24: 9 subnets of that size do not fit into 10.0.0.0/22',
  ],
  [
    'networks that overlap',
    `${AURORA}, connectivity: { kind: direct-connect, onPremises: [10.0.128.0/17] }`,
    'CW-0210',
    'infrastructure.connectivity.onPremises[0] is 10.0.128.0/17, which overlaps network.cidr, 10.0.0.0/16',
  ],
  [
    'a mirror in the same network',
    `${RDS}, shift: { by: dns }, dns: { zone: a.internal }, mirror: { cidr: 10.0.0.0/16 }`,
    'CW-0210',
    'infrastructure.mirror.cidr is 10.0.0.0/16, which overlaps network.cidr',
  ],
  [
    'zones',
    `${AURORA}, network: { zones: [a] }`,
    'CW-0207',
    'infrastructure.network.zones must be two to four letters of availability zones',
  ],
  [
    'an engine version',
    'database: { engine: aurora-mysql, engineVersion: 8.0.mysql_aurora.3.04.9 }',
    'CW-0208',
    'infrastructure.database.engineVersion must be a version of aurora-mysql, as of 2026-06 8.0.mysql_aurora.3.12.0',
  ],
  [
    'the version of another major',
    'database: { engine: aurora-postgresql }',
    'CW-0210',
    'infrastructure.database.engineVersion must be a version of target.version, 14, but is 16.13',
  ],
  [
    'an instance class',
    'database: { engine: aurora-mysql, instanceClass: db.r6g.huge }',
    'CW-0208',
    'infrastructure.database.instanceClass must be a class aurora-mysql runs on',
  ],
  [
    'a replication class',
    `${AURORA}, replication: { instanceClass: dms.t9.small }`,
    'CW-0208',
    'infrastructure.replication.instanceClass must be a class DMS runs on',
  ],
  [
    'a machine type',
    `${AURORA}, shift: { by: dns }, dns: { zone: a.internal, onPremises: b }, compute: { kind: autoscaling, instanceType: t3.huge }`,
    'CW-0208',
    'infrastructure.compute.instanceType must be an instance type of the families',
  ],
  [
    'a retention',
    'database: { engine: aurora-mysql, backupRetention: 36d }',
    'CW-0207',
    'infrastructure.database.backupRetention must be whole days such as 7d, from 1d to 35d, but is "36d"',
  ],
  [
    'hours of retention',
    'database: { engine: aurora-mysql, backupRetention: 36h }',
    'CW-0206',
    'infrastructure.database.backupRetention must be whole days',
  ],
  [
    'a log retention',
    `${AURORA}, monitoring: { logRetention: 8d }`,
    'CW-0208',
    'infrastructure.monitoring.logRetention must be a retention CloudWatch knows',
  ],
  [
    'windows that overlap',
    'database: { engine: aurora-mysql, backupWindow: 03:30-04:30 }',
    'CW-0210',
    'infrastructure.database.maintenanceWindow is mon:04:00-mon:05:00, which overlaps backupWindow, 03:30-04:30',
  ],
  [
    'tasks of an unknown size',
    `${AURORA}, compute: { kind: fargate, cpu: 512, memory: 8192 }`,
    'CW-0208',
    'infrastructure.compute.memory must be with 512 CPU units one of 1024, 2048, 3072, 4096',
  ],
  [
    'more tasks than allowed',
    `${AURORA}, compute: { kind: fargate, tasks: 20, scaling: {} }`,
    'CW-0210',
    'infrastructure.compute.tasks is 20, which is not between min, 2, and max, 10',
  ],
  [
    'production without HTTPS',
    `${AURORA}, protection: production`,
    'CW-0210',
    'infrastructure.loadBalancer.certificate is missing: protection is "production", which serves HTTPS',
  ],
  ['DNS without a zone', `${AURORA}, shift: { by: dns }`, 'CW-0210', 'infrastructure.dns is missing'],
  [
    'DNS without the other side',
    `${AURORA}, shift: { by: dns }, dns: { zone: a.internal }`,
    'CW-0210',
    'infrastructure.dns.onPremises is missing',
  ],
  [
    'two colours of a mirror',
    `${RDS}, mirror: {}`,
    'CW-0210',
    'infrastructure.shift.by is "load-balancer", but each side of a mirrored system',
  ],
  [
    'two buckets of a kind',
    `${AURORA}, storage: [{ purpose: files }, { purpose: files }]`,
    'CW-0202',
    'infrastructure.storage[1].purpose is "files" a second time',
  ],
  [
    'infrequent access at once',
    `${AURORA}, storage: [{ purpose: files, transitions: [{ after: 1d, to: STANDARD_IA }] }]`,
    'CW-0207',
    'infrastructure.storage[0].transitions[0].after must be at least 30d',
  ],
  [
    'storage that becomes dearer',
    `${AURORA}, storage: [{ purpose: files, transitions: [{ after: 60d, to: GLACIER }, { after: 90d, to: STANDARD_IA }] }]`,
    'CW-0210',
    'infrastructure.storage[0].transitions[1] does not come after GLACIER',
  ],
  [
    'syslog without a line',
    `${AURORA}, monitoring: { syslog: 'syslog.example.com:514' }`,
    'CW-0210',
    'infrastructure.monitoring.syslog needs a private line',
  ],
  [
    'a subscription',
    `${AURORA}, notifications: { subscriptions: [{ protocol: email, endpoint: nobody }] }`,
    'CW-0206',
    'infrastructure.notifications.subscriptions[0].endpoint must be an e-mail address',
  ],
  [
    'a generated password of another system',
    `${AURORA}, secrets: { source: { kind: generated } }`,
    'CW-0210',
    'infrastructure.secrets.source.kind is "generated", but the source is not made here',
  ],
  ['a tag of AWS', `${AURORA}, tags: { more: { 'aws:x': y } }`, 'CW-0206', 'infrastructure.tags.more'],
  ['a key that is not known', `${AURORA}, colour: red`, 'CW-0203', 'infrastructure.colour is not a known key'],
]

describe('an infrastructure that cannot be made is refused', () => {
  it.each(BAD)('%s', (_, parts, code, says) => {
    const found = problems(parts)
    expect(found.filter((line) => line.startsWith(`${code} ${says}`))).toHaveLength(1)
  })

  it('where both databases are of another engine', () => {
    const text = `${DATABASES.postgres}infrastructure: { ${AURORA} }\n`
    const result = parse(text, 'migration.yaml')
    expect(result.ok ? [] : result.problems.map(({ message }) => message)).toEqual([
      'infrastructure.database.engine must be an engine for target.engine, postgres, but is aurora-mysql',
    ])
  })
})
