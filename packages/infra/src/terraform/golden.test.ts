import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { terraformModule } from './module.ts'
import { blueprintText, designOf } from '../design/fixtures/blueprints.ts'
import { blueprintNames, goldenDirectory } from './testing/blueprint-designs.ts'

/** Written anew by `npx vitest run --project unit packages/infra/src/terraform/golden.test.ts --update`. */
describe.for(blueprintNames())('the module of %s that is reviewed as text', (blueprint) => {
  const directory = goldenDirectory(blueprint)
  const files = [...terraformModule(designOf(blueprintText(blueprint)))]

  test.for(files)('%s is current', async ([name, text]) => {
    await expect(text).toMatchFileSnapshot(path.join(directory, name))
  })

  test('nothing else is there', () => {
    const present = existsSync(directory) ? readdirSync(directory, { recursive: true, withFileTypes: true }) : []
    const names = present
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(directory, path.join(entry.parentPath, entry.name)))
    const known = new Set(files.map(([name]) => name))
    expect(names.filter((name) => !known.has(name))).toEqual([])
  })
})
