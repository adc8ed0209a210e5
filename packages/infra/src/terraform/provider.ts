import type { InfraDesign } from '../design/infra-design.ts'
import { PROVIDER_VERSION } from './generated/aws.ts'
import { INPUTS } from './inputs.ts'
import { nested } from './writer/body.ts'
import { reference } from './writer/ref.ts'
import { TerraformFile } from './writer/terraform-file.ts'

/** Write-only arguments, which keep passwords out of the state, came with this version. */
const TERRAFORM_VERSION = '>= 1.11'

/** What the module needs of Terraform, and where its state is kept. */
export function backend({ state }: InfraDesign): TerraformFile {
  const file = new TerraformFile()
  const s3 = state.kind === 's3' && {
    bucket: state.bucket,
    key: state.key,
    region: state.region,
    encrypt: state.encrypt,
    dynamodb_table: state.lockTable,
  }
  file.block('terraform', [], {
    required_version: TERRAFORM_VERSION,
    required_providers: nested({ aws: { source: 'hashicorp/aws', version: `~> ${minor(PROVIDER_VERSION)}` } }),
    backend: s3 ? nested(s3, 's3') : nested({}, 'local'),
  })
  return file
}

function minor(version: string): string {
  return version.split('.').slice(0, 2).join('.')
}

export function provider(): TerraformFile {
  const file = new TerraformFile()
  file.block('provider', ['aws'], {
    region: INPUTS.region,
    default_tags: nested({ tags: reference('local.tags') }),
  })
  return file
}
