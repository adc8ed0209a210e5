import { execFile } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import path from 'node:path'

/** Where people keep a mirror of providers, so that none has to be fetched. */
const MIRRORS = [
  path.join(homedir(), '.terraform.d/plugins'),
  '/usr/local/share/terraform/plugins',
  '/usr/share/terraform/plugins',
  ...(existsSync('/opt') ? readdirSync('/opt').map((name) => path.join('/opt', name)) : []),
]
const PROVIDER = 'registry.terraform.io/hashicorp/aws'

/** What is missing to run Terraform with the AWS provider, for the name of a skipped test; empty when nothing is. */
export async function missingForTerraform(): Promise<string> {
  const { code } = await execute(['version'], tmpdir()).catch(() => ({ code: 127 }))
  if (code !== 0) return 'needs terraform: https://developer.hashicorp.com/terraform/install'
  await using module = await TerraformDirectory.of(new Map([['main.tf', REQUIREMENT]]))
  const init = await module.run('init', '-backend=false')
  return init.code === 0 ? '' : `needs the provider hashicorp/aws: ${init.output.trim().split('\n').at(-1)}`
}

const REQUIREMENT = `terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}
`

export interface Outcome {
  readonly code: number
  /** Both streams, as a person would have seen them, without colours. */
  readonly output: string
}

/** A module in a directory of its own, which goes with the disposal. */
export class TerraformDirectory implements AsyncDisposable {
  readonly path: string

  private constructor(directory: string) {
    this.path = directory
  }

  static async of(files: ReadonlyMap<string, string>): Promise<TerraformDirectory> {
    const directory = await mkdtemp(path.join(tmpdir(), 'causeway-module-'))
    for (const [name, text] of files) {
      await mkdir(path.dirname(path.join(directory, name)), { recursive: true })
      await writeFile(path.join(directory, name), text)
    }
    return new TerraformDirectory(directory)
  }

  /** Runs a command of Terraform; a failure is an outcome. `input` is given to it as its standard input. */
  async run(command: string, ...options: readonly string[]): Promise<Outcome> {
    const mirror = MIRRORS.find((directory) => existsSync(path.join(directory, PROVIDER)))
    const plugins = command === 'init' && mirror !== undefined ? [`-plugin-dir=${mirror}`] : []
    return await execute([command, ...plugins, ...options], this.path)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.path, { recursive: true, force: true })
  }
}

/** Answers of the provider's schema are 14 MB. */
const MAX_OUTPUT_BYTES = 64 * 2 ** 20

async function execute(args: readonly string[], directory: string): Promise<Outcome> {
  const { TF_CLI_CONFIG_FILE: config, ...environment } = process.env
  const env = {
    ...environment,
    ...(config !== undefined && existsSync(config) ? { TF_CLI_CONFIG_FILE: config } : {}),
    CHECKPOINT_DISABLE: 'true',
    TF_CLI_ARGS: '-no-color',
  }
  return await new Promise((resolve, reject) => {
    execFile('terraform', args, { cwd: directory, env, maxBuffer: MAX_OUTPUT_BYTES }, (error, stdout, stderr) => {
      if (error !== null && typeof error.code !== 'number') reject(error)
      else resolve({ code: Number(error?.code ?? 0), output: stdout + stderr })
    })
  })
}
