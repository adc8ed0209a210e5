import { expect } from 'vitest'
import type { Deployed } from '../deployed.ts'

/** Every output of the design has a value, and what was decided has that value. */
export function checkOutputs({ design, outputs }: Deployed): void {
  expect(Object.keys(outputs.values).sort()).toEqual(design.outputs.map(({ key }) => key).sort())
  for (const { key, value } of design.outputs) {
    const found = outputs.values[key]
    if (typeof value === 'object') expect(JSON.stringify(found), key).toMatch(/[^[\]{}"]/)
    else if (!WEIGHTS.has(key)) expect(String(found), key).toBe(String(value))
  }
}

/** They follow the variables; what they are now is compared where traffic shifts. */
const WEIGHTS = new Set(['blue_target_weight', 'green_target_weight'])
