import { expect } from 'vitest'
import type { Deployed } from '../deployed.ts'

/** Everything that takes tags has those of the design. */
export function checkTags({ design, resources }: Deployed): void {
  const tagged = resources.filter(({ values }) => 'tags_all' in values)
  expect(tagged.length).toBeGreaterThan(20)
  for (const { address, values } of tagged) expect(values['tags_all'], address).toMatchObject(design.tags)
}
