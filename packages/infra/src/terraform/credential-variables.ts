import type { InfraDesign } from '../design/infra-design.ts'
import type { Credential } from '../design/model/database.ts'
import { INPUTS } from './inputs.ts'
import { credentials, existingSecret, passwordName } from './secrets.ts'
import { hcl } from './writer/expression.ts'
import { reference, type Ref } from './writer/ref.ts'
import type { TerraformFile } from './writer/terraform-file.ts'
import type { Validation } from './writer/variable.ts'

/** The passwords, none of which Terraform keeps, and where they come from. */
export function credentialVariables(file: TerraformFile, design: InfraDesign): void {
  const all = credentials(design).map(({ credential }) => credential)
  if (all.some(({ password }) => password.from === 'generated')) {
    file.variable('generate_passwords', {
      description: 'Whether AWS makes up the passwords of databases made here. If not, they have to be given.',
      type: 'bool',
      default: true,
    })
  }
  for (const credential of all) {
    const { id, password } = credential
    if (password.from === 'existing-secret') {
      file.variable(`${id}_existing_secret`, {
        description: `Existing secret with the password of the ${id} under ${password.key}. Null takes the password given.`,
        type: 'string',
        default: password.secret,
      })
    }
    file.variable(passwordName(credential), {
      description: `Password of ${credential.user} at the ${id}, by TF_VAR_${passwordName(credential)}. ${WHEN[password.from]}`,
      type: 'string',
      default: null,
      sensitive: true,
      ephemeral: true,
      validation: password.from === 'input' ? undefined : (value) => isGiven(credential, value),
    })
  }
  file.variable('credentials_version', {
    description: 'Raise it to send the passwords again: they are compared with nothing, since nothing keeps them.',
    type: 'number',
    default: 1,
  })
}

const WHEN = {
  generated: 'Only with generate_passwords = false.',
  input: 'Needed when credentials_version is new.',
  'existing-secret': 'Only without the existing secret.',
} as const satisfies Record<Credential['password']['from'], string>

function isGiven({ id, password }: Credential, value: Ref<string>): Validation {
  const otherwise =
    password.from === 'generated' ? INPUTS.generatePasswords : hcl<boolean>`${reference(existingSecret(id))} != null`
  return {
    condition: hcl`${otherwise} || ${value} != null`,
    message: `The password of the ${id} must come from somewhere.`,
  }
}
