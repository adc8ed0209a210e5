import * as fc from 'fast-check'
import { cidrsOverlap, parseCidr } from '@causeway/spec'
import { describe, expect, it } from 'vitest'
import { allNames, nameFault } from './fixtures/all-names.ts'
import { designOf } from './fixtures/blueprints.ts'
import { declarations, SECRET_PLACE } from './fixtures/declarations.ts'
import type { InfraDesign, Site } from './infra-design.ts'

function always(check: (design: InfraDesign, production: boolean) => void): void {
  fc.assert(
    fc.property(declarations, ({ text, production }) => {
      check(designOf(text), production)
    }),
  )
}

function sites(design: InfraDesign): readonly Site[] {
  return [design.source, design.target].filter((site) => site !== null)
}

describe('every sound declaration gives', () => {
  it('names that AWS takes', () => {
    always((design) => {
      expect(allNames(design).flatMap((named) => nameFault(named) ?? [])).toEqual([])
    })
  })

  it('names that are unique among their kind, and end with the suffix', () => {
    always((design) => {
      const names = allNames(design).map(({ scope, name }) => `${scope} ${name}`)
      expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
      expect(names.filter((name) => !name.endsWith(`-${design.naming.suffix}`))).toEqual([])
    })
  })

  it('addresses that never overlap', () => {
    always((design) => {
      const blocks = sites(design).flatMap(({ network }) => network.subnets.map(({ cidr }) => cidr))
      const { connectivity } = design.target.network
      const beyond = 'onPremisesCidrs' in connectivity ? connectivity.onPremisesCidrs : []
      const all = [...blocks, ...beyond].map((cidr) => parseCidr(cidr))
      const clashes = all.flatMap((left, index) =>
        all.slice(index + 1).filter((right) => left === null || right === null || cidrsOverlap(left, right)),
      )
      expect(clashes).toEqual([])
    })
  })

  it('subnets inside their VPC, one of each tier in each zone', () => {
    always((design) => {
      for (const { network } of sites(design)) {
        const vpc = parseCidr(network.cidr)
        const outside = network.subnets.filter(({ cidr }) => {
          const block = parseCidr(cidr)
          return block === null || vpc === null || !cidrsOverlap(vpc, block)
        })
        expect(outside).toEqual([])
        const places = network.subnets.map(({ tier, zone }) => `${tier} ${zone}`)
        expect(new Set(places).size).toBe(places.length)
        expect(places.length % network.zones.length).toBe(0)
      }
    })
  })

  it('weights that sum to 100, everywhere', () => {
    always((design) => {
      const sum = (weights: readonly number[]) => weights.reduce((total, weight) => total + weight, 0)
      for (const { loadBalancer } of sites(design)) {
        expect(sum(loadBalancer.weights.map(({ weight }) => weight))).toBe(100)
      }
      expect(design.traffic.phases.filter(({ blue, green }) => blue + green !== 100)).toEqual([])
      const weighted = design.dns?.records.flatMap((record) => record.weighted?.weight ?? []) ?? []
      if (design.traffic.by === 'dns') expect(sum(weighted)).toBe(100)
    })
  })

  it('no secret', () => {
    always((design) => {
      const text = JSON.stringify(design)
      expect(text).not.toContain(SECRET_PLACE)
      const passwords = sites(design).flatMap(({ credentials }) =>
        credentials.map(({ password }) => Object.keys(password)),
      )
      expect(passwords.flat().filter((key) => key === 'value')).toEqual([])
    })
  })

  it('roles that name actions and resources', () => {
    always((design) => {
      const roles = [...sites(design).flatMap((site) => site.roles), ...design.dmsServiceRoles]
      const statements = roles.flatMap((role) => role.statements)
      expect(
        statements.flatMap(({ actions }) => actions).filter((action) => !/^[a-z0-9-]+:[A-Za-z]+$/.test(action)),
      ).toEqual([])
      expect(statements.filter(({ resources }) => resources.length === 0)).toEqual([])
      expect(JSON.stringify(statements)).not.toContain('*')
      expect(
        roles.flatMap((role) => role.managedPolicies).filter((name) => /Admin|FullAccess|PowerUser/.test(name)),
      ).toEqual([])
    })
  })

  it('nothing open to the internet but 80 and 443 of the load balancer', () => {
    always((design) => {
      const open = sites(design).flatMap(({ edges }) => edges.filter(({ from }) => from.kind === 'internet'))
      expect(open.filter(({ to }) => to.kind !== 'group' || to.role !== 'load-balancer')).toEqual([])
      expect(open.filter(({ port }) => port !== 80 && port !== 443)).toEqual([])
    })
  })

  it('every protection with the production profile, and none without', () => {
    always((design, production) => {
      expect(new Set(Object.values(protectionsOf(design)).flat())).toEqual(new Set([production]))
    })
  })

  it('only what is there to refer to', () => {
    always((design) => {
      expect(danglingOf(design)).toEqual([])
    })
  })
})

/** By name of the protection: whether it is on, wherever it could be. */
function protectionsOf(design: InfraDesign): Readonly<Record<string, readonly boolean[]>> {
  const all = sites(design)
  const each = (check: (site: Site) => boolean) => all.map(check)
  const buckets = all.flatMap((site) => site.buckets)
  return {
    loadBalancer: each((site) => site.loadBalancer.deletionProtection),
    https: each((site) => site.loadBalancer.https !== null),
    database: each((site) => site.database.deletionProtection),
    finalSnapshot: each((site) => site.database.finalSnapshotName !== null),
    retainedDatabase: each((site) => site.database.retain),
    standby: each((site) => site.database.engine !== 'rds-postgresql' || site.database.multiAz).filter(
      () => design.protection === 'production' || design.target.database.engine === 'rds-postgresql',
    ),
    retainedBuckets: buckets.map(({ retain }) => retain),
    keptObjects: buckets.map(({ emptyOnDestroy }) => !emptyOnDestroy),
    secretRecovery: all.flatMap((site) => site.credentials.map(({ recoveryDays }) => recoveryDays > 0)),
    keyWindow: all.flatMap((site) => site.keys.map((key) => key.deletionWindowDays === 30)),
    replication: [design.replication.instance.multiAz],
    safeguards: [design.safeguards !== null],
  }
}

/** What is referred to and is not there. */
function danglingOf(design: InfraDesign): readonly string[] {
  const missing: string[] = []
  const need = (what: string, is: boolean) => {
    if (!is) missing.push(what)
  }
  for (const site of sites(design)) {
    const roles = site.roles.map(({ id }) => id)
    const groups = site.securityGroups.map(({ role }) => role)
    const keys: readonly (string | null)[] = [null, ...site.keys.map(({ purpose }) => purpose)]
    const logs = site.logGroups.map(({ name }) => name)
    const targets = site.loadBalancer.targetGroups.map(({ name }) => name)
    for (const { from, to } of site.edges) {
      for (const peer of [from, to]) if (peer.kind === 'group') need(`group ${peer.role}`, groups.includes(peer.role))
    }
    need('key of the database', keys.includes(site.database.key))
    for (const { key } of site.credentials) need(`key ${key} of a login`, keys.includes(key))
    for (const { key } of site.logGroups) need(`key ${key} of a log group`, keys.includes(key))
    for (const { encryption } of site.buckets)
      need('key of a bucket', encryption.kind === 's3' || keys.includes(encryption.key))
    for (const { replication } of site.buckets)
      need('role of a bucket', replication === null || roles.includes(replication.role))
    const { compute } = site
    if (compute.kind === 'fargate') {
      need('roles of the tasks', roles.includes(compute.task.executionRole) && roles.includes(compute.task.taskRole))
      need('log group of the tasks', logs.includes(compute.task.logGroup))
      for (const { targetGroup } of compute.services) need(`target group ${targetGroup}`, targets.includes(targetGroup))
    } else {
      need('role of the machines', roles.includes(compute.instanceRole) && logs.includes(compute.logGroup))
      need(`target group ${compute.targetGroup}`, targets.includes(compute.targetGroup))
    }
  }
  const inTarget = design.target.roles.map(({ id }) => id)
  const { delivery } = design.monitoring
  if (delivery !== null) {
    need(
      'roles of the delivery',
      [delivery.role, ...delivery.subscriptions.map(({ role }) => role)].every((id) => inTarget.includes(id)),
    )
    need('role of the forwarder', delivery.syslog === null || inTarget.includes(delivery.syslog.role))
    need(
      'bucket of the delivery',
      design.target.buckets.some(({ purpose }) => purpose === delivery.bucket),
    )
  }
  return missing
}
