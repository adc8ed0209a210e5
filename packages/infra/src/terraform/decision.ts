import { hcl } from './writer/expression.ts'
import type { Ref } from './writer/ref.ts'

/** Something a plan must show for the design to be kept. */
export interface Decision {
  readonly condition: Ref<boolean>
  /** Shown when the condition does not hold. */
  readonly message: string
}

/** Lists and objects are compared as JSON: a plan has other types for the same values. */
export function same(planned: Ref<unknown>, wanted: unknown, message: string): Decision {
  const condition: Ref<boolean> =
    typeof wanted === 'object' ? hcl`jsonencode(${planned}) == jsonencode(${wanted})` : hcl`${planned} == ${wanted}`
  return { condition, message }
}
