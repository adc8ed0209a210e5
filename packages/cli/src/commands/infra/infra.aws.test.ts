import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import {
  awsToolsMissing,
  LOCAL_AWS_OVERRIDE,
  startLocalAws,
  terraformEnvironment,
  type LocalAws,
} from '@causeway/harness/aws'
import { BLUEPRINTS } from '@causeway/infra'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { runMain, type Ran } from '../../fixtures/fake-io.ts'

const missing = await awsToolsMissing()

describe.skipIf(missing !== '')(`causeway infra with Terraform ${missing}`, () => {
  let aws: LocalAws
  let cwd: string

  beforeAll(async () => {
    aws = await startLocalAws()
  })

  afterAll(async () => {
    await aws[Symbol.asyncDispose]()
  })

  beforeEach(async () => {
    cwd = await mkdtemp(join(tmpdir(), 'causeway-infra-'))
  })

  afterEach(async () => {
    await rm(cwd, { recursive: true })
  })

  async function run(line: string): Promise<Ran> {
    const given = { TF_VAR_db_master_password: 'not-a-password', TF_VAR_onprem_db_password: 'not-a-password' }
    const env = { ...(await terraformEnvironment()), ...aws.environment, ...given }
    const settled = Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined)
    return await runMain(line.split(' '), { cwd, env: Object.fromEntries(settled) })
  }

  it.each(Object.keys(BLUEPRINTS))('%s: init, synth and validate', async (name) => {
    for (const line of [`init --blueprint ${name}`, 'infra synth', 'infra validate']) {
      expect([line, await run(line)]).toMatchObject([line, { code: 0 }])
    }
  })

  it('what a person broke is found, and what Terraform says stays visible', async () => {
    await run('init --blueprint inventory-postgres')
    await run('infra synth')
    const path = join(cwd, 'infra/database.tf')
    await writeFile(path, `${await readFile(path, 'utf8')}\nresource "aws_vpc" "more" {\n  cidr = "10.9.0.0/16"\n}\n`)
    const { code, stderr } = await run('infra validate')
    expect([code, stderr]).toEqual([2, expect.stringContaining('An argument named "cidr" is not expected here')])
    expect(stderr).toContain('CW-0274')
  })

  it('a plan is kept, waits for approval, and holds no password', async () => {
    await run('init --blueprint inventory-postgres')
    await run('infra synth --environment dev')
    await writeFile(join(cwd, 'infra/local_override.tf'), LOCAL_AWS_OVERRIDE)
    const { code, stderr } = await run('infra deploy --environment dev')
    expect([code, stderr]).toEqual([3, expect.stringMatching(/Plan: \d+ to add, 0 to change, 0 to destroy/)])
    expect(stderr).toContain('causeway infra deploy --environment dev --plan causeway.tfplan')
    const show = ['show', '-json', 'causeway.tfplan']
    const { stdout: plan } = await promisify(execFile)('terraform', show, { cwd: join(cwd, 'infra'), maxBuffer: 1e8 })
    expect(plan).toContain('aws_rds_cluster.main')
    expect(`${stderr}${plan}`).not.toContain('not-a-password')
    expect(await run('infra outputs --environment dev')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('nothing is deployed'),
    })
  })
})
