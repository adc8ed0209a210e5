import { readFile, writeFile } from 'node:fs/promises'
import { TerraformDirectory } from '../testing/terraform.ts'
import { generateTypes } from './generate-types.ts'
import type { ProviderSchema } from './provider-schema.ts'

/** The version whose types are in use: the last of its major version that the emitters are proven with. */
const VERSION = '5.100.0'
const SOURCE = 'registry.terraform.io/hashicorp/aws'
const GENERATED = new URL('../generated/aws.ts', import.meta.url)

/** The types as the provider's own schema gives them. Needs Terraform and the provider. */
export async function generatedTypes(): Promise<string> {
  const requirement = `terraform {
  required_providers {
    aws = { source = "hashicorp/aws", version = "${VERSION}" }
  }
}`
  await using module = await TerraformDirectory.of(new Map([['main.tf', requirement]]))
  const init = await module.run('init', '-backend=false')
  if (init.code !== 0) throw new Error(init.output)
  const { code, output } = await module.run('providers', 'schema', '-json')
  if (code !== 0) throw new Error(output)
  const { provider_schemas: schemas } = JSON.parse(output) as { provider_schemas: Record<string, ProviderSchema> }
  const schema = schemas[SOURCE]
  if (schema === undefined) throw new Error(`the schema of ${SOURCE} is not in the answer`)
  return generateTypes(schema, VERSION)
}

export async function committedTypes(): Promise<string> {
  return await readFile(GENERATED, 'utf8')
}

if (import.meta.main) await writeFile(GENERATED, await generatedTypes())
