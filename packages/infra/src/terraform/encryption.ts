import type { InfraDesign } from '../design/infra-design.ts'
import type { Key } from '../design/model/database.ts'
import { ACCOUNT_ID, inRegion } from './account.ts'
import { named } from './names.ts'
import type { Scope } from './scope.ts'
import { jsonencode, text } from './writer/expression.ts'
import { TerraformFile } from './writer/terraform-file.ts'

/** Customer-managed keys, one for each purpose, so that the use of one can be granted and revoked by itself. */
export function encryption(scope: Scope): TerraformFile {
  const file = new TerraformFile()
  for (const key of scope.site.keys) customerKey(file, scope, key)
  return file
}

function customerKey(file: TerraformFile, { design, at }: Scope, key: Key): void {
  file.resource('aws_kms_key', at.name(key.purpose), {
    description: key.description,
    enable_key_rotation: key.rotation,
    deletion_window_in_days: key.deletionWindowDays,
    policy: jsonencode({ Version: '2012-10-17', Statement: keyStatements(design, key) }),
    tags: { Name: named(design, key.alias.replace('alias/', '')) },
  })
  file.resource('aws_kms_alias', at.name(key.purpose), {
    name: named(design, key.alias),
    target_key_id: at.key(key.purpose).key_id,
  })
}

/** In a key's own policy `*` is this key; without the first statement nobody could ever change it again. */
function keyStatements(design: InfraDesign, { services }: Key): readonly object[] {
  const account = {
    Sid: 'AccountAdministersKey',
    Effect: 'Allow',
    Principal: { AWS: text`arn:aws:iam::${ACCOUNT_ID}:root` },
    Action: 'kms:*',
    Resource: '*',
  }
  if (services.length === 0) return [account]
  const use = {
    Sid: 'ServicesUseKey',
    Effect: 'Allow',
    Principal: { Service: services.map((service) => inRegion(design, service)) },
    Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
    Resource: '*',
  }
  return [account, use]
}
