import type { InfraDesign } from '../design/infra-design.ts'
import type { Credential } from '../design/model/database.ts'
import { databaseAddress } from './database-address.ts'
import { INPUTS } from './inputs.ts'
import { localName, named } from './names.ts'
import { keyArn, scopes, type Scope } from './scope.ts'
import { hcl, jsonencode } from './writer/expression.ts'
import { reference, type Ref } from './writer/ref.ts'
import { TerraformFile } from './writer/terraform-file.ts'

const WHY_EPHEMERAL = `Passwords pass through Terraform without being kept: they come from ephemeral values and go to write-only
arguments, so neither a plan nor the state holds one. A write-only argument is sent when its version changes: raise
var.credentials_version to change a password, or after an apply that stopped before both sides had it.`

/** The logins of the databases, in Secrets Manager as DMS reads them. */
export function secrets(design: InfraDesign): TerraformFile {
  const file = new TerraformFile()
  file.comment(WHY_EPHEMERAL)
  const all = credentials(design)
  for (const { credential } of all) password(file, credential)
  file.locals(
    Object.fromEntries(all.map(({ credential }) => [passwordLocal(credential.id), chosenPassword(credential)])),
  )
  for (const { scope, credential } of all) secret(file, scope, credential)
  return file
}

/** Each credential once, with the site that keeps it. */
export function credentials(
  design: InfraDesign,
): readonly { readonly scope: Scope; readonly credential: Credential }[] {
  return scopes(design).flatMap((scope) => scope.site.credentials.map((credential) => ({ scope, credential })))
}

/** The variable a password can be given by. */
export function passwordName({ id, password }: Credential): string {
  return password.from === 'input' ? password.variable : `${id}_database_password`
}

/** The parameter of Systems Manager with this name. */
export function parameterArn(credentials: readonly Credential[], name: string): Ref<string> {
  const names = credentials.flatMap(({ id, parameters }) =>
    parameters.filter((parameter) => parameter.name === name).map(({ holds }) => parameterName(id, holds)),
  )
  return reference(`aws_ssm_parameter.${names.join()}.arn`)
}

function parameterName(credential: string, holds: string): string {
  return localName(credential, 'database', holds)
}

/** A password for a write-only argument. */
export function passwordOf(credential: string): Ref<string> {
  return reference(`local.${passwordLocal(credential)}`)
}

function passwordLocal(credential: string): string {
  return `${credential}_database_password`
}

function password(file: TerraformFile, { id, password }: Credential): void {
  const on = { count: hcl`${INPUTS.generatePasswords} ? 1 : 0` }
  if (password.from === 'generated') {
    file.block('ephemeral', ['aws_secretsmanager_random_password', localName(id, 'database')], {
      ...on,
      password_length: password.length,
      exclude_punctuation: !password.punctuation,
    })
  }
  if (password.from === 'existing-secret') {
    file.block('ephemeral', ['aws_secretsmanager_secret_version', localName(id, 'existing')], {
      count: hcl`${reference(existingSecret(id))} != null ? 1 : 0`,
      secret_id: reference(existingSecret(id)),
    })
  }
}

/** The variable that names a secret the password is in already. */
export function existingSecret(id: string): string {
  return `var.${id}_existing_secret`
}

function chosenPassword(credential: Credential): Ref<string> {
  const { id, password } = credential
  const given = reference<string>(`var.${passwordName(credential)}`)
  if (password.from === 'input') return given
  if (password.from === 'generated') {
    const made = `ephemeral.aws_secretsmanager_random_password.${localName(id, 'database')}[*].random_password`
    return hcl`${INPUTS.generatePasswords} ? one(${reference(made)}) : ${given}`
  }
  const existing = `ephemeral.aws_secretsmanager_secret_version.${localName(id, 'existing')}[0].secret_string`
  const wanted = reference(existingSecret(id))
  return hcl`${wanted} != null ? jsondecode(${reference(existing)})[${password.key}] : ${given}`
}

function secret(file: TerraformFile, scope: Scope, credential: Credential): void {
  const { design } = scope
  const name = localName(credential.id, 'database')
  const made = file.resource('aws_secretsmanager_secret', name, {
    name: named(design, credential.secretName),
    description: credential.description,
    kms_key_id: keyArn(scope, credential.key),
    recovery_window_in_days: credential.recoveryDays,
    tags: { Name: named(design, credential.secretName) },
  })
  file.resource('aws_secretsmanager_secret_version', name, {
    secret_id: made.id,
    secret_string_wo: jsonencode({
      username: credential.user,
      password: passwordOf(credential.id),
      ...databaseAddress(design, credential.id),
    }),
    secret_string_wo_version: INPUTS.credentialsVersion,
  })
  for (const parameter of credential.parameters) {
    file.resource('aws_ssm_parameter', parameterName(credential.id, parameter.holds), {
      name: named(design, parameter.name),
      description: `${credential.description}: ${parameter.holds}`,
      type: 'SecureString',
      key_id: keyArn(scope, credential.key),
      value_wo: parameter.holds === 'username' ? credential.user : passwordOf(credential.id),
      value_wo_version: INPUTS.credentialsVersion,
    })
  }
}
