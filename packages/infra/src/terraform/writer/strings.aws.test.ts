import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { missingForTerraform, TerraformDirectory } from '../testing/terraform.ts'
import { heredoc } from './expression.ts'
import { TerraformFile } from './terraform-file.ts'

const missing = await missingForTerraform()
const SEED = 20_251_121

/** Full of what means something in HCL. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.string({
    unit: fc.constantFrom('$', '{', '}', '%', '"', '\\', '\n', '~', 'é', '🚀', 'EOT', ' ', '\t'),
    maxLength: 12,
  }),
)

describe.skipIf(missing !== '')(`what is written is what Terraform reads ${missing}`, () => {
  test('strings, as values and as keys', async () => {
    const strings = fc.sample(text, { numRuns: 500, seed: SEED })
    const keyed = new Map(strings.map((value) => [asTerraformKeeps(value), 1]))
    const file = new TerraformFile()
    file.output('strings', { description: 'Strings.', value: strings })
    file.output('keyed', { description: 'Keys.', value: Object.fromEntries(keyed) })
    const read = await outputsOf(file)
    expect(read['strings']).toEqual(strings.map(asTerraformKeeps))
    expect(read['keyed']).toEqual(Object.fromEntries(keyed))
  }, 60_000)

  test('heredocs', async () => {
    const texts = fc.sample(fc.array(text, { minLength: 1, maxLength: 4 }), { numRuns: 200, seed: SEED })
    const contents = texts.map((lines) => lines.join('\n'))
    const file = new TerraformFile()
    for (const [index, content] of contents.entries()) {
      file.output(`text_${index}`, { description: 'A text.', value: heredoc(content) })
    }
    expect(file.toString()).toContain('<<-EOT')
    const read = await outputsOf(file)
    for (const [index, content] of contents.entries()) {
      expect(read[`text_${index}`]).toBe(asTerraformKeeps(content.endsWith('\n') ? content : `${content}\n`))
    }
  }, 60_000)

  test('any document is formatted as Terraform formats it', async () => {
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        text,
        fc.integer(),
        fc.boolean(),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(fc.oneof(text, fc.constantFrom('a', 'bbbb', 'cc')), tie('value'), { maxKeys: 4 }),
      ),
    }))
    const file = new TerraformFile()
    for (const [index, document] of fc.sample(value, { numRuns: 200, seed: SEED }).entries()) {
      file.output(`document_${index}`, { description: 'A document.', value: document })
    }
    await using module = await TerraformDirectory.of(new Map([['main.tf', file.toString()]]))
    expect(await module.run('fmt', '-check', '-diff')).toEqual({ code: 0, output: '' })
  }, 60_000)
})

/** Terraform makes NFC of every string, and nothing can say half of a surrogate pair. */
function asTerraformKeeps(value: string): string {
  return value.toWellFormed().normalize('NFC')
}

async function outputsOf(file: TerraformFile): Promise<Readonly<Record<string, unknown>>> {
  await using module = await TerraformDirectory.of(new Map([['main.tf', file.toString()]]))
  const apply = await module.run('apply', '-auto-approve')
  if (apply.code !== 0) throw new Error(apply.output.slice(-2000))
  const { output } = await module.run('output', '-json')
  const outputs = JSON.parse(output) as Readonly<Record<string, { readonly value: unknown }>>
  return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]))
}
