import type { SecretReference } from '../resolved-spec.ts'

const ENV = /^env:([A-Za-z_][A-Za-z0-9_]*)$/
const FILE = /^file:(.+)$/
/** A Secrets Manager name or ARN, and the key inside when the secret is a JSON object. */
const AWS_SM = /^aws-sm:([A-Za-z0-9/_+=.@:-]+)(?:#([^#\s]+))?$/
const AWS_SSM = /^aws-ssm:([A-Za-z0-9_./-]+)$/

export const SECRET_REFERENCE = new RegExp([ENV, FILE, AWS_SM, AWS_SSM].map((form) => form.source).join('|'))

/** What a person writes to say where a secret is; `null` when the text is none of the forms. */
export function parseSecretReference(text: string): SecretReference | null {
  const name = ENV.exec(text)?.[1]
  if (name !== undefined) return { from: 'env', name }
  const path = FILE.exec(text)?.[1]
  if (path !== undefined) return { from: 'file', path }
  const [, id, key] = AWS_SM.exec(text) ?? []
  if (id !== undefined) return { from: 'aws-sm', id, key: key ?? null }
  const parameter = AWS_SSM.exec(text)?.[1]
  return parameter === undefined ? null : { from: 'aws-ssm', name: parameter }
}

/** The same text again, for messages; a literal is a user name, not a secret. */
export function formatSecretReference(reference: SecretReference): string {
  switch (reference.from) {
    case 'literal':
      return reference.value
    case 'env':
      return `env:${reference.name}`
    case 'file':
      return `file:${reference.path}`
    case 'aws-sm':
      return `aws-sm:${reference.id}${reference.key === null ? '' : `#${reference.key}`}`
    case 'aws-ssm':
      return `aws-ssm:${reference.name}`
    default:
      throw reference satisfies never
  }
}
