import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { blueprintText, designsOf, inProduction } from '../design/fixtures/blueprints.ts'
import { STACKS, SynthesisedApp } from './testing/synthesised.ts'

const run = promisify(execFile)
const missing = await run('cfn-lint', ['--version']).then(
  () => '',
  () => 'needs cfn-lint: pip install cfn-lint',
)

const PROFILES = { ephemeral: undefined, production: inProduction } as const

describe.skipIf(missing !== '')(`cfn-lint finds no error in the templates ${missing}`, () => {
  it.each(['ephemeral', 'production'] as const)(
    '%s',
    async (profile) => {
      for (const design of designsOf(blueprintText('payments-fargate-postgres'), PROFILES[profile])) {
        await using app = await SynthesisedApp.of(design)
        const templates = STACKS.map((id) => join(app.directory, 'cdk.out', `${id}.template.json`))
        expect(await errors(templates, design.region)).toEqual([])
      }
    },
    300_000,
  )

  it('finds one where there is one', async () => {
    const text = JSON.stringify({ Resources: { Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketNam: 'x' } } } })
    expect(await errors([], 'us-east-1', text)).not.toEqual([])
  }, 60_000)
})

/** Findings of severity error; warnings are advice the design has its reasons to leave. */
async function errors(templates: readonly string[], region: string, input = ''): Promise<readonly string[]> {
  const paths = templates.length === 0 ? ['-'] : templates
  const linting = run('cfn-lint', [
    '--format',
    'parseable',
    '--non-zero-exit-code',
    'error',
    '--regions',
    region,
    '--',
    ...paths,
  ])
  linting.child.stdin?.end(input)
  const { stdout } = await linting.catch((failure: { readonly stdout: string }) => failure)
  return stdout.split('\n').filter((line) => /:E\d{4}:/.test(line))
}
