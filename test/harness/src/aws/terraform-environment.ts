import { execFile } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { temporaryDirectory } from '../temporary-directory.ts'
import { motoCommand } from './moto.ts'

const PROVIDER = 'registry.terraform.io/hashicorp/aws'

/** Where people keep a mirror of providers, so that none has to be fetched. */
const MIRRORS = [
  path.join(homedir(), '.terraform.d/plugins'),
  '/usr/local/share/terraform/plugins',
  '/usr/share/terraform/plugins',
  ...(existsSync('/opt') ? readdirSync('/opt').map((name) => path.join('/opt', name)) : []),
]

/** More than Terraform's 10: it mostly waits between two questions to AWS. */
const PARALLELISM = '-parallelism=30'

/** The environment of this process, for Terraform in tests. The provider, some 600 MB, is shared by all modules. */
export async function terraformEnvironment(): Promise<NodeJS.ProcessEnv> {
  const { TF_CLI_CONFIG_FILE: config, ...environment } = process.env
  const cache = environment['TF_PLUGIN_CACHE_DIR'] ?? path.join(tmpdir(), 'causeway-terraform-providers')
  await mkdir(cache, { recursive: true })
  const mirror = MIRRORS.find((directory) => existsSync(path.join(directory, PROVIDER)))
  return {
    ...environment,
    // A file that is not there makes Terraform forget the mirrors it knows by itself.
    ...(config !== undefined && existsSync(config) && { TF_CLI_CONFIG_FILE: config }),
    ...(mirror !== undefined && { TF_CLI_ARGS_init: `-plugin-dir=${mirror}` }),
    TF_CLI_ARGS_plan: PARALLELISM,
    TF_CLI_ARGS_apply: PARALLELISM,
    TF_CLI_ARGS_destroy: PARALLELISM,
    TF_PLUGIN_CACHE_DIR: cache,
    CHECKPOINT_DISABLE: 'true',
  }
}

/** Beside a module, for a provider that talks to the local AWS: it has no accounts, no metadata, no host names of buckets. */
export const LOCAL_AWS_OVERRIDE = `terraform {
  backend "local" {}
}

provider "aws" {
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  s3_use_path_style           = true
  max_retries                 = 4
}
`

const REQUIREMENT = `terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}
`

/** What is missing to run Terraform against the local AWS, and how to get it: for the name of a skipped suite; else empty. */
export async function awsToolsMissing(): Promise<string> {
  const moto = motoCommand() === null ? "needs moto's server: pip install 'moto[server]==5.2.1'" : ''
  return [await terraformMissing(), moto].filter((text) => text !== '').join('; ')
}

async function terraformMissing(): Promise<string> {
  await using directory = await temporaryDirectory()
  await writeFile(path.join(directory.path, 'main.tf'), REQUIREMENT)
  const options = { cwd: directory.path, env: await terraformEnvironment() }
  try {
    await promisify(execFile)('terraform', ['init', '-backend=false', '-no-color'], options)
    return ''
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return 'needs terraform 1.11: https://developer.hashicorp.com/terraform/install'
    }
    return 'needs the provider hashicorp/aws 5.100: terraform providers mirror ~/.terraform.d/plugins, in a module that requires it'
  }
}
