import { readFile } from 'node:fs/promises'
import { getCACertificates, type ConnectionOptions } from 'node:tls'
import type { Side } from '@causeway/core'
import type { ResolvedDatabase } from '@causeway/spec'
import { sideError } from './errors.ts'

/** Options for the TLS library; `false` on a Unix socket, where PostgreSQL speaks none. @throws CW-0609/0709 CA file unreadable */
export async function tlsOptions(database: ResolvedDatabase, side: Side): Promise<ConnectionOptions | false> {
  const { mode, caFile } = database.tls
  if (mode === 'disable' || database.host.startsWith('/')) return false
  if (mode === 'require') return { rejectUnauthorized: false }
  const trusted = { rejectUnauthorized: true, ca: await authorities(caFile, side) }
  return mode === 'verify-ca' ? { ...trusted, checkServerIdentity: () => undefined } : trusted
}

async function authorities(caFile: string | null, side: Side): Promise<string | string[]> {
  if (caFile === null) return getCACertificates('system')
  let pem: string
  try {
    pem = await readFile(caFile, 'utf8')
  } catch (error) {
    throw sideError(side, '09', `the CA file ${caFile} cannot be read`, { cause: error })
  }
  // Node accepts text without a certificate silently, and then trusts nobody.
  if (!pem.includes('-----BEGIN CERTIFICATE-----'))
    throw sideError(side, '09', `the CA file ${caFile} holds no certificate`)
  return pem
}
