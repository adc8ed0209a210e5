import { describe, expect, it } from 'vitest'
import { lookUp } from '../coverage/look-up.ts'
import { SYSTEMS } from '../coverage/requirement.ts'
import { design } from './design.ts'
import { blueprintText, designOf, designsOf, inProduction, specsOf } from './fixtures/blueprints.ts'
import type { InfraDesign } from './infra-design.ts'

const MYSQL = blueprintText('payments-fargate-mysql')
const MIRROR = blueprintText('payments-fargate-postgres')
const MACHINES = blueprintText('payments-autoscaling-mysql')
const INVENTORY = blueprintText('inventory-postgres')

/** A blueprint with a piece of its text replaced. */
function changed(text: string, from: string, to: string): InfraDesign {
  if (!text.includes(from)) throw new Error(`the blueprint does not say ${from}`)
  return designOf(text.replace(from, to))
}

describe('design', () => {
  it.each(SYSTEMS)('of %s is the same every time', (system) => {
    const text = blueprintText(system)
    expect(JSON.stringify(designsOf(text))).toBe(JSON.stringify(designsOf(text)))
  })

  it.each(SYSTEMS)('of %s is JSON: nothing is lost', (system) => {
    for (const each of designsOf(blueprintText(system))) expect(JSON.parse(JSON.stringify(each))).toStrictEqual(each)
  })

  it('offers the sizes of all environments, and of itself where it is alone', () => {
    const [staging] = specsOf(MYSQL)
    if (staging === undefined) throw new Error('the blueprint has environments')
    expect(Object.keys(design(staging).workspaces.sizing)).toEqual(['staging-migration'])
    const production = { ...staging, environment: 'elsewhere' }
    expect(design(production).workspaces.fallback).toBe('elsewhere')
    expect(Object.keys(designOf(MYSQL).workspaces.sizing).toSorted()).toEqual([
      'production-migration',
      'staging-migration',
    ])
  })

  it('keeps the five tags, whatever else is declared', () => {
    const { tags } = changed(
      MYSQL,
      '    project: payment-migration',
      '    project: p\n    more: { Project: other, Owner: me }',
    )
    expect(tags).toMatchObject({ Project: 'p', Owner: 'me', Environment: 'staging-migration' })
  })
})

describe('the network', () => {
  it('numbers its tiers in tens where there is room, and one after the other where there is not', () => {
    const cidrs = (found: InfraDesign) => found.target.network.subnets.map(({ cidr }) => cidr)
    expect(cidrs(designOf(MYSQL)).slice(3, 5)).toEqual(['10.0.10.0/24', '10.0.11.0/24'])
    const tight = changed(MYSQL, 'cidr: 10.0.0.0/16', 'cidr: 10.0.0.0/20')
    expect(cidrs(tight).slice(3, 5)).toEqual(['10.0.3.0/24', '10.0.4.0/24'])
  })

  it('sends every zone through its own NAT gateway, or all through one', () => {
    const zones = (found: InfraDesign) => found.target.network.routeTables.map(({ natZone }) => natZone)
    expect(zones(designOf(MYSQL))).toEqual([null, 'us-east-1a', 'us-east-1b', 'us-east-1c'])
    expect(zones(designOf(MIRROR))).toEqual([null, 'us-east-1a', 'us-east-1a'])
  })

  it('has ACLs that let the database answer the VPC, and nobody else', () => {
    const acl = designOf(MYSQL).target.network.acls.find(({ tier }) => tier === 'database')
    expect(acl?.rules.map((rule) => [rule.direction, rule.number, rule.cidr, rule.fromPort])).toEqual([
      ['ingress', 100, '10.0.0.0/16', 3306],
      ['egress', 100, '10.0.0.0/16', 1024],
    ])
  })

  it('lets the source of a mirror in from the VPC of the target only', () => {
    const { source } = designOf(MIRROR)
    const fromOutside = source?.edges.filter(({ from, to }) => from.kind === 'cidrs' && to.kind === 'group')
    expect(fromOutside).toEqual([
      {
        from: { kind: 'cidrs', what: 'the VPC of the target', cidrs: ['10.0.0.0/16'] },
        to: { kind: 'group', role: 'database' },
        port: 5432,
        reason: 'replication, and green until the hand-over',
      },
    ])
  })

  it('lets only application and replication at the database', () => {
    for (const system of SYSTEMS) {
      const { edges } = designOf(blueprintText(system)).target
      const into = edges.filter(({ to }) => to.kind === 'group' && to.role === 'database')
      expect(into.map(({ from }) => lookUp(from, 'role'))).toEqual(['app', 'replication'])
    }
  })

  it('opens 443 with a certificate only', () => {
    const ports = (found: InfraDesign) =>
      found.target.edges.filter(({ from }) => from.kind === 'internet').map(({ port }) => port)
    expect(ports(designOf(MYSQL))).toEqual([80])
    expect(designsOf(MYSQL, inProduction).map(ports)).toEqual([
      [80, 443],
      [80, 443],
    ])
  })
})

describe('the replication', () => {
  it('has a role for each login that reads nothing else', () => {
    const { roles } = designOf(INVENTORY).target
    const access = roles.filter(({ id }) => id.startsWith('dms-access'))
    expect(access.map(({ statements }) => statements[0]?.resources)).toEqual([
      [{ kind: 'secret', credential: 'source' }],
      [{ kind: 'secret', credential: 'target' }],
    ])
    expect(access[0]?.trustedServices).toEqual(['dms.amazonaws.com', 'dms.us-east-1.amazonaws.com'])
  })

  it('encrypts always, and verifies with a certificate', () => {
    const arn = 'arn:aws:dms:us-east-1:123456789012:cert:RDS'
    expect(designOf(MYSQL).replication.target.sslMode).toBe('require')
    const verified = changed(MYSQL, 'engineVersion: 3.5.1', `engineVersion: 3.5.1\n    certificate: ${arn}`)
    expect(verified.replication.target).toMatchObject({ sslMode: 'verify-full', certificateArn: arn })
    expect(verified.prerequisites.map(({ id }) => id)).not.toContain('replication-certificate')
  })

  it('uses no TLS with a source that was declared to have none', () => {
    const plain = changed(
      INVENTORY,
      '  host: onprem-inventory-db.example.com\n',
      '  host: onprem-inventory-db.example.com\n  tls: { mode: disable, reason: a private line }\n',
    )
    expect(plain.replication.source.sslMode).toBe('none')
  })

  it('is not compared where that is declared', () => {
    const without = changed(INVENTORY, 'largestLob: 1MiB', 'largestLob: 1MiB, validation: false')
    expect(without.replication.tasks.map(({ purpose }) => purpose)).toEqual(['replicate'])
    expect(without.monitoring.dashboard.widgets.map(({ title }) => title)).not.toContain('Rows that differ')
  })

  it('is told apart in CloudWatch by the end of its ARN', () => {
    const { monitoring, replication } = designOf(MYSQL)
    const lag = monitoring.alarms.find(({ id }) => id === 'replication-lag')
    expect(lag?.metric.dimensions['ReplicationTaskIdentifier']).toBe(replication.tasks[0]?.resourceIdentifier)
  })
})

describe('the application', () => {
  it('may use its own login and buckets; green of a mirror the source’s too', () => {
    const secrets = (found: InfraDesign, side: 'source' | 'target') =>
      lookUp(found[side], 'roles[id=application].statements[sid=ReadLogins].resources')
    expect(secrets(designOf(MYSQL), 'target')).toEqual([{ kind: 'secret', credential: 'target' }])
    expect(secrets(designOf(MIRROR), 'source')).toEqual([{ kind: 'secret', credential: 'source' }])
    expect(secrets(designOf(MIRROR), 'target')).toHaveLength(2)
  })

  it('may use the keys of what it reads', () => {
    const keys = lookUp(designOf(INVENTORY), 'target.roles[id=application].statements[sid=UseKeys].resources')
    expect(keys).toEqual([
      { kind: 'key', purpose: 'secrets', site: 'target' },
      { kind: 'key', purpose: 'storage', site: 'target' },
    ])
  })

  it('is brought up by its machines, on Arm where the type is', () => {
    const { compute } = designOf(MACHINES).target
    expect(compute).toMatchObject({ kind: 'autoscaling', imageParameter: expect.stringMatching(/x86_64$/) })
    const script = compute.kind === 'autoscaling' ? compute.bootScript.join('\n') : ''
    expect(script).toContain('--publish 8080:80')
    expect(script).toContain('awslogs-group=/ec2/payment-service-dev')
    const arm = changed(MACHINES, 'instanceType: t3.medium', 'instanceType: t4g.medium')
    expect(arm.target.compute).toMatchObject({ imageParameter: expect.stringMatching(/arm64$/) })
  })
})

describe('the names in DNS', () => {
  it('are of one type: two host names, or two addresses', () => {
    const types = (found: InfraDesign) =>
      found.dns?.records.slice(0, 2).map(({ type, ttlSeconds }) => [type, ttlSeconds])
    expect(types(designOf(MACHINES))).toEqual([
      ['CNAME', 60],
      ['CNAME', 60],
    ])
    const byAddress = changed(MACHINES, 'onPremises: payments.onprem.example.com', 'onPremises: 192.0.2.7')
    expect(types(byAddress)).toEqual([
      ['A', 60],
      ['A', null],
    ])
  })

  it('tell nobody outside where the database is', () => {
    const names = (found: InfraDesign) => found.dns?.records.map(({ name }) => name.split('.')[0])
    expect(names(designOf(MYSQL))).toEqual(['api', 'db', 'db-reader'])
    expect(names(designOf(MIRROR))).toEqual(['api', 'api', 'source', 'target'])
  })
})

describe('the buckets', () => {
  it('of access logs are encrypted by S3, which is all a load balancer can write to', () => {
    const bucket = designOf(MACHINES).target.buckets.find(({ purpose }) => purpose === 'access-logs')
    expect(bucket).toMatchObject({ encryption: { kind: 's3' }, writers: ['load-balancer-logs'] })
  })

  it('of a mirror are replicated from the source, by a role that cannot write there', () => {
    const { source, target } = designOf(MIRROR)
    expect(target.buckets.filter(({ replication }) => replication !== null)).toEqual([])
    const writes = lookUp(source, 'roles[id=bucket-replication].statements[sid=WriteTarget].resources')
    expect(writes).toEqual([{ kind: 'bucket', site: 'target', purpose: 'transaction-logs', objects: true }])
  })
})

describe('the dashboard', () => {
  it('shows the lag first, against the gate of the cut-over, then what speaks against it', () => {
    for (const system of SYSTEMS) {
      const { dashboard, alarms } = designOf(blueprintText(system)).monitoring
      expect(dashboard.widgets[0]).toMatchObject({
        title: 'Replication lag (s)',
        threshold: { label: 'gate of the cut-over' },
      })
      expect(lookUp(dashboard, 'widgets[1].alarms')).toEqual(alarms.map(({ id }) => id))
    }
  })
})

describe('the prerequisites', () => {
  it('name the secret that must be there, once, with both keys', () => {
    const { prerequisites } = designOf(MACHINES)
    expect(prerequisites.find(({ id }) => id === 'secret-payment-db-credentials')?.text).toBe(
      'The secret payment-db-credentials with the keys password and dms_password',
    )
  })
})
