import type { InfraDesign } from '../design/infra-design.ts'
import { INPUTS } from './inputs.ts'
import { text } from './writer/expression.ts'
import { reference, type Ref } from './writer/ref.ts'

/** What every name ends with where names hold the environment. */
const NAME_SUFFIX = reference<string>('local.name_suffix')

/**
 * Writes a name of the design with the suffix, and the environment if names hold it, as references, so that one module
 * makes as many copies of the system as there are suffixes.
 */
export function named({ naming }: InfraDesign, name: string): Ref<string> {
  const whole = namesHoldEnvironment(naming) ? NAME_SUFFIX : INPUTS.suffix
  return endWith(name, naming.tail.slice(1), whole) ?? endWith(name, naming.suffix, INPUTS.suffix) ?? text`${name}`
}

/** The name with its last part that reads `ending` as a reference; inside a longer word the same letters are no part. */
function endWith(name: string, ending: string, reference: Ref<string>): Ref<string> | null {
  const at = name.lastIndexOf(ending)
  const before = name.slice(0, Math.max(at, 0))
  const after = name.slice(at + ending.length)
  const stands = at >= 0 && /(^|[-/])$/.test(before) && /^($|[./\s-])/.test(after)
  return stands ? text`${before}${reference}${after}` : null
}

export function namesHoldEnvironment({ tail, suffix }: InfraDesign['naming']): boolean {
  return tail !== `-${suffix}`
}

/** A name for use inside the module: `load-balancer` becomes `load_balancer`. */
export function localName(...parts: readonly string[]): string {
  const name = parts
    .filter((part) => part !== '')
    .join('_')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
  return name.replace(/^_+|_+$/g, '')
}
