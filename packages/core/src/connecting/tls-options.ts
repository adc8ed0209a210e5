import { readFile } from 'node:fs/promises'
import { getCACertificates, type ConnectionOptions } from 'node:tls'
import type { ResolvedTls } from '@causeway/spec'

/** The file of certificate authorities is of no use. */
export class CaFileError extends Error {
  override readonly name = 'CaFileError'
}

/** Options for the TLS library; `false` on a Unix socket, where PostgreSQL speaks none. @throws CaFileError */
export async function tlsOptions(
  host: string,
  { mode, caFile }: Pick<ResolvedTls, 'mode' | 'caFile'>,
): Promise<ConnectionOptions | false> {
  if (mode === 'disable' || host.startsWith('/')) return false
  if (mode === 'require') return { rejectUnauthorized: false }
  const trusted = { rejectUnauthorized: true, ca: await authorities(caFile) }
  return mode === 'verify-ca' ? { ...trusted, checkServerIdentity: () => undefined } : trusted
}

async function authorities(caFile: string | null): Promise<string | string[]> {
  if (caFile === null) return getCACertificates('system')
  let pem: string
  try {
    pem = await readFile(caFile, 'utf8')
  } catch (error) {
    throw new CaFileError(`the CA file ${caFile} cannot be read`, { cause: error })
  }
  // Node accepts text without a certificate silently, and then trusts nobody.
  if (!pem.includes('-----BEGIN CERTIFICATE-----')) throw new CaFileError(`the CA file ${caFile} holds no certificate`)
  return pem
}
