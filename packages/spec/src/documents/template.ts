import { stringify } from 'yaml'

export interface TemplateOptions {
  readonly name: string
  /** Where the JSON Schema is, for editors: a path relative to the declaration, or a URL. */
  readonly schemaPath: string
}

/**
 * The declaration `causeway init` writes: valid as it stands, with the defaults in comments.
 *
 * Removing the `#` of a default puts it in force; such lines have no space, or an even number, after it. Words have one
 * space, examples three.
 */
export function template({ name, schemaPath }: TemplateOptions): string {
  return `# yaml-language-server: $schema=${schemaPath}
#
# What Causeway moves, where to, how traffic shifts and what must hold. Settings behind a # show their defaults: remove
# the # to change one. Every key: docs/reference/migration-yaml.md. \`causeway doctor\` checks this file and both servers.

name: ${stringify(name).trim()}
${DATABASES}
${DATA}
${TRAFFIC}
${HAND_OVER}`
}

const DATABASES = `
# The database moved from. Users and passwords are references: env:NAME or file:PATH; a user may also stand here itself.
source:
  engine: postgres
  version: 13
  host: old-db.example.internal
  #port: 5432
  database: app
  user: env:SOURCE_USER
  password: env:SOURCE_PASSWORD
  # verify-full by default. For a private authority: ca: certs/old-ca.pem. A weaker mode needs a written reason.
  #tls:
  #  mode: verify-full
  # Login roles of the applications: the cut-over proves that each of them is locked out before authority moves.
  applications:
    - user: app
      password: env:APP_SOURCE_PASSWORD

# The database moved to: empty, and not older than the source.
target:
  engine: postgres
  version: 16
  host: new-db.example.internal
  #port: 5432
  database: app
  user: env:TARGET_USER
  password: env:TARGET_PASSWORD
  #tls:
  #  mode: verify-full
  applications:
    - user: app
      password: env:APP_TARGET_PASSWORD
`

const DATA = `# What moves. Empty lists mean everything but the system schemas; * stands for any characters.
#scope:
#  schemas:
#    include: []
#    exclude: []
#  tables:
#    include: []
#    exclude: []
  # Tables without a key that are only ever added to, such as public.audit_log.
#  insertOnly: []

# The initial copy.
#fullLoad:
#  workers: 4
#  indexWorkers: 4
#  chunkSize: 4GiB

# Following the source's changes.
#replication:
#  heartbeat: 1s
#  batchSize: 16MiB
#  batchAge: 200ms

# Comparing both sides.
#verification:
#  workers: 2
#  maxAge: 24h
`

const TRAFFIC = `# How requests move from blue (beside the source) to green (beside the target). With the embedded router:
#   router: { kind: embedded, listen: "127.0.0.1:8080", blue: "http://10.0.0.5:3000", green: "http://10.1.0.5:3000" }
#traffic:
#  router:
#    kind: none
#  steps: [20, 50, 100]
#  bakeTime: 10m
#  approve: []

# Applications and workers that must stop writing during the cut-over, follow the authority, and go on, such as
#   - { kind: http, name: shop, url: "http://10.0.0.5:3000", timeout: 3s }
#   - { kind: exec, name: workers, command: [/usr/local/bin/switch-workers], timeout: 3s }
# or everybody behind a PgBouncer (docs/concepts/operations.md): kind: pgbouncer
#clients: []
`

const HAND_OVER = `# What must hold before the migration goes on.
#gates:
#  lagToShift: 10s
#  lagToCutover: 2s
#  markerRoundTrip: 1s
#  lagStable: 1m
#  greenErrorRate: 0.01
#  greenErrorRatio: 1.5
#  minRequests: 500
#  greenP99Ratio: 1.2
#  weightTolerancePoints: 3
#  retainedWalOfFreeDisk: 0.5
#  oldestTransaction: 5s
#  reverseHeartbeat: 5s

# Handing the writes over. A window limits when:
#   window: { opensAt: 2031-05-04T22:00:00Z, closesAt: 2031-05-05T02:00:00Z }
#cutover:
#  pauseBudget: 10s
#  atWeight: 100
#  approval: manual
#  sequenceHeadroom: 1000

# How long a rollback stays possible after the cut-over.
#hold:
#  duration: 72h

# Settings that differ from one environment to another; \`causeway --environment staging\` chooses one.
#environments:
#  default: {}
`
