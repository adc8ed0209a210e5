import type { InfraDesign } from '../design/infra-design.ts'
import type { Sizing } from '../design/model/operations.ts'
import { INPUTS } from './inputs.ts'
import { namesHoldEnvironment } from './names.ts'
import { SIZING_NAMES } from './scope.ts'
import { hcl, text } from './writer/expression.ts'
import { reference, type Ref } from './writer/ref.ts'
import { TerraformFile } from './writer/terraform-file.ts'

const ENVIRONMENT = reference<string>('local.environment')

/** Which environment this is, what that means, and what everything is called and tagged. */
export function locals(design: InfraDesign): TerraformFile {
  const file = new TerraformFile()
  const { sizing, fallback } = design.workspaces
  file
    .comment('All in which the environments differ. A workspace of another name gets the sizes of the fallback.')
    .locals({ environments: Object.fromEntries(Object.entries(sizing).map(([name, sizes]) => [name, table(sizes)])) })
  const wanted = hcl<string>`coalesce(${INPUTS.environment}, terraform.workspace)`
  file.locals({
    requested_environment: wanted,
    environment: hcl`contains(keys(local.environments), local.requested_environment) ? local.requested_environment : ${fallback}`,
    sizing: hcl`local.environments[local.environment]`,
  })
  const { Environment: _environment, MigrationPhase: _phase, CostCenter: _center, ...rest } = design.tags
  file.locals({
    name_suffix: namesHoldEnvironment(design.naming) ? text`${environmentInNames(sizing)}-${INPUTS.suffix}` : undefined,
    tags: {
      Environment: ENVIRONMENT,
      MigrationPhase: INPUTS.migrationPhase,
      CostCenter: INPUTS.costCenter,
      ...rest,
    },
  })
  return file
}

/** Names take single hyphens between letters and digits; an environment may be called otherwise. */
function environmentInNames(sizing: Readonly<Record<string, Sizing>>): Ref<string> {
  const allFit = Object.keys(sizing).every((name) => /^[a-z0-9]+(-[a-z0-9]+)*$/.test(name))
  return allFit ? ENVIRONMENT : hcl`trim(replace(${ENVIRONMENT}, ${'/[^a-z0-9]+/'}, "-"), "-")`
}

/** The settings this system has a use for: tasks have no machines, machines no tasks. */
function table(sizes: Sizing): object {
  const entries = Object.entries(SIZING_NAMES) as [keyof Sizing, string][]
  return Object.fromEntries(entries.filter(([key]) => sizes[key] !== null).map(([key, name]) => [name, sizes[key]]))
}
