import { awsToolsMissing } from '@causeway/harness/aws'
import type { BlueprintName } from '@causeway/infra'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkCompute } from './checks/compute.ts'
import { checkCredentials } from './checks/credentials.ts'
import { checkDatabase } from './checks/database.ts'
import { checkDns, recordWeights } from './checks/dns.ts'
import { checkKeys } from './checks/keys.ts'
import { checkMonitoring } from './checks/monitoring.ts'
import { checkNetwork } from './checks/network.ts'
import { checkOutputs } from './checks/outputs.ts'
import { checkCleanUpReadiness } from './checks/readiness.ts'
import { checkReplication } from './checks/replication.ts'
import { checkRoles } from './checks/roles.ts'
import { checkSecurity } from './checks/security.ts'
import { checkStorage } from './checks/storage.ts'
import { checkTags } from './checks/tags.ts'
import { checkLoadBalancer, weightsOf } from './checks/traffic.ts'
import { sitesOf, type Deployed, type DeployedSite } from './deployed.ts'
import { System } from './system.ts'

/** So that a look for leftovers that sees nothing is not taken for a clean account. */
const ALWAYS_MADE = [
  'vpc',
  'subnet',
  'security group',
  'load balancer',
  'database subnet group',
  'replication task',
  'replication endpoint',
  'bucket',
  'role',
  'secret',
  'alarm',
  'log group',
  'topic',
]

const missing = await awsToolsMissing()

/** Deploys a blueprint, compares what stands with its design, shifts its traffic, destroys it and looks for leftovers. */
export function testBlueprint(blueprint: BlueprintName): void {
  describe.skipIf(missing !== '')(`${blueprint} ${missing}`, () => {
    let system: System
    let deployed: Deployed
    const eachSite = async (check: (site: DeployedSite) => Promise<void>): Promise<void> => {
      for (const site of sitesOf(deployed)) await check(site)
    }

    beforeAll(async () => {
      system = await System.open(blueprint)
      deployed = await system.deploy(system.design.traffic.greenWeight)
    })
    afterAll(() => system[Symbol.asyncDispose]())

    test('outputs are all there', () => checkOutputs(deployed))
    test('network', () => eachSite(checkNetwork))
    test('security groups open the edges of the design and nothing else', () => eachSite(checkSecurity))
    test('keys', () => eachSite(checkKeys))
    test('roles', () => checkRoles(deployed))
    test('load balancer and target groups', () => eachSite(checkLoadBalancer))
    test('compute', () => eachSite(checkCompute))
    test('database', () => eachSite(checkDatabase))
    test('replication', () => checkReplication(deployed))
    test('DNS', () => checkDns(deployed))
    test('buckets', () => eachSite(checkStorage))
    test('monitoring', () => checkMonitoring(deployed))
    test('credentials', () => checkCredentials(deployed))
    test('tags', () => checkTags(deployed))
    test('clean-up readiness', () => checkCleanUpReadiness(deployed))

    test('a second plan has nothing to change', async () => {
      expect(await system.planAgain()).toBeNull()
    })

    test('traffic shifts through all phases', { timeout: 900_000 }, async () => {
      for (const { blue, green } of system.design.traffic.phases) {
        // The first phase is what was deployed.
        if (green !== system.greenPercent) deployed = await system.deploy(green)
        expect(await trafficWeights(deployed)).toEqual({ blue, green })
        checkOutputs(deployed)
      }
    })

    test('a destroy leaves nothing behind', { timeout: 900_000 }, async () => {
      const kinds = new Set((await system.made()).map((one) => one.slice(0, one.lastIndexOf(' '))))
      expect([...kinds]).toEqual(expect.arrayContaining(ALWAYS_MADE))
      await system.destroy()
      expect(await system.state.resources()).toEqual([])
      expect(await system.leftovers()).toEqual([])
      expect(system.account.failures).toEqual([])
    })
  })
}

/** What serves users now, where the system shifts it. */
async function trafficWeights(deployed: Deployed): Promise<unknown> {
  if (deployed.design.traffic.by === 'load-balancer') return weightsOf({ ...deployed, site: deployed.design.target })
  const weights = await recordWeights(deployed)
  return { blue: weights['source'], green: weights['target'] }
}
