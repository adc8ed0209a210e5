import type { AttributeName, InfraDesign } from '@causeway/infra'

/** The flat outputs of a deployed system, found by what they say, whatever their system calls them. */
export class Outputs {
  readonly values: Readonly<Record<string, unknown>>
  readonly #design: InfraDesign

  constructor(design: InfraDesign, values: Readonly<Record<string, unknown>>) {
    this.#design = design
    this.values = values
  }

  /** @throws when the system has no such output */
  text(site: 'source' | 'target', attribute: AttributeName): string {
    const value = this.#find(site, attribute)
    if (typeof value !== 'string') throw new Error(`no output says ${site} ${attribute}`)
    return value
  }

  /** `null` when the system has no such output. */
  optional(site: 'source' | 'target', attribute: AttributeName): unknown {
    return this.#find(site, attribute) ?? null
  }

  #find(site: 'source' | 'target', attribute: AttributeName): unknown {
    const output = this.#design.outputs.find(
      ({ value }) => typeof value === 'object' && value.site === site && value.attribute === attribute,
    )
    return output === undefined ? undefined : this.values[output.key]
  }
}
