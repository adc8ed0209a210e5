import type { InfraDesign } from '../../design/infra-design.ts'
import { terraformModule } from '../../terraform/module.ts'
import { TerraformDirectory } from '../../terraform/testing/terraform.ts'
import type { Known } from './facts.ts'

export interface Plan {
  readonly resources: readonly Known[]
  readonly outputs: readonly string[]
}

/** What Terraform would make of a design, as far as it is known beforehand; planned offline, by the module's own test. */
export async function planOf(design: InfraDesign): Promise<Plan> {
  await using directory = await TerraformDirectory.of(withFirstRunOnly(terraformModule(design)))
  const init = await directory.run('init', '-backend=false')
  if (init.code !== 0) throw new Error(init.output)
  const test = await directory.run('test', '-json', '-verbose')
  if (test.code !== 0) throw new Error(test.output.slice(0, 4000))
  const line = test.output.split('\n').find((each) => each.includes('"type":"test_plan"'))
  if (line === undefined) throw new Error('terraform test showed no plan')
  const { test_plan: plan } = JSON.parse(line) as { readonly test_plan: TestPlan }
  const made = plan.resource_changes.filter(({ mode }) => mode === 'managed')
  return {
    resources: made.map(({ type, change }) => ({ type, properties: change.after })),
    outputs: Object.keys(plan.output_changes),
  }
}

interface TestPlan {
  readonly resource_changes: readonly {
    readonly mode: string
    readonly type: string
    readonly change: { readonly after: unknown }
  }[]
  readonly output_changes: Readonly<Record<string, unknown>>
}

/** The first run plans the environment; the others would plan it again. */
function withFirstRunOnly(files: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const path = 'tests/design.tftest.hcl'
  const [head = '', first = ''] = (files.get(path) ?? '').split('\nrun ')
  return new Map([...files, [path, `${head}\nrun ${first}`]])
}
