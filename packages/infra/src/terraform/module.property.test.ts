import fc from 'fast-check'
import { expect, test } from 'vitest'
import { designOf } from '../design/fixtures/blueprints.ts'
import { declarations, SECRET_PLACE } from '../design/fixtures/declarations.ts'
import { terraformModule } from './module.ts'
import { looseEnds } from './testing/references.ts'

test('any declaration gives a module that holds together, and holds no secret', () => {
  fc.assert(
    fc.property(declarations, ({ text }) => {
      const design = designOf(text)
      expect(looseEnds(design)).toEqual({ missing: [], unused: [], twice: [] })
      for (const [, content] of terraformModule(design)) expect(content).not.toContain(SECRET_PLACE)
    }),
    { numRuns: 30 },
  )
})
