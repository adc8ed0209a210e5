import type { Login, PgBouncer, PostgresServer } from '@causeway/harness'

export interface DeclarationParts {
  readonly source: PostgresServer
  readonly target: PostgresServer
  /** Also the suffix of the migration. */
  readonly database: string
  readonly users: { readonly source: string; readonly target: string }
  readonly application: Login
  /** Where the servers are, when not at their `host`. */
  readonly hosts?: Readonly<Partial<Record<'source' | 'target', string>>>
  /** Client hooks by name. */
  readonly hooks: Readonly<Record<string, string>>
  /** Before the servers. */
  readonly pooler?: PgBouncer | null
  /** Added at the end. */
  readonly yaml: string
}

/** A declaration at the pace of tests: short heartbeats and batches, little patience. */
export function declaration(parts: DeclarationParts): string {
  const clients = [
    ...Object.entries(parts.hooks).map(([name, url]) => `  - { name: ${name}, kind: http, url: '${url}' }\n`),
    ...(parts.pooler === undefined || parts.pooler === null ? [] : [behind(parts.pooler, parts.database)]),
  ]
  return `name: crossing
suffix: ${parts.database}
source:${side(parts, 'source')}
target:${side(parts, 'target')}
replication: { heartbeat: 250ms, batchAge: 20ms }
gates: { lagStable: 500ms }
cutover: { pauseBudget: 5s }
${clients.length === 0 ? '' : `clients:\n${clients.join('')}`}${parts.yaml}`
}

const LOOPBACK = '{ mode: disable, reason: a test server on the loopback interface }'

function behind({ host, port, admin, configFiles }: PgBouncer, database: string): string {
  return `  - name: pgbouncer
    kind: pgbouncer
    host: ${host}
    port: ${port}
    database: ${database}
    user: ${admin.user}
    password: env:PGBOUNCER_PASSWORD
    tls: ${LOOPBACK}
    config: { source: ${configFiles.source}, target: ${configFiles.target} }
`
}

function side(parts: DeclarationParts, name: 'source' | 'target'): string {
  const server = parts[name]
  const host = parts.hosts?.[name] ?? server.host
  return `
  engine: postgres
  version: ${server.major}
  host: '${host}'
  port: ${server.port}
  database: ${parts.database}
  user: ${parts.users[name]}
  password: env:${name.toUpperCase()}_PASSWORD
${tls(server, host)}  applications:
    - { user: ${parts.application.user}, password: 'env:APP_PASSWORD' }`
}

function tls({ caFile }: PostgresServer, host: string): string {
  if (host.startsWith('/')) return ''
  if (caFile !== null) return `  tls: { ca: ${caFile} }\n`
  return `  tls: ${LOOPBACK}\n`
}
