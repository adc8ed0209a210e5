import { describe, expect, it } from 'vitest'
import { blueprintText, designsOf, inProduction } from '../design/fixtures/blueprints.ts'
import { missingForTerraform } from '../terraform/testing/terraform.ts'
import { UNKNOWN_TO_CLOUDFORMATION } from './attribute-values.ts'
import { APPLICATION_PAIRS } from './testing/application-pairs.ts'
import { connectionsOfPlan, connectionsOfTemplate } from './testing/connections.ts'
import { factsOf } from './testing/facts.ts'
import { DATA_PAIRS } from './testing/pairs.ts'
import { planOf } from './testing/planned.ts'
import { SynthesisedApp } from './testing/synthesised.ts'

const PAIRS = [...DATA_PAIRS, ...APPLICATION_PAIRS]
const PROFILES = { ephemeral: undefined, production: inProduction } as const
const missing = await missingForTerraform()

describe.skipIf(missing !== '')(`Terraform and CDK say the same of one design ${missing}`, () => {
  it.each(['ephemeral', 'production'] as const)(
    '%s',
    async (profile) => {
      const [design] = designsOf(blueprintText('payments-fargate-postgres'), PROFILES[profile])
      if (design === undefined) throw new Error('the blueprint has an environment')
      await using app = await SynthesisedApp.of(design)
      const templates = app.resources().map(({ Type, Properties }) => ({ type: Type, properties: Properties }))
      const plan = await planOf(design)

      const planned = factsOf('plan', PAIRS, plan.resources)
      expect(factsOf('template', PAIRS, templates)).toEqual(planned)
      expect(planned.length).toBeGreaterThan(300)

      const connections = connectionsOfPlan(plan.resources)
      expect(connectionsOfTemplate(templates)).toEqual(connections)
      expect(connections.length).toBeGreaterThan(10)

      const unknown = design.outputs.filter(
        ({ value }) => typeof value === 'object' && UNKNOWN_TO_CLOUDFORMATION.includes(value.attribute),
      )
      expect([...app.outputs(), ...unknown.map(({ key }) => key)].toSorted()).toEqual(plan.outputs.toSorted())
    },
    300_000,
  )
})
