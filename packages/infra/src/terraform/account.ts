import type { InfraDesign } from '../design/infra-design.ts'
import { INPUTS } from './inputs.ts'
import { text } from './writer/expression.ts'
import { reference, type Ref } from './writer/ref.ts'

/** The account the module is deployed to. */
export const ACCOUNT_ID = reference<string>('data.aws_caller_identity.current.account_id')

/** A service's name, or anything else that holds the region, with the region as a variable. */
export function inRegion({ region }: InfraDesign, name: string): Ref<string> {
  const at = name.indexOf(region)
  return at < 0 ? text`${name}` : text`${name.slice(0, at)}${INPUTS.region}${name.slice(at + region.length)}`
}
