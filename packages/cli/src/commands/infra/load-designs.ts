import { CausewayError } from '@causeway/core'
import type { InfraDesign, InfraSpec } from '@causeway/infra'
import { resolve } from '@causeway/spec'
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
  const { design, hasInfrastructure } = await import('@causeway/infra')
  const declaration = await parseDeclaration(io, options.file)
  const resolved = (name: string | undefined): InfraSpec => {
    const result = resolve(declaration, name)
    if (!result.ok) throw refusal(options.file, result.problems)
    if (hasInfrastructure(result.spec)) return result.spec
    const where = `environment ${result.spec.environment}`
    throw new CausewayError('CW-0270', `${options.file} has no section infrastructure in ${where}`)
  }
  const specs = [...declaration.environments.keys()].map(resolved)
  const meant = options.environment ?? specs[0]?.infrastructure.fallback
  const spec = specs.find(({ environment }) => environment === meant) ?? resolved(meant)
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
