import { isIPv6 } from 'node:net'
import type * as z from 'zod'
import { choice, filePath, refuse, section, text } from './fields.ts'

/** What every server that is reached over PostgreSQL's protocol has. */

const HOST = 'a host name, an IP address, or the directory of a Unix socket'

export const host = text(HOST, /^(\/.*|[A-Za-z0-9._:%-]+)$/).superRefine((value, context) => {
  const isHostAndPort = value.includes(':') && !value.startsWith('/') && !isIPv6(value)
  if (isHostAndPort) refuse(context, 'malformed', { allowed: `${HOST}; the port goes into \`port\`` })
})

export const tls = section({
  mode: choice(['verify-full', 'verify-ca', 'require', 'disable']).prefault('verify-full').meta({
    description:
      'How much of the server is proven: its certificate and host name, its certificate only, nothing but encryption, or no TLS at all. Anything below verify-full needs a reason.',
  }),
  ca: filePath('the path of a PEM file').optional().meta({
    description:
      "PEM file of the authorities that may sign the server's certificate, relative to the declaration. Left out, the system's authorities count. Set it for a private authority, or to the bundle of the region for Amazon RDS.",
  }),
  reason: text('one sentence', /\S/).optional().meta({
    description: 'Why a mode below verify-full is acceptable here. Shown in `causeway plan` and in the report.',
  }),
})
  .superRefine(({ mode, ca, reason }, context) => {
    if (mode !== 'verify-full' && reason === undefined) {
      const sentence = `is missing: tls.mode is "${mode}", which is weaker than verify-full and needs a written reason`
      refuse(context, 'weakTls', { allowed: 'one sentence', sentence, path: ['reason'] })
    }
    if (ca !== undefined && (mode === 'require' || mode === 'disable')) {
      const sentence = `has no effect with tls.mode "${mode}", which does not look at the certificate; remove one of them`
      refuse(context, 'contradiction', { allowed: 'verify-full or verify-ca in tls.mode', sentence, path: ['ca'] })
    }
  })
  .optional()

interface Reached {
  readonly host: string
  readonly tls?: { readonly mode: string } | undefined
}

/** A check of a section with both keys. */
export function refuseTlsOnSocket({ host: where, tls: declared }: Reached, context: z.core.$RefinementCtx): void {
  if (!where.startsWith('/') || declared === undefined || declared.mode === 'disable') return
  const sentence = `is "${declared.mode}", but ${where} is a Unix socket, which carries no TLS; remove tls`
  refuse(context, 'contradiction', { allowed: 'no tls section', sentence, path: ['tls', 'mode'] })
}
