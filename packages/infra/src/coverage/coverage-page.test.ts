import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { cdkApp } from '../cdk/cdk-app.ts'
import { blueprintText, designsOf, inProduction } from '../design/fixtures/blueprints.ts'
import { inScratchFolder } from '../tools/cdk-tool.ts'
import { cover } from './cover.ts'
import { coveragePage, isLeftOut } from './coverage-page.ts'
import { homeOf } from './find-home.ts'
import { HOMES } from './output-homes.ts'
import { SYSTEMS, type Requirement } from './requirement.ts'
import { REQUIREMENTS } from './requirements.ts'

/** Values that are not written as such, and why. */
const NOT_LITERAL: readonly (readonly [path: RegExp, reason: string])[] = [
  [/subnets\[.*\]\.cidr$/, 'the module cuts subnets out of the VPC by cidrsubnet()'],
  [/^traffic\.phases/, 'the phases are steps of the runbook, one weight at a time is in the module'],
  [/^traffic\.ttlSeconds$/, 'an alias has the TTL of what it leads to'],
  [/\.optionGroup$/, "AWS's own default, which is taken by saying nothing"],
  [/^outputs/, 'the key is the name of the block'],
  [/\.length$/, 'a count is made of blocks'],
]

describe.each(SYSTEMS)('%s', (system) => {
  const rows = cover(system)

  it('every requirement is written somewhere', () => {
    const homeless = rows.filter(
      (row) =>
        row.terraform.length === 0 &&
        row.documents.length === 0 &&
        row.requirement.elsewhere === undefined &&
        !isLeftOut(row),
    )
    expect(homeless.map(({ requirement }) => requirement)).toEqual([])
  })

  it('every value that is asked for is in the block that is its home', () => {
    const wrong = rows.filter(({ requirement, terraform, text }) => {
      const { design, is } = requirement
      const isExact = typeof is === 'number' || (typeof is === 'string' && /\d/.test(is))
      if (design === null || !isExact || terraform.length === 0) return false
      return !NOT_LITERAL.some(([path]) => path.test(design)) && !text.includes(String(is))
    })
    expect(wrong.map(({ requirement }) => requirement)).toEqual([])
  })

  it('a document that is named is written', () => {
    const named = rows.filter(({ requirement }) => /\.md\b|checklist/.test(requirement.elsewhere ?? ''))
    expect(named.filter(({ documents }) => documents.length === 0).map(({ requirement }) => requirement)).toEqual([])
  })
})

it('a home that no requirement leads to is not kept', () => {
  const used = new Set(REQUIREMENTS.flatMap(({ design }) => (design === null ? [] : [homeOf(design)])))
  expect(
    Object.entries(HOMES)
      .filter(([, home]) => !used.has(home))
      .map(([path]) => path),
  ).toEqual([])
})

describe('the CDK app of payments-fargate-postgres', () => {
  const all = cover('payments-fargate-postgres').filter(({ cdk }) => cdk !== null)
  let properties: Readonly<Record<NonNullable<Requirement['protection']> | 'ephemeral', ReadonlySet<string>>>

  beforeAll(async () => {
    const text = blueprintText('payments-fargate-postgres')
    const [ephemeral] = designsOf(text)
    const [production] = designsOf(text, inProduction)
    if (ephemeral === undefined || production === undefined) throw new Error('the blueprint has an environment')
    properties = { ephemeral: await propertiesOf(ephemeral), production: await propertiesOf(production) }
  }, 180_000)

  it('has the property of every requirement', () => {
    const missing = all.filter((row) => {
      const { cdk, requirement } = row
      return cdk !== null && !isAbsent(requirement) && !properties[requirement.protection ?? 'ephemeral'].has(cdk)
    })
    expect(missing.map(({ cdk, requirement }) => [cdk, requirement.id])).toEqual([])
    expect(all.length).toBeGreaterThan(100)
  })
})

/** What must not be there needs no property. */
function isAbsent({ is }: Requirement): boolean {
  return is === null || is === false
}

/** `TYPE`, `TYPE.PROPERTY` and `Outputs.KEY` of every template. */
async function propertiesOf(design: Parameters<typeof cdkApp>[0]): Promise<ReadonlySet<string>> {
  return await inScratchFolder(async (folder) => {
    await cdkApp(design, folder)
    const names = await readdir(join(folder, 'cdk.out'))
    const found = new Set(['Outputs.'])
    for (const name of names.filter((each) => each.endsWith('.template.json'))) {
      const { Resources = {}, Outputs = {} }: Template = JSON.parse(
        await readFile(join(folder, 'cdk.out', name), 'utf8'),
      )
      for (const { Type, Properties = {} } of Object.values(Resources)) {
        for (const property of ['', ...Object.keys(Properties)])
          found.add(property === '' ? Type : `${Type}.${property}`)
      }
      for (const key of Object.keys(Outputs)) found.add(`Outputs.${key}`)
    }
    return found
  })
}

interface Template {
  readonly Resources?: Readonly<
    Record<string, { readonly Type: string; readonly Properties?: Readonly<Record<string, unknown>> }>
  >
  readonly Outputs?: Readonly<Record<string, unknown>>
}

it('the page has a row for every requirement', () => {
  const page = coveragePage()
  expect(page.match(/^\| (?!requirement|---)/gm)).toHaveLength(REQUIREMENTS.length)
  expect(page).not.toContain('undefined')
})
