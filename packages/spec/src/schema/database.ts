import { isIPv6 } from 'node:net'
import {
  choice,
  databaseName,
  filePath,
  integer,
  list,
  refuse,
  secretReference,
  section,
  text,
  userReference,
} from './fields.ts'

const HOST = 'a host name, an IP address, or the directory of a Unix socket'

const host = text(HOST, /^(\/.*|[A-Za-z0-9._:%-]+)$/).superRefine((value, context) => {
  const isHostAndPort = value.includes(':') && !value.startsWith('/') && !isIPv6(value)
  if (isHostAndPort) refuse(context, 'malformed', { allowed: `${HOST}; the port goes into \`port\`` })
})

const tls = section({
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

const application = section({
  user: databaseName('a role name').meta({ description: 'Login role of an application, by its name.' }),
  password: secretReference().optional().meta({
    description:
      'Its password, by reference. Left out, the fence is probed by asking the server instead of by logging in.',
  }),
})

/** One of the two databases. */
export const databaseSchema = section({
  engine: choice(['postgres', 'mysql']).meta({
    description:
      'The database engine, the same on both sides. This version moves data of postgres; for mysql it makes the infrastructure.',
  }),
  version: integer(1, 99).meta({
    description:
      'Major version of the server: 13 to 18 of postgres; 5 (which is 5.7), 8 or 9 of mysql. Preflight compares it with what the server says.',
  }),
  host: host.meta({ description: 'Where the server is. For Amazon Aurora use the writer endpoint.' }),
  port: integer(1, 65_535).optional().meta({
    description: 'TCP port of the server. Left out, 5432 for postgres and 3306 for mysql.',
  }),
  database: databaseName('a database name').meta({ description: 'The one database that moves, by its name.' }),
  user: userReference().meta({
    description: 'Role Causeway connects as. It need not be a superuser; `causeway plan` prints the grants it needs.',
  }),
  password: secretReference().optional().meta({
    description:
      'Its password, by reference; never the password itself. Leave it out where the server asks for none, as on a Unix socket with peer authentication.',
  }),
  tls: tls.meta({ description: 'How the connection is protected. TLS is not used on a Unix socket.' }),
  applications: list(application, 'a list of logins, each with user and password').prefault([]).meta({
    description:
      'Login roles the applications use. During the cut-over each of them is tried, and must be refused, before authority moves.',
  }),
})
  .refine(versionFits, {
    path: ['version'],
    error: ({ input }) => VERSIONS_ALLOWED[versionOf(input)?.engine ?? 'postgres'],
    // Said even where other keys of the section are wrong.
    when: ({ value }) => versionOf(value) !== null,
  })
  .superRefine((database, context) => {
    if (!database.host.startsWith('/') || database.tls === undefined || database.tls.mode === 'disable') return
    const sentence = `is "${database.tls.mode}", but ${database.host} is a Unix socket, which carries no TLS; remove tls`
    refuse(context, 'contradiction', { allowed: 'no tls section', sentence, path: ['tls', 'mode'] })
  })

const VERSIONS = { postgres: [13, 14, 15, 16, 17, 18], mysql: [5, 8, 9] } as const

const VERSIONS_ALLOWED = {
  postgres: 'a whole number from 13 to 18',
  mysql: '5 (which is 5.7), 8 or 9',
} as const

export type Engine = keyof typeof VERSIONS

export const DEFAULT_PORT: Readonly<Record<Engine, number>> = { postgres: 5432, mysql: 3306 }

/** The version alone, whatever else is wrong; `null` while engine or version say nothing. */
function versionOf(value: unknown): { readonly engine: Engine; readonly version: number } | null {
  if (typeof value !== 'object' || value === null || !('engine' in value) || !('version' in value)) return null
  const { engine, version } = value
  if ((engine !== 'postgres' && engine !== 'mysql') || !Number.isInteger(version)) return null
  return { engine, version: Number(version) }
}

function versionFits(value: unknown): boolean {
  const said = versionOf(value)
  if (said === null) return true
  const known: readonly number[] = VERSIONS[said.engine]
  return known.includes(said.version)
}
