import type { InfraDesign, Site } from '../design/infra-design.ts'
import type { Attribute } from '../design/model/outputs.ts'

export const ENGINE_NAMES = {
  'aurora-mysql': 'Aurora MySQL',
  'aurora-postgresql': 'Aurora PostgreSQL',
  'rds-postgresql': 'RDS PostgreSQL',
} as const

/** The sites that are made, the source first. */
export function sites({ source, target }: InfraDesign): readonly Site[] {
  return source === null ? [target] : [source, target]
}

/** Shell for the value of an output, with the function `out` of the runbook. */
export function out(
  design: InfraDesign,
  attribute: Attribute['attribute'],
  site: Attribute['site'] = 'target',
): string {
  const found = design.outputs.find(
    ({ value }) => typeof value === 'object' && value.attribute === attribute && value.site === site,
  )
  if (found === undefined) throw new RangeError(`no output shows ${attribute} of the ${site}`)
  return `"$(out ${found.key})"`
}

/** What `causeway infra` needs to know on every command line of this environment. */
export function flags({ environment }: InfraDesign): string {
  return `--environment ${environment}`
}

export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
