import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Login, PostgresServer } from '@causeway/harness'

export interface DemoEnds {
  readonly source: PostgresServer
  readonly target: PostgresServer
  readonly database: string
  /** Causeway's own login on both servers, and the application's. */
  readonly causeway: Login
  readonly application: Login
  readonly blueUrl: string
  readonly greenUrl: string
  readonly workerUrl: string
  readonly routerPort: number
}

/**
 * Writes the migration.yaml the demo runs, as an operator would: credentials in files that only their owner can read.
 * @returns its path
 */
export async function writeDemoDeclaration(folder: string, ends: DemoEnds): Promise<string> {
  const secrets = join(folder, 'secrets')
  await mkdir(secrets, { mode: 0o700 })
  await writeFile(join(secrets, 'causeway'), ends.causeway.password, { mode: 0o600 })
  await writeFile(join(secrets, 'application'), ends.application.password, { mode: 0o600 })
  const path = join(folder, 'migration.yaml')
  await writeFile(path, declaration(ends))
  return path
}

function declaration(ends: DemoEnds): string {
  return `name: inventory
suffix: demo

source:
${database(ends, ends.source)}
target:
${database(ends, ends.target)}
fullLoad:
  workers: 2
  chunkSize: 64MB

replication:
  heartbeat: 200ms
  batchAge: 20ms

traffic:
  router:
    kind: embedded
    listen: 127.0.0.1:${ends.routerPort}
    blue: ${ends.blueUrl}
    green: ${ends.greenUrl}
  steps: [20, 50, 100]
  bakeTime: 5s

clients:
  - { name: inventory-blue, kind: http, url: ${ends.blueUrl} }
  - { name: inventory-green, kind: http, url: ${ends.greenUrl} }
  - { name: restock-worker, kind: http, url: ${ends.workerUrl} }

gates:
  lagStable: 2s
  minRequests: 100
  # Both tiers share this machine with two database servers; at a few milliseconds a request the ratio is noise.
  greenP99Ratio: 10

cutover:
  pauseBudget: 5s
  approval: automatic

hold:
  duration: 5s
`
}

function database({ database: name, causeway, application }: DemoEnds, server: PostgresServer): string {
  return `  engine: postgres
  version: ${server.major}
  host: ${server.host}
  port: ${server.port}
  database: ${name}
  user: ${causeway.user}
  password: file:secrets/causeway
  tls: { mode: disable, reason: both servers are on the loopback interface of this machine }
  applications:
    - { user: ${application.user}, password: file:secrets/application }
`
}
