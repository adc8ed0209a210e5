import { describe, expect, test } from 'vitest'
import { missingForTerraform } from '../testing/terraform.ts'
import { committedTypes, generatedTypes } from './write.ts'

const missing = await missingForTerraform()

describe.skipIf(missing !== '')(`types of the provider ${missing}`, () => {
  test('the committed types are those of the provider; schema/write.ts writes them', async () => {
    expect(await committedTypes()).toBe(await generatedTypes())
  })
})
