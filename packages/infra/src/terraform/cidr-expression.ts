import { parseCidr } from '@causeway/spec'
import { hcl } from './writer/expression.ts'
import type { Ref } from './writer/ref.ts'

/** A subnet as a part of its VPC, so that the whole plan moves with the VPC's addresses. */
export function subnetExpression(vpc: Ref<string>, vpcCidr: string, cidr: string): Ref<string> {
  const outer = parseCidr(vpcCidr)
  const inner = parseCidr(cidr)
  if (outer === null || inner === null) throw new RangeError(`${cidr} is no subnet of ${vpcCidr}`)
  const number = (inner.first - outer.first) / 2 ** (32 - inner.prefix)
  return hcl<string>`cidrsubnet(${vpc}, ${inner.prefix - outer.prefix}, ${number})`
}
