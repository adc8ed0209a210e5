import {
  design,
  hasInfrastructure,
  readBlueprint,
  type BlueprintName,
  type InfraDesign,
  type InfraSpec,
} from '@causeway/infra'
import { parse, resolve, type Declaration } from '@causeway/spec'

/** What differs from the declaration in the account at hand. */
export type Change = (infrastructure: InfraSpec['infrastructure']) => Partial<InfraSpec['infrastructure']>

/** The first environment of a blueprint with its design, and the designs of all. */
export interface Designed {
  readonly spec: InfraSpec
  readonly design: InfraDesign
  readonly all: readonly InfraDesign[]
}

export async function designBlueprint(blueprint: BlueprintName, change: Change = () => ({})): Promise<Designed> {
  const parsed = parse(await readBlueprint(blueprint), `${blueprint}/migration.yaml`)
  if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join('; '))
  const specs = [...parsed.declaration.environments.keys()].map((environment) => {
    const spec = specOf(parsed.declaration, environment)
    return { ...spec, infrastructure: { ...spec.infrastructure, ...change(spec.infrastructure) } }
  })
  const [spec] = specs
  if (spec === undefined) throw new Error(`${blueprint} has no environment`)
  return { spec, design: design(spec, specs), all: specs.map((one) => design(one, specs)) }
}

function specOf(declaration: Declaration, environment: string): InfraSpec {
  const resolved = resolve(declaration, environment)
  if (!resolved.ok) throw new Error(resolved.problems.map(({ message }) => message).join('; '))
  if (!hasInfrastructure(resolved.spec)) throw new Error(`${declaration.file} declares no infrastructure`)
  return resolved.spec
}
