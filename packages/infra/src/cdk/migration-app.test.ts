import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { App, Aspects, Stack, Validations } from 'aws-cdk-lib'
import { Match, Template } from 'aws-cdk-lib/assertions'
import * as s3 from 'aws-cdk-lib/aws-s3'
import { AwsSolutionsChecks } from 'cdk-nag'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { REQUIREMENTS } from '../coverage/requirements.ts'
import { blueprintText, designsOf, inProduction } from '../design/fixtures/blueprints.ts'
import type { InfraDesign } from '../design/infra-design.ts'
import { UNKNOWN_TO_CLOUDFORMATION } from './attribute-values.ts'
import { BucketEncryption } from './constructs/bucket-encryption.ts'
import { migrationChecks } from './testing/migration-requirements.ts'
import { STACKS, SynthesisedApp, type Resource } from './testing/synthesised.ts'
import { siteChecks } from './testing/template-requirements.ts'

const BLUEPRINT = blueprintText('payments-fargate-postgres')

/** Were there a second environment, it would have to be tested too. */
function only(designs: readonly InfraDesign[]): InfraDesign {
  const [design, second] = designs
  if (design === undefined || second !== undefined) throw new Error('the blueprint has one environment')
  return design
}

const design = only(designsOf(BLUEPRINT))
const production = only(designsOf(BLUEPRINT, inProduction))
let app: SynthesisedApp
let productionApp: SynthesisedApp

/** Synthesis includes cdk-nag, which makes it fail on the first finding nobody acknowledged. */
beforeAll(async () => {
  app = await SynthesisedApp.of(design)
  productionApp = await SynthesisedApp.of(production)
}, 120_000)

afterAll(async () => {
  await app[Symbol.asyncDispose]()
  await productionApp[Symbol.asyncDispose]()
})

const CHECKS = [...siteChecks('source'), ...siteChecks('target'), ...migrationChecks()]

describe('the templates', () => {
  it.each(CHECKS)('have %s in %s: %s', (_covers, stack, type, properties) => {
    app.stacks[stack].template.hasResourceProperties(type, properties)
  })

  it.each([
    ['Source', 2],
    ['Target', 2],
  ] as const)('have one NAT gateway and a public and a private /24 in each zone in %s', (stack, zones) => {
    const { template } = app.stacks[stack]
    template.resourceCountIs('AWS::EC2::NatGateway', 1)
    template.resourceCountIs('AWS::EC2::Subnet', 2 * zones)
    const blocks = Object.values(template.findResources('AWS::EC2::Subnet'))
    expect(blocks.map(({ Properties }) => Properties.CidrBlock)).toEqual(
      (stack === 'Source' ? design.source : design.target)?.network.subnets.map(({ cidr }) => cidr),
    )
  })

  it('show on the dashboard what the design wants to be seen, the lag first', () => {
    const [dashboard] = app.resources('AWS::CloudWatch::Dashboard')
    const text = JSON.stringify(dashboard?.Properties).replaceAll('\\', '')
    const titles = [...text.matchAll(/"title":"([^"]+)"/g)].map(([, title]) => title)
    expect(titles).toEqual(design.monitoring.dashboard.widgets.map(({ title }) => title))
    for (const metric of design.monitoring.dashboard.widgets.flatMap((each) =>
      each.kind === 'alarms' ? [] : each.metrics,
    )) {
      expect(text).toContain(`"${metric.namespace}","${metric.name}"`)
    }
  })

  it('tag everything that takes tags', () => {
    for (const [key, value] of Object.entries(design.tags)) {
      const tagged = app.resources().filter(({ Properties }) => Array.isArray(Properties?.['Tags']))
      expect(tagged.length).toBeGreaterThan(60)
      const without = tagged.filter(({ Properties }) => {
        const tags = Properties?.['Tags'] as readonly { readonly Key: string; readonly Value: unknown }[]
        return !tags.some((tag) => tag.Key === key && tag.Value === value)
      })
      expect(without).toEqual([])
    }
  })

  it('give every output of the design once, but for what no template can know', () => {
    const outputs = app.outputs()
    const known = design.outputs.filter(
      ({ value }) => typeof value !== 'object' || !UNKNOWN_TO_CLOUDFORMATION.includes(value.attribute),
    )
    expect(outputs.toSorted()).toEqual(known.map(({ key }) => key).toSorted())
    expect(outputs.length).toBeGreaterThan(25)
  })
})

describe('the stacks', () => {
  it('are four, named by the suffix, in the region of the design', () => {
    expect(STACKS.map((id) => app.stacks[id].name)).toEqual([
      'payment-dms-prereq-dev-001',
      'payment-target-dev-001',
      'payment-source-dev-001',
      'payment-route53-dev-001',
    ])
  })

  it('are deployed in an order that lets the source be destroyed first', () => {
    expect(app.stacks.Target.after).toEqual(['DmsPrereq'])
    expect(new Set(app.stacks.Source.after)).toEqual(new Set(['DmsPrereq', 'Target']))
    expect(app.stacks.Route53.after).toEqual(expect.arrayContaining(['Source', 'Target']))
    expect(JSON.stringify(app.stacks.Target.template.toJSON()).includes('payment-source-dev-001:')).toBe(false)
  })

  it('can be deployed from where they were written', async () => {
    const { app: assembly } = JSON.parse(await readFile(join(app.directory, 'cdk.json'), 'utf8')) as { app: string }
    const manifest = await readFile(join(app.directory, assembly, 'manifest.json'), 'utf8')
    expect(Object.keys(JSON.parse(manifest).artifacts)).toEqual(expect.arrayContaining([...STACKS]))
  })

  it('name no file of the machine they were written on', async () => {
    const files = await readdir(join(app.directory, 'cdk.out'), { withFileTypes: true })
    const texts = files
      .filter((file) => file.isFile())
      .map((file) => readFile(join(file.parentPath, file.name), 'utf8'))
    const here = [process.cwd(), app.directory]
    expect((await Promise.all(texts)).filter((text) => here.some((path) => text.includes(path)))).toEqual([])
  })
})

describe('security', () => {
  it.each(['ephemeral', 'production'])(
    'opens 80 and 443 of the load balancers to the world, and nothing else: %s',
    (profile) => {
      const made = profile === 'ephemeral' ? app : productionApp
      const inline = made
        .resources('AWS::EC2::SecurityGroup')
        .flatMap(({ Properties }) =>
          ((Properties?.['SecurityGroupIngress'] ?? []) as readonly Rule[]).map(
            (rule) => [Properties?.['GroupName'], rule] as const,
          ),
        )
      const own = made
        .resources('AWS::EC2::SecurityGroupIngress')
        .map(({ Properties }) => [JSON.stringify(Properties?.['GroupId']), Properties as unknown as Rule] as const)
      const open = [...inline, ...own].filter(
        ([, { CidrIp, CidrIpv6 }]) => CidrIp === '0.0.0.0/0' || CidrIpv6 !== undefined,
      )
      const ports = profile === 'ephemeral' ? [80] : [80, 443]
      expect(open.map(([group, { FromPort, ToPort }]) => [group, FromPort, ToPort])).toEqual(
        ['target', 'source'].flatMap((side) =>
          ports.map((port) => [`payment-security-group-load-balancer-${side}-dev-001`, port, port]),
        ),
      )
    },
  )

  it.each(['ephemeral', 'production'])(
    'lets no role of ours do everything, or something to everything: %s',
    (profile) => {
      const policies = (profile === 'ephemeral' ? app : productionApp).resources('AWS::IAM::Policy')
      const statements = policies.flatMap(statementsOf)
      expect(statements.length).toBeGreaterThan(10)
      expect(statements.filter(({ Action }) => [Action].flat().some((action) => action.includes('*')))).toEqual([])
      expect(statements.filter(({ Resource }) => [Resource].flat().includes('*'))).toEqual([])
    },
  )

  it('gives roles what the design grants, no less and no more', () => {
    const granted = app.resources('AWS::IAM::Policy').flatMap((policy) =>
      statementsOf(policy).flatMap(({ Sid, Action, Resource }) => {
        const actions = [Action].flat().toSorted()
        return [Resource].flat().map(() => `${Sid}: ${actions.join()}`)
      }),
    )
    const decided = [design.target, design.source].flatMap((site) =>
      (site?.roles ?? []).flatMap(({ statements }) =>
        statements.flatMap(({ sid, actions, resources }) =>
          resources.map(() => `${sid}: ${actions.toSorted().join()}`),
        ),
      ),
    )
    expect(granted.toSorted()).toEqual(decided.toSorted())
  })

  it('holds no password: it is generated, or read from the secret when deploying', () => {
    const text = app.text()
    expect(text.match(/"[^"]*Password": "/g)).toBeNull()
    expect(text.match(/"SecretString":/g)).toBeNull()
    expect(
      app.resources('AWS::RDS::DBInstance').map(({ Properties }) => JSON.stringify(Properties?.['MasterUserPassword'])),
    ).toEqual([
      expect.stringMatching(/resolve:secretsmanager:.*Login.*:SecretString:password::/),
      expect.stringMatching(/resolve:secretsmanager:.*Login.*:SecretString:password::/),
    ])
  })
})

interface Rule {
  readonly CidrIp?: string
  readonly CidrIpv6?: string
  readonly FromPort?: number
  readonly ToPort?: number
}

interface Statement {
  readonly Sid?: string
  readonly Action: string | string[]
  readonly Resource: unknown
}

function statementsOf({ Properties }: Resource): readonly Statement[] {
  const document = Properties?.['PolicyDocument'] as { readonly Statement: readonly Statement[] } | undefined
  return document?.Statement ?? []
}

describe('protection', () => {
  const DATA = ['AWS::RDS::DBInstance', 'AWS::S3::Bucket', 'AWS::SecretsManager::Secret', 'AWS::KMS::Key']
  const policies = (of: SynthesisedApp) =>
    new Set(DATA.flatMap((type) => of.resources(type)).map((each) => each.DeletionPolicy))

  it('is absent from a rehearsal: nothing is kept and no stack is locked', () => {
    expect(app.resources().filter(({ DeletionPolicy }) => DeletionPolicy === 'Retain')).toEqual([])
    expect(policies(app)).toEqual(new Set(['Delete']))
    expect(STACKS.map((id) => app.stacks[id].terminationProtection)).toEqual([false, false, false, false])
    expect(app.resources('Custom::S3AutoDeleteObjects')).toHaveLength(app.resources('AWS::S3::Bucket').length)
    expect(app.resources('AWS::WAFv2::WebACL')).toEqual([])
  })

  it('is whole in production: data stays, stacks are locked', () => {
    expect(policies(productionApp)).toEqual(new Set(['Retain']))
    expect(productionApp.resources('Custom::S3AutoDeleteObjects')).toEqual([])
    expect(STACKS.map((id) => productionApp.stacks[id].terminationProtection)).toEqual([true, true, true, true])
    for (const { Properties } of productionApp.resources('AWS::RDS::DBInstance')) {
      expect(Properties).toMatchObject({ DeletionProtection: true, MultiAZ: true })
    }
  })

  it.each([
    ['AWS::WAFv2::WebACL', 1],
    ['AWS::WAFv2::WebACLAssociation', 2],
    ['AWS::EC2::FlowLog', 2],
    ['AWS::Backup::BackupVault', 1],
    ['AWS::Backup::BackupPlan', 1],
    ['AWS::Backup::BackupSelection', 2],
    ['AWS::CloudTrail::Trail', 1],
  ])('is whole in production: %s', (type, count) => {
    expect(productionApp.resources(type)).toHaveLength(count)
  })

  it('serves production by HTTPS and leads HTTP there', () => {
    for (const id of ['Source', 'Target'] as const) {
      const { template } = productionApp.stacks[id]
      template.hasResourceProperties('AWS::ElasticLoadBalancingV2::Listener', { Port: 443, Protocol: 'HTTPS' })
      template.hasResourceProperties('AWS::ElasticLoadBalancingV2::Listener', {
        Port: 80,
        DefaultActions: [
          { Type: 'redirect', RedirectConfig: { Port: '443', Protocol: 'HTTPS', StatusCode: 'HTTP_301' } },
        ],
      })
    }
  })
})

describe('customer-managed keys', () => {
  it('encrypt everything that is kept, and replicas with the key of the other side', async () => {
    const [customer] = designsOf(BLUEPRINT, (spec) => ({
      ...spec,
      infrastructure: { ...spec.infrastructure, encryption: 'customer' },
    }))
    if (customer === undefined) throw new Error('the blueprint has an environment')
    await using made = await SynthesisedApp.of(customer)
    const keys = made.resources('AWS::KMS::Key')
    expect(keys).toHaveLength(customer.target.keys.length + (customer.source?.keys.length ?? 0))
    expect(keys.map(({ Properties }) => Properties?.['EnableKeyRotation'])).not.toContain(false)
    const { template } = made.stacks.Source
    const key = (purpose: string) => ({ 'Fn::GetAtt': [Match.stringLikeRegexp(`Keys${purpose}`), 'Arn'] })
    template.hasResourceProperties('AWS::RDS::DBInstance', { KmsKeyId: key('database') })
    template.hasResourceProperties('AWS::SecretsManager::Secret', { KmsKeyId: key('secrets') })
    template.allResourcesProperties('AWS::Logs::LogGroup', { KmsKeyId: key('logs') })
    template.hasResourceProperties('AWS::DMS::ReplicationInstance', { KmsKeyId: Match.anyValue() })
    made.stacks.Target.template.hasResourceProperties('AWS::SNS::Topic', { KmsMasterKeyId: key('notifications') })
    const rule = {
      SourceSelectionCriteria: { SseKmsEncryptedObjects: { Status: 'Enabled' } },
      Destination: Match.objectLike({
        EncryptionConfiguration: { ReplicaKmsKeyID: { 'Fn::ImportValue': Match.stringLikeRegexp('Keysstorage') } },
      }),
    }
    template.hasResourceProperties('AWS::S3::Bucket', { ReplicationConfiguration: { Rules: [Match.objectLike(rule)] } })
  }, 120_000)
})

describe('what watches over the templates', () => {
  it('encrypts a bucket that does not say how', () => {
    const stack = new Stack(new App({ analyticsReporting: false }), 'Stack')
    new s3.CfnBucket(stack, 'Bare')
    Aspects.of(stack).add(new BucketEncryption())
    Template.fromStack(stack).hasResourceProperties('AWS::S3::Bucket', {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
    })
  })

  it('fails the synthesis on a finding nobody acknowledged', () => {
    const bare = new App({ analyticsReporting: false })
    new s3.Bucket(new Stack(bare, 'Stack'), 'Bare')
    Validations.of(bare).addPlugins(new AwsSolutionsChecks(bare))
    expect(() => bare.synth()).toThrow(/[Vv]alidation/)
  })
})

describe('every requirement of the system', () => {
  /** Met by tests of their own above, or no matter of a template. */
  const ELSEWHERE: Readonly<Record<string, string>> = {
    stacks: 'are four',
    'stack-order': 'are deployed in an order',
    suffix: 'are four, named by the suffix',
    region: 'the zones of the subnets, us-east-1a and us-east-1b',
    ttl: 'alias records have the TTL of the load balancer, 60 seconds',
    'no-passwords': 'holds no password',
    'no-retain': 'is absent from a rehearsal',
    'encryption-aspect': 'encrypts a bucket that does not say how',
    'template-tests': 'this file',
    'integration-tests': 'the suite against AWS',
    rotation: 'left to the operator',
    runbook: 'the output MigrationRunbook',
    'cost-notes': 'the cost table',
  }

  it('has its assertion', () => {
    const covered = new Set(CHECKS.flatMap(([covers]) => covers.split(' ')))
    const mine = REQUIREMENTS.filter(({ system }) => system === 'payments-fargate-postgres').map(({ id }) => id)
    const open = mine.filter((id) => !covered.has(id) && !(id in ELSEWHERE) && !/^(output|tag|widget)-/.test(id))
    expect(open).toEqual([])
    expect([...covered].filter((id) => !mine.includes(id))).toEqual([])
  })
})
