import * as fc from 'fast-check'
import { stringify } from 'yaml'
import { describe, expect, it } from 'vitest'
import type { ResolvedSpec } from '../resolved-spec.ts'
import type { MigrationSpec } from '../schema/migration.ts'
import { formatDuration } from '../units/duration.ts'
import { formatSize } from '../units/size.ts'
import type { Declaration } from './declaration.ts'
import { parse } from './parse.ts'
import { resolve } from './resolve.ts'

function declaration(text: string, file = 'migration.yaml'): Declaration {
  const result = parse(text, file)
  if (!result.ok) throw new Error(JSON.stringify(result.problems, null, 2))
  return result.declaration
}

function resolved(text: string, environment?: string, file?: string): ResolvedSpec {
  const result = resolve(declaration(text, file), environment)
  if (!result.ok) throw new Error(JSON.stringify(result.problems, null, 2))
  return result.spec
}

const MINIMAL = `name: inventory
source: { engine: postgres, version: 13, host: old, database: app, user: mover, password: env:SOURCE_PASSWORD }
target: { engine: postgres, version: 16, host: new, database: app, user: env:USER, password: file:secrets/target }
`

describe('resolve', () => {
  it('fills in every default', () => {
    expect(resolved(MINIMAL, undefined, '/etc/causeway/migration.yaml')).toEqual({
      name: 'inventory',
      suffix: 'default',
      environment: 'default',
      source: {
        engine: 'postgres',
        majorVersion: 13,
        host: 'old',
        port: 5432,
        database: 'app',
        user: { from: 'literal', value: 'mover' },
        password: { from: 'env', name: 'SOURCE_PASSWORD' },
        tls: { mode: 'verify-full', caFile: null, reason: '' },
        applications: [],
      },
      target: {
        engine: 'postgres',
        majorVersion: 16,
        host: 'new',
        port: 5432,
        database: 'app',
        user: { from: 'env', name: 'USER' },
        password: { from: 'file', path: '/etc/causeway/secrets/target' },
        tls: { mode: 'verify-full', caFile: null, reason: '' },
        applications: [],
      },
      scope: { schemas: { include: [], exclude: [] }, tables: { include: [], exclude: [] }, insertOnly: [] },
      fullLoad: { workers: 4, indexWorkers: 4, chunkBytes: 4 * 1024 ** 3 },
      replication: { heartbeatMs: 1000, batchBytes: 16 * 1024 ** 2, batchAgeMs: 200 },
      verification: { workers: 2, maxAgeMs: 24 * 3600 * 1000 },
      traffic: { router: { kind: 'none' }, steps: [20, 50, 100], bakeMs: 600_000, approveSteps: [] },
      clients: [],
      gates: {
        lagToShiftMs: 10_000,
        lagToCutoverMs: 2000,
        markerRoundTripMs: 1000,
        lagStableMs: 60_000,
        greenErrorRate: 0.01,
        greenErrorRatio: 1.5,
        minRequests: 500,
        greenP99Ratio: 1.2,
        weightTolerancePoints: 3,
        retainedWalOfFreeDisk: 0.5,
        oldestTransactionMs: 5000,
        reverseHeartbeatMs: 5000,
      },
      cutover: { pauseBudgetMs: 10_000, atWeight: 100, window: null, approval: 'manual', sequenceHeadroom: 1000 },
      hold: { durationMs: 72 * 3600 * 1000 },
      stateDir: '/etc/causeway/.causeway/inventory-default',
      infrastructure: null,
    } satisfies ResolvedSpec)
  })

  it('reads what is written', () => {
    const spec = resolved(`${MINIMAL}
suffix: spring_1
stateDir: /var/lib/causeway
traffic:
  router: { kind: embedded, listen: "[::1]:8080", blue: http://b:1, green: https://g:2/x, stickiness: 5m }
  steps: [1, 100]
  approve: [100]
clients:
  - { kind: http, name: shop, url: http://b:1/causeway }
  - { kind: exec, name: workers, command: [bin/switch, --now], timeout: 1s500ms }
  - kind: pgbouncer
    name: pooler
    host: pool.internal
    database: app
    user: admin
    password: file:secrets/pooler
    tls: { ca: authority.pem }
    config: { source: /etc/pgbouncer/pgbouncer.ini, target: /etc/pgbouncer/target.ini }
cutover:
  atWeight: 0
  window: { opensAt: 2031-05-05T00:00:00+02:00, closesAt: 2031-05-05T02:00:00Z }
`)
    expect(spec).toMatchObject({
      suffix: 'spring_1',
      stateDir: '/var/lib/causeway',
      traffic: {
        router: {
          kind: 'embedded',
          listen: { host: '::1', port: 8080 },
          blueUrl: 'http://b:1',
          greenUrl: 'https://g:2/x',
          stickyMs: 300_000,
        },
        steps: [1, 100],
        approveSteps: [100],
      },
      clients: [
        { name: 'shop', kind: 'http', url: 'http://b:1/causeway', timeoutMs: 3000 },
        { name: 'workers', kind: 'exec', command: ['bin/switch', '--now'], timeoutMs: 1500 },
        {
          name: 'pooler',
          kind: 'pgbouncer',
          host: 'pool.internal',
          port: 6432,
          database: 'app',
          user: { from: 'literal', value: 'admin' },
          password: { from: 'file', path: 'secrets/pooler' },
          tls: { mode: 'verify-full', caFile: 'authority.pem', reason: '' },
          config: { source: '/etc/pgbouncer/pgbouncer.ini', target: '/etc/pgbouncer/target.ini' },
          timeoutMs: 3000,
        },
      ],
      cutover: { atWeight: 0, window: { opensAt: '2031-05-04T22:00:00.000Z', closesAt: '2031-05-05T02:00:00.000Z' } },
    })
  })

  it('uses no TLS on a Unix socket, and says why', () => {
    expect(resolved(MINIMAL.replace('host: old', 'host: /run/postgresql')).source.tls).toEqual({
      mode: 'disable',
      caFile: null,
      reason: 'a Unix socket does not leave the machine',
    })
  })

  it('keeps the reason of weaker TLS, and finds the authority beside the declaration', () => {
    const weaker = MINIMAL.replace(
      'host: old,',
      'host: old, tls: { mode: verify-ca, ca: certs/old.pem, reason: by address },',
    )
    expect(resolved(weaker, undefined, 'moves/migration.yaml').source.tls).toEqual({
      mode: 'verify-ca',
      caFile: 'moves/certs/old.pem',
      reason: 'by address',
    })
  })
})

describe('the environment', () => {
  const several = `${MINIMAL}
scope: { schemas: { include: [app, audit] } }
traffic: { router: { kind: embedded, listen: a:1, blue: http://b, green: http://g } }
environments:
  staging:
    source: { host: staging-old }
    scope: { schemas: { include: [app] } }
    traffic: { router: { kind: none } }
  production-migration:
    traffic: { router: { green: http://g2 } }
    target: { password: "aws-sm:prod/db#password" }
`

  it('is laid over the base: sections merge, lists and other kinds replace', () => {
    const spec = resolved(several, 'staging')
    expect(spec).toMatchObject({
      environment: 'staging',
      suffix: 'staging',
      source: { host: 'staging-old', port: 5432 },
    })
    expect(spec.scope.schemas).toEqual({ include: ['app'], exclude: [] })
    expect(spec.traffic.router).toEqual({ kind: 'none' })
    expect(spec.stateDir).toBe('.causeway/inventory-staging')
  })

  it('merges below a kind that stays', () => {
    const spec = resolved(several.replace('"aws-sm:prod/db#password"', 'env:P'), 'production-migration')
    expect(spec.traffic.router).toMatchObject({ kind: 'embedded', blueUrl: 'http://b', greenUrl: 'http://g2' })
    expect(spec.suffix).toBe('production_migration')
  })

  it('is the only one, or default, when none is named', () => {
    expect(resolved(`${MINIMAL}environments: { only: {} }`).environment).toBe('only')
    expect(resolved(`${MINIMAL}environments: { default: {}, other: {} }`).environment).toBe('default')
    expect(resolved(MINIMAL, 'default').environment).toBe('default')
  })

  it.each([
    [several, undefined, 'environments has several; choose one of staging, production-migration with --environment'],
    [several, 'prod', 'environments has no "prod"; choose one of staging, production-migration'],
    [MINIMAL, 'prod', 'environments has no "prod"; choose one of default'],
  ])('must be there', (text, environment, message) => {
    const result = resolve(declaration(text), environment)
    expect(result.ok ? [] : result.problems).toMatchObject([{ code: 'CW-0216', message }])
  })

  it('cannot be used when it refers to a secret store this version cannot read', () => {
    const result = resolve(declaration(several), 'production-migration')
    const problems = result.ok ? [] : result.problems
    expect(problems).toMatchObject([
      { code: 'CW-0231', path: 'environments.production-migration.target.password', line: 14, column: 25 },
    ])
    expect(problems[0]?.message).toContain('aws secretsmanager get-secret-value --secret-id prod/db ')
    expect(resolve(declaration(several), 'staging').ok).toBe(true)
  })
})

describe('every sound declaration', () => {
  const word = fc.stringMatching(/^[a-z][a-z0-9_]{0,20}$/)
  const duration = (min: number, max: number) => fc.integer({ min, max }).map(formatDuration)
  const reference = fc.constantFrom('env:PASSWORD', 'file:/run/secrets/db', 'file:secrets/db')
  const database = (host: string) =>
    fc.record(
      {
        engine: fc.constant('postgres' as const),
        version: fc.integer({ min: 13, max: 18 }),
        host: fc.constant(host),
        database: fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 63 }),
        user: fc.oneof(word, reference),
        port: fc.integer({ min: 1, max: 65_535 }),
        password: reference,
        applications: fc.array(fc.record({ user: word, password: reference })),
      },
      { requiredKeys: ['engine', 'version', 'host', 'database', 'user'] },
    )
  const steps = fc
    .uniqueArray(fc.integer({ min: 1, max: 99 }), { maxLength: 5 })
    .map((weights) => [...weights.toSorted((left, right) => left - right), 100])
  const sound: fc.Arbitrary<MigrationSpec> = fc
    .record({
      source: database('old'),
      target: database('new'),
      steps,
      cut: fc.nat({ max: 5 }),
      rest: fc.record(
        {
          scope: fc.record({
            tables: fc.record({ include: fc.array(fc.tuple(word, word).map((pair) => pair.join('.'))) }),
          }),
          fullLoad: fc.record({
            workers: fc.integer({ min: 1, max: 64 }),
            chunkSize: fc.integer({ min: 1, max: 9999 }).map((amount) => formatSize(amount * 1024 ** 2)),
          }),
          replication: fc.record({ heartbeat: duration(100, 60_000), batchAge: duration(1, 10_000) }),
          hold: fc.record({ duration: duration(0, 90 * 86_400_000) }),
          gates: fc.record({
            lagToShift: duration(1, 3_600_000),
            greenErrorRate: fc.double({ min: 0, max: 1, noNaN: true }),
          }),
        },
        { requiredKeys: [] },
      ),
    })
    .map(({ source, target, steps: weights, cut, rest }) => ({
      name: 'generated',
      source,
      target: { ...target, version: Math.max(source.version, target.version) },
      traffic: { steps: weights },
      cutover: { atWeight: [0, ...weights][cut] ?? 0 },
      ...rest,
    }))

  it('parses and resolves to what it says', () => {
    fc.assert(
      fc.property(sound, (spec) => {
        const found = resolved(stringify(spec))
        expect(found.source).toMatchObject({ database: spec.source.database, majorVersion: spec.source.version })
        expect(found.traffic.steps).toEqual(spec.traffic?.steps)
        expect(found.cutover.atWeight).toBe(spec.cutover?.atWeight)
        expect(formatDuration(found.hold.durationMs)).toBe(spec.hold?.duration ?? '3d')
        expect(JSON.stringify(found)).not.toContain('undefined')
      }),
    )
  })
})
