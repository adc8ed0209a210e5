import { PROBLEM_CODES } from '../problem.ts'
import type { SecretReference } from '../resolved-spec.ts'
import { formatSecretReference } from './secret-reference.ts'
import { Secret } from './secret.ts'

export interface SecretSources {
  readonly env: Readonly<Record<string, string | undefined>>
  /** A whole text file; the caller's signal bounds the wait, and its abort reason passes through. */
  readonly readFile: (path: string) => Promise<string>
}

export type SecretErrorCode = (typeof PROBLEM_CODES)['secretNotFound' | 'secretStore']

/** A secret could not be had. The message names the reference, never a value. */
export class SecretError extends Error {
  readonly code: SecretErrorCode

  constructor(code: SecretErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'SecretError'
    this.code = code
  }
}

/**
 * Reads a secret where the declaration says it is, each time anew, so that a rotated one is found.
 *
 * One trailing newline of a file is not part of the secret.
 *
 * @throws SecretError `CW-0230` not set, empty or unreadable; `CW-0231` a store this version cannot read
 */
export async function readSecret(reference: SecretReference, sources: SecretSources): Promise<Secret> {
  switch (reference.from) {
    case 'literal':
      return new Secret(reference.value)
    case 'env':
      return present(reference, sources.env[reference.name], 'is not set')
    case 'file': {
      const text = await readText(reference, sources)
      return present(reference, text.replace(/\r?\n$/, ''), 'is empty')
    }
    case 'aws-sm':
    case 'aws-ssm':
      throw new SecretError(
        PROBLEM_CODES.secretStore,
        `${formatSecretReference(reference)} ${secretStoreRemedy(reference)}`,
      )
    default:
      throw reference satisfies never
  }
}

/** What to do instead, as the end of a sentence that begins with the reference. */
export function secretStoreRemedy(
  reference: Extract<SecretReference, { readonly from: 'aws-sm' | 'aws-ssm' }>,
): string {
  const command =
    reference.from === 'aws-sm'
      ? `aws secretsmanager get-secret-value --secret-id ${reference.id} --query SecretString --output text`
      : `aws ssm get-parameter --name ${reference.name} --with-decryption --query Parameter.Value --output text`
  return `cannot be read by this version; put the value into a variable or a file (${command}) and refer to it by env:NAME or file:PATH`
}

function present(reference: SecretReference, value: string | undefined, otherwise: string): Secret {
  if (value !== undefined && value !== '') return new Secret(value)
  const what = value === undefined ? otherwise : 'is empty'
  throw new SecretError(PROBLEM_CODES.secretNotFound, `${formatSecretReference(reference)} ${what}`)
}

async function readText(
  reference: Extract<SecretReference, { readonly from: 'file' }>,
  sources: SecretSources,
): Promise<string> {
  try {
    return await sources.readFile(reference.path)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    // Only what the file system says is about the secret; an abort is not.
    if (typeof code !== 'string' || code === 'ABORT_ERR') throw error
    const why = { ENOENT: 'does not exist', EACCES: 'may not be read by this user', EISDIR: 'is a directory' }[code]
    const message = `${formatSecretReference(reference)} ${why ?? `cannot be read (${code})`}`
    throw new SecretError(PROBLEM_CODES.secretNotFound, message, { cause: error })
  }
}
