import { generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import {
  bitString,
  boolean,
  integer,
  objectId,
  octetString,
  sequence,
  set,
  tagged,
  utcTime,
  utf8String,
} from './der.ts'

export interface Certificates {
  readonly ca: { readonly file: string; readonly pem: string }
  readonly settings: Readonly<Record<string, string>>
}

const ECDSA_WITH_SHA256 = sequence(objectId('1.2.840.10045.4.3.2'))
const LOOPBACK = [Buffer.from([127, 0, 0, 1]), Buffer.concat([Buffer.alloc(15), Buffer.from([1])])]
const VALID_MS = 7 * 24 * 3600 * 1000

/** Writes a new authority and a certificate by it for 127.0.0.1, ::1 and localhost, valid for a week. */
export async function writeCertificates(directory: string): Promise<Certificates> {
  const authority = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const server = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const ca = {
    file: path.join(directory, 'ca.pem'),
    pem: certificate('Causeway test authority', authority.publicKey, authority.privateKey, true),
  }
  const certFile = path.join(directory, 'server.pem')
  const keyFile = path.join(directory, 'server.key')
  await writeFile(ca.file, ca.pem)
  await writeFile(certFile, certificate('localhost', server.publicKey, authority.privateKey, false))
  await writeFile(keyFile, server.privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 })
  return { ca, settings: { ssl: 'on', ssl_cert_file: certFile, ssl_key_file: keyFile } }
}

/** X.509 version 3, RFC 5280 §4.1. */
function certificate(commonName: string, key: KeyObject, issuerKey: KeyObject, isAuthority: boolean): string {
  const name = (text: string) => sequence(set(sequence(objectId('2.5.4.3'), utf8String(text))))
  const now = Date.now()
  const basicConstraints = sequence(
    objectId('2.5.29.19'),
    boolean(true),
    octetString(isAuthority ? sequence(boolean(true)) : sequence()),
  )
  const alternativeNames = sequence(
    objectId('2.5.29.17'),
    octetString(sequence(tagged(0x82, Buffer.from('localhost')), ...LOOPBACK.map((address) => tagged(0x87, address)))),
  )
  const toBeSigned = sequence(
    tagged(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    ECDSA_WITH_SHA256,
    name('Causeway test authority'),
    sequence(utcTime(new Date(now - VALID_MS)), utcTime(new Date(now + VALID_MS))),
    name(commonName),
    key.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(...(isAuthority ? [basicConstraints] : [basicConstraints, alternativeNames]))),
  )
  const signed = sequence(toBeSigned, ECDSA_WITH_SHA256, bitString(sign('sha256', toBeSigned, issuerKey)))
  const base64 = signed.toString('base64').replaceAll(/.{64}/g, '$&\n')
  return `-----BEGIN CERTIFICATE-----\n${base64.trimEnd()}\n-----END CERTIFICATE-----\n`
}
