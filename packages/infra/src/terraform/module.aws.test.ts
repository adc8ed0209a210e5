import { describe, expect, test } from 'vitest'
import { terraformModule } from './module.ts'
import { blueprintNames, protectedDesigns } from './testing/blueprint-designs.ts'
import { missingForTerraform, TerraformDirectory } from './testing/terraform.ts'

const missing = await missingForTerraform()
const TIMEOUT_MS = 600_000

const modules = blueprintNames().flatMap((blueprint) =>
  (['ephemeral', 'production'] as const).flatMap((protection) =>
    protectedDesigns(blueprint, protection).map((design) => ({
      blueprint,
      protection,
      design,
      of: design.environment,
    })),
  ),
)

// One after the other: a provider takes some 600 MB and a core.
describe.skipIf(missing !== '')(`modules with the real provider ${missing}`, () => {
  test.for(modules)(
    '$blueprint in $of, $protection: formatted, valid, and as the design decided',
    { timeout: TIMEOUT_MS },
    async ({ design }) => {
      await using module = await TerraformDirectory.of(terraformModule(design))
      expect(await module.run('fmt', '-check', '-recursive', '-diff')).toEqual({ code: 0, output: '' })
      const outcomes = [
        await module.run('init', '-backend=false'),
        await module.run('validate'),
        await module.run('test'),
      ]
      expect(outcomes.filter(({ code }) => code !== 0).map(({ output }) => output)).toEqual([])
    },
  )
})
