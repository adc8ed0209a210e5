import { CausewayError } from '@causeway/core'
import { design, hasInfrastructure, type InfraDesign, type InfraSpec } from '@causeway/infra'
import { resolve, type Declaration } from '@causeway/spec'
import type { Io } from '../../io.ts'
import { parseDeclaration, refusal, type DeclarationOptions } from '../../load-spec.ts'

/** The AWS side of the environment that is meant, and of the others of the declaration, which one module serves. */
export interface Designs {
  readonly spec: InfraSpec
  readonly design: InfraDesign
  /** Of every environment, in the declaration's order. */
  readonly all: readonly InfraDesign[]
}

/**
 * Reads the declaration and designs its AWS side; nothing is written. Without an environment the one is meant whose sizes an
 * unknown Terraform workspace gets.
 * @throws CW-02nn for the declaration, CW-0270 when it has no infrastructure
 */
export async function loadDesigns(io: Io, options: DeclarationOptions): Promise<Designs> {
  const declaration = await parseDeclaration(io, options.file)
  const specs = [...declaration.environments.keys()].map((name) => resolved(declaration, name, options))
  const meant = options.environment ?? specs[0]?.infrastructure.fallback
  const spec = specs.find(({ environment }) => environment === meant) ?? resolved(declaration, meant, options)
  const all = specs.map((each) =>
    design(
      each,
      specs.filter((other) => other !== each),
    ),
  )
  const index = specs.indexOf(spec)
  return { spec, design: all[index] ?? design(spec, specs), all }
}

/** Several environments, and none named: what changes AWS must not guess which. @throws CW-0253 */
export async function loadNamedDesigns(io: Io, options: DeclarationOptions): Promise<Designs> {
  const designs = await loadDesigns(io, options)
  if (options.environment !== undefined || designs.all.length === 1) return designs
  const names = designs.all.map(({ environment }) => environment).join(', ')
  throw new CausewayError('CW-0253', `say which environment is meant with --environment: ${names}`)
}

function resolved(declaration: Declaration, environment: string | undefined, { file }: DeclarationOptions): InfraSpec {
  const result = resolve(declaration, environment)
  if (!result.ok) throw refusal(file, result.problems)
  if (hasInfrastructure(result.spec)) return result.spec
  throw new CausewayError('CW-0270', `${file} has no section infrastructure in environment ${result.spec.environment}`)
}
