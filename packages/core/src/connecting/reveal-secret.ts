import { readFile } from 'node:fs/promises'
import { readSecret, SecretError, type SecretReference } from '@causeway/spec'
import { CausewayError } from '../errors/causeway-error.ts'

/** Reads a secret for the one connection being opened. @throws CW-0230 not there, CW-0231 a store that cannot be read */
export async function revealSecret(reference: SecretReference): Promise<string> {
  try {
    const secret = await readSecret(reference, {
      env: process.env,
      readFile: async (path) => readFile(path, 'utf8'),
    })
    return secret.reveal()
  } catch (error) {
    if (error instanceof SecretError) throw new CausewayError(error.code, error.message, { cause: error.cause })
    throw error
  }
}
