import type { Login, PostgresServer } from '@causeway/harness'

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
  /** Client hooks that are commands, by name. */
  readonly commands?: Readonly<Record<string, readonly string[]>>
  /** Added at the end. */
  readonly yaml: string
}

/** A declaration at the pace of tests: short heartbeats and batches, little patience. */
export function declaration(parts: DeclarationParts): string {
  const clients = [
    ...Object.entries(parts.hooks).map(([name, url]) => `  - { name: ${name}, kind: http, url: '${url}' }\n`),
    ...Object.entries(parts.commands ?? {}).map(
      ([name, command]) => `  - { name: ${name}, kind: exec, command: ${JSON.stringify(command)} }\n`,
    ),
  ]
  return `name: crossing
suffix: ${parts.database}
source:${side(parts, 'source')}
target:${side(parts, 'target')}
replication: { heartbeat: 100ms, batchAge: 20ms }
gates: { lagStable: 500ms }
cutover: { pauseBudget: 5s }
${clients.length === 0 ? '' : `clients:\n${clients.join('')}`}${parts.yaml}`
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
  return '  tls: { mode: disable, reason: a test server on the loopback interface }\n'
}
