import { describe, expect, test } from 'vitest'
import { terraformModule } from './module.ts'
import { USED_DATA_SOURCES, USED_RESOURCES } from './schema/used-types.ts'
import { blueprintNames, protectedDesigns } from './testing/blueprint-designs.ts'
import { all, codeOf, looseEnds } from './testing/references.ts'

const designs = blueprintNames().flatMap((blueprint) =>
  (['ephemeral', 'production'] as const).flatMap((protection) =>
    protectedDesigns(blueprint, protection).map((design) => ({
      of: `${blueprint} ${design.environment} ${protection}`,
      design,
    })),
  ),
)

describe.for(designs)('$of', ({ design }) => {
  const code = codeOf(design)

  test('every reference has its home, and every variable and local value its use', () => {
    expect(looseEnds(design)).toEqual({ missing: [], unused: [], twice: [] })
  })

  test('passwords go to write-only arguments, and are written nowhere', () => {
    expect(code).not.toMatch(/^ {2}(master_password|password|secret_string) +=/m)
    expect(code).not.toMatch(/password\w* += "/)
    for (const [parameter] of code.matchAll(/^resource "aws_ssm_parameter"[\s\S]*?^\}/gm)) {
      expect(parameter).not.toMatch(/^ {2}value +=/m)
    }
    for (const [variable] of code.matchAll(/^variable "\w*password"[\s\S]*?^\}/gm)) {
      expect(variable).toMatch(/ephemeral += true/)
      expect(variable).toMatch(/sensitive += true/)
    }
  })

  test('no statement allows everything on everything', () => {
    expect(code).not.toMatch(/"\*:\*"|Action\s+= "\*"/)
    const iam = [...terraformModule(design)].filter(([path]) => path.endsWith('iam.tf')).map(([, text]) => text)
    expect(iam.join('\n')).not.toMatch(/Resource\s+= (\[)?"\*"/)
    expect(iam.join('\n')).not.toMatch(/"\w+:\*"/)
  })

  test('protections are all there, or none', () => {
    const protections = [
      /prevent_destroy += true/,
      /deletion_protection += true/,
      /aws_wafv2_web_acl"/,
      /aws_flow_log"/,
    ]
    for (const protection of [...protections, /aws_backup_plan"/, /aws_cloudtrail"/, /final_snapshot_identifier/]) {
      if (design.protection === 'production') expect(code).toMatch(protection)
      else expect(code).not.toMatch(protection)
    }
    const sites = design.source === null ? [design.target] : [design.target, design.source]
    const retained = sites.flatMap(({ database, buckets }) => [database, ...buckets]).filter(({ retain }) => retain)
    expect([...code.matchAll(/prevent_destroy = true/g)]).toHaveLength(retained.length)
    expect(code.includes('force_destroy = true')).toBe(design.protection === 'ephemeral')
  })

  test('copies are made by for_each; count says only whether there is one', () => {
    for (const [, count] of code.matchAll(/^\s+count += (.*)$/gm)) expect(count).toMatch(/ \? 1 : 0$/)
  })

  test('names hold the suffix as a variable', () => {
    const { suffix } = design.naming
    const names = all(code, /^\s*(?:name|identifier|bucket|family) += "([^"$]*)"$/gm)
    expect(names.filter((name) => name.endsWith(`-${suffix}`))).toEqual([])
  })
})

test('types are generated for what is written, and nothing else', () => {
  const code = designs.map(({ design }) => codeOf(design)).join('\n')
  expect(all(code, /^resource "(\w+)"/gm)).toEqual([...USED_RESOURCES].sort())
  expect(all(code, /^data "(\w+)"/gm)).toEqual([...USED_DATA_SOURCES].sort())
})
