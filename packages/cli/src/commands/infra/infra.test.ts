import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runMain, type Ran } from '../../fixtures/fake-io.ts'

let cwd: string

beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'causeway-infra-'))
})

afterEach(async () => {
  await rm(cwd, { recursive: true })
})

/** With nothing on the PATH but what a test puts there, and the shell. */
async function run(line: string, env: Readonly<Record<string, string>> = {}): Promise<Ran> {
  return await runMain(line.split(' '), { cwd, env: { PATH: `${join(cwd, 'bin')}:/usr/bin:/bin`, ...env } })
}

async function begin(blueprint: string, change: (text: string) => string = (text) => text): Promise<void> {
  expect(await run(`init --blueprint ${blueprint}`)).toMatchObject({ code: 0 })
  const path = join(cwd, 'migration.yaml')
  await writeFile(path, change(await readFile(path, 'utf8')))
}

/** A tool that writes down how it was called, prints what its last test wants and leaves with a code by command. */
async function fakeTool(name: string, answers: string): Promise<void> {
  await mkdir(join(cwd, 'bin'), { recursive: true })
  const script = `#!/bin/sh\necho "$@" >> "${cwd}/calls"\nenv | grep ^TF_VAR_ >> "${cwd}/given"\ncase "$1" in\n${answers}\nesac\n`
  await writeFile(join(cwd, 'bin', name), script)
  await chmod(join(cwd, 'bin', name), 0o755)
}

const calls = async () => (await readFile(join(cwd, 'calls'), 'utf8')).trimEnd().split('\n')
const OUTPUTS = `output) echo '{"vpc_id":{"sensitive":false,"value":"vpc-1"},"token":{"sensitive":true,"value":"hidden"}}' ;;`
const PASSWORDS = { TF_VAR_onprem_db_password: 'pass-1', TF_VAR_db_master_password: 'pass-2' }

describe('init --blueprint', () => {
  it('writes the declaration of the system, with its comments and the schema for editors', async () => {
    const { code, stdout } = await run('init --blueprint inventory-postgres --json')
    expect([code, JSON.parse(stdout)]).toMatchObject([
      0,
      { nextSteps: ['causeway infra synth', 'causeway infra cost'] },
    ])
    const text = await readFile(join(cwd, 'migration.yaml'), 'utf8')
    expect(text).toMatch(/^# yaml-language-server: \$schema=.*\n# Inventory/)
    expect(text).toContain('\nname: inventory-postgres\n')
  })

  it('takes a name of its own', async () => {
    await run('init --blueprint inventory-postgres --name stock')
    expect(await readFile(join(cwd, 'migration.yaml'), 'utf8')).toContain('\nname: "stock"\n')
  })

  it('names those there are, and writes nothing for another', async () => {
    const { code, stderr } = await run('init --blueprint shop')
    expect([code, stderr]).toEqual([2, expect.stringContaining('CW-0271')])
    expect(stderr).toContain(
      'payments-fargate-mysql, payments-fargate-postgres, payments-autoscaling-mysql, inventory-postgres',
    )
    expect(await readdir(cwd)).toEqual([])
    expect((await run('init --list-blueprints')).stdout.trimEnd().split('\n')).toHaveLength(4)
    expect(await readdir(cwd)).toEqual([])
  })
})

describe('infra synth', () => {
  it('writes the module and its documents beside the declaration, and nothing twice', async () => {
    await begin('inventory-postgres')
    const first = await run('infra synth --json')
    expect(first).toMatchObject({ code: 0, stderr: '' })
    const { data } = JSON.parse(first.stdout) as { readonly data: { readonly written: readonly string[] } }
    expect(data).toMatchObject({ system: 'inventory-postgres', environment: 'dev', tool: 'terraform', removed: [] })
    for (const path of [
      'database.tf',
      'tests/design.tftest.hcl',
      'README.md',
      'runbook.md',
      'architecture.svg',
      'cost.md',
    ]) {
      expect(data.written).toContain(path)
      expect(await readFile(join(cwd, 'infra', path), 'utf8')).not.toBe('')
    }
    expect(JSON.parse((await run('infra synth --json')).stdout)).toMatchObject({ data: { written: [], removed: [] } })
  })

  it('leaves what a person changed, and says how to go on', async () => {
    await begin('inventory-postgres')
    await run('infra synth')
    await writeFile(join(cwd, 'infra/database.tf'), '# mine\n')
    const { code, stderr } = await run('infra synth')
    expect(code).toBe(2)
    expect(stderr).toContain('CW-0275')
    expect(stderr).toContain(join(cwd, 'infra/database.tf'))
    expect(await readFile(join(cwd, 'infra/database.tf'), 'utf8')).toBe('# mine\n')
    expect(await run('infra synth --force')).toMatchObject({ code: 0 })
    expect(await readFile(join(cwd, 'infra/database.tf'), 'utf8')).not.toBe('# mine\n')
  })

  it.each([
    ['weights', 'green: 0 }', 'green: 10 }', 'the weights must sum to 100'],
    ['CIDRs', 'network: { zones: [a, b, c]', 'network: { cidr: 192.168.0.0/16, zones: [a, b, c]', '192.168.0.0/16'],
    ['classes', 'db.r6g.xlarge', 'db.r6g.huge', 'db.r6g.huge'],
    ['versions', "'13.23'", "'13.1'", '13.1'],
  ])('refuses %s that cannot be, with the place, and writes nothing', async (_, from, to, said) => {
    await begin('inventory-postgres', (text) => text.replace(from, () => to))
    const { code, stderr } = await run('infra synth')
    expect(code).toBe(2)
    expect(stderr).toMatch(/CW-02\d\d .*\n {2}migration\.yaml:\d+:\d+ CW-02\d\d /)
    expect(stderr).toContain(said)
    expect(await readdir(cwd)).not.toContain('infra')
  })

  it('says that there is nothing to synthesise', async () => {
    await run('init')
    expect(await run('infra synth')).toMatchObject({ code: 2, stderr: expect.stringContaining('CW-0270') })
  })

  it('says for which systems there is no CDK app', async () => {
    await begin('inventory-postgres')
    const { code, stderr } = await run('infra synth --tool cdk')
    expect([code, stderr]).toEqual([2, expect.stringContaining('CW-0278')])
    expect(await readdir(cwd)).not.toContain('infra')
  })

  it('writes the same CDK app twice', { timeout: 120_000 }, async () => {
    await begin('payments-fargate-postgres')
    const { stdout } = await run('infra synth --tool cdk --json')
    const { data } = JSON.parse(stdout) as { readonly data: { readonly written: readonly string[] } }
    expect(data.written).toEqual(expect.arrayContaining(['cdk.json', 'cdk.out/Target.template.json', 'README.md']))
    expect(JSON.parse((await run('infra synth --tool cdk --json')).stdout)).toMatchObject({ data: { written: [] } })
  })
})

describe('what the tools are given', () => {
  it('is what the declaration says now', async () => {
    await begin('inventory-postgres')
    expect(await run('infra validate')).toMatchObject({ code: 2, stderr: expect.stringContaining('CW-0276') })
    await run('infra synth')
    expect(await run('infra validate --environment prod')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('synthesised for environment dev, not prod'),
    })
    const path = join(cwd, 'migration.yaml')
    await writeFile(path, (await readFile(path, 'utf8')).replace('backupRetention: 7d', 'backupRetention: 8d'))
    expect(await run('infra validate')).toMatchObject({ code: 2, stderr: expect.stringContaining('locals.tf') })
  })

  it('never guesses which environment is meant', async () => {
    await begin('inventory-postgres')
    for (const command of ['diff', 'deploy', 'outputs', 'destroy']) {
      expect(await run(`infra ${command}`)).toMatchObject({ code: 2, stderr: expect.stringContaining('dev, prod') })
    }
  })

  it.each([
    ['terraform', 'developer.hashicorp.com/terraform/install'],
    ['tofu', 'opentofu.org'],
    ['cdk', 'npm install --global aws-cdk'],
  ])('%s that is missing is named with the way to install it', async (tool, hint) => {
    await begin('payments-fargate-postgres')
    await run(`infra synth --tool ${tool}`)
    const { code, stderr } = await runMain(['infra', 'validate', '--tool', tool], {
      cwd,
      env: { PATH: join(cwd, 'bin') },
    })
    expect([code, stderr]).toEqual([2, expect.stringContaining('CW-0272')])
    expect(stderr).toContain(hint)
  })

  it('says which password is missing, and hands it on by environment only', async () => {
    await begin('payments-fargate-mysql')
    await fakeTool('terraform', 'plan) exit 2 ;;')
    await run('infra synth')
    const missing = await run('infra diff --environment staging-migration')
    expect(missing).toMatchObject({ code: 2, stderr: expect.stringContaining('CW-0277') })
    for (const name of Object.keys(PASSWORDS)) expect(missing.stderr).toContain(name)

    const { code, stdout, stderr } = await run('infra diff --environment staging-migration', PASSWORDS)
    expect(code).toBe(0)
    expect(await readFile(join(cwd, 'given'), 'utf8')).toContain('TF_VAR_db_master_password=pass-2')
    const seen = [stdout, stderr, ...(await calls())].join('\n')
    for (const password of Object.values(PASSWORDS)) expect(seen).not.toContain(password)
  })

  it.each([
    ['Error: No valid credential sources found', 'CW-0273'],
    ['api error ExpiredToken: The security token is expired', 'CW-0273'],
    ['Error: creating VPC: VpcLimitExceeded', 'CW-0274'],
  ])('%s becomes %s, and stays visible', async (said, code) => {
    await begin('payments-fargate-postgres')
    await fakeTool('terraform', `plan) echo "${said}" >&2; exit 1 ;;`)
    await run('infra synth')
    const { code: exit, stderr } = await run('infra diff')
    expect(exit).toBe(2)
    expect(stderr).toContain(`${said}\n`)
    expect(stderr).toContain(code)
  })
})

describe('infra deploy', () => {
  it('shows the plan, keeps it, changes nothing and leaves with 3', async () => {
    await begin('payments-fargate-postgres')
    await fakeTool('terraform', `plan) echo "1 to add"; exit 2 ;;\n${OUTPUTS}`)
    await run('infra synth')
    const { code, stderr } = await run('infra deploy')
    expect([code, stderr]).toEqual([3, expect.stringContaining('1 to add')])
    expect(stderr).toContain('causeway infra deploy --plan causeway.tfplan')
    expect((await calls()).filter((line) => line.startsWith('apply'))).toEqual([])

    expect(await run('infra deploy --plan causeway.tfplan')).toMatchObject({ code: 0 })
    expect((await calls()).filter((line) => line.startsWith('apply'))).toEqual([
      'apply -input=false -no-color causeway.tfplan',
    ])
  })

  it('has nothing to approve where nothing would change', async () => {
    await begin('payments-fargate-postgres')
    await fakeTool('terraform', OUTPUTS)
    await run('infra synth')
    expect(await run('infra deploy')).toMatchObject({ code: 0, stdout: expect.stringContaining('nothing to deploy') })
    expect((await calls()).filter((line) => line.startsWith('apply'))).toEqual([])
  })

  it('in the workspace of the environment; outputs are flat, without what is sensitive', async () => {
    await begin('payments-fargate-postgres')
    await fakeTool('terraform', OUTPUTS)
    await run('infra synth')
    const { code, stdout } = await run('infra deploy --approve --json')
    expect([code, JSON.parse(stdout)]).toMatchObject([0, { data: { outputs: { vpc_id: 'vpc-1' } } }])
    expect(stdout).not.toContain('hidden')
    expect(await calls()).toContain('workspace select -no-color -or-create migration')
    expect(JSON.parse((await run('infra outputs --json')).stdout)).toMatchObject({ data: { vpc_id: 'vpc-1' } })
    expect(JSON.parse((await run('infra outputs --sensitive --json')).stdout)).toMatchObject({
      data: { token: 'hidden' },
    })
  })

  it('with the CDK, whose outputs are flat too', { timeout: 120_000 }, async () => {
    await begin('payments-fargate-postgres')
    const deploy = `deploy) echo '{"Source":{"A":"1"},"Target":{"B":"2"}}' > cdk-outputs.json ;;`
    await fakeTool('cdk', `diff) echo "Number of stacks with differences: 4" >&2 ;;\n${deploy}`)
    await run('infra synth --tool cdk')
    expect(await run('infra deploy --tool cdk')).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('--approve'),
    })
    const { stdout } = await run('infra deploy --tool cdk --approve --json')
    expect(JSON.parse(stdout)).toMatchObject({ data: { outputs: { A: '1', B: '2' } } })

    await fakeTool('cdk', 'diff) echo "Number of stacks with differences: 0" ;;')
    expect(await run('infra diff --tool cdk')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('as the code says'),
    })
    await fakeTool('cdk', 'diff) echo "Unable to resolve AWS account to use." >&2; exit 1 ;;')
    expect(await run('infra diff --tool cdk')).toMatchObject({ code: 2, stderr: expect.stringContaining('CW-0273') })
  })
})

describe('infra destroy', () => {
  it('wants approval, and then takes everything away', async () => {
    await begin('payments-fargate-postgres')
    await fakeTool('terraform', '')
    await run('infra synth')
    expect(await run('infra destroy')).toMatchObject({ code: 3, stderr: expect.stringContaining('CW-0320') })
    expect(await run('infra destroy --approve')).toMatchObject({ code: 0 })
    expect(await calls()).toContain('destroy -auto-approve -input=false -no-color')
  })

  it('refuses where protections stand, and names them', async () => {
    const certificate = 'arn:aws:acm:us-east-1:123456789012:certificate/0a1b2c3d-0000-0000-0000-000000000000'
    await begin('payments-fargate-postgres', (text) =>
      text
        .replace('infrastructure:\n', 'infrastructure:\n  protection: production\n')
        .replace('loadBalancer:\n', `loadBalancer:\n    certificate: ${certificate}\n`),
    )
    await fakeTool('terraform', '')
    expect(await run('infra synth')).toMatchObject({ code: 0 })
    const { code, stderr } = await run('infra destroy --approve')
    expect([code, stderr]).toEqual([3, expect.stringContaining('CW-0321')])
    for (const name of [
      'payment-db-source-dev-001',
      'payment-alb-target-dev-001',
      'payment-transaction-logs-target-dev-001',
    ]) {
      expect(stderr).toContain(name)
    }
    await expect(calls()).rejects.toThrow('ENOENT')
  })
})

describe('infra cost', () => {
  it('has a table for each environment, or for one', async () => {
    await begin('payments-fargate-mysql')
    const { code, stdout } = await run('infra cost')
    expect(code).toBe(0)
    for (const text of ['staging-migration, a month', 'production-migration, a month', 'as long as it stands: $']) {
      expect(stdout).toContain(text)
    }
    const one = JSON.parse((await run('infra cost --environment staging-migration --json')).stdout) as {
      readonly data: readonly { readonly environment: string; readonly running: { readonly monthlyUsd: number } }[]
    }
    expect(one.data.map(({ environment }) => environment)).toEqual(['staging-migration'])
    expect(one.data[0]?.running.monthlyUsd).toBeGreaterThan(500)
  })
})
