import { choice, databaseName, integer, list, secretReference, section, userReference } from './fields.ts'
import { host, refuseTlsOnSocket, tls } from './server.ts'

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
  .superRefine(refuseTlsOnSocket)

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
