import path from 'node:path'
import { spawnChild, type Child } from '../child/spawn-child.ts'
import type { ConnectionSettings } from '../connection.ts'
import type { Authority } from '../follower/authority-follower.ts'

export interface ServiceOptions {
  /** E.g. `blue`; the `application_name` of its sessions is `inventory-blue`. */
  readonly name: string
  readonly source: ConnectionSettings
  readonly target: ConnectionSettings
  /** Default `SOURCE`. */
  readonly authority?: Authority
  /** Default: any free port. */
  readonly port?: number
  /** Default 10. */
  readonly connections?: number
  /** How long a request that certainly was not done is tried again; default 10 s. */
  readonly budgetMs?: number
}

/**
 * The inventory service in a process of its own: `POST /orders`, `POST /restock`, `GET /products/:id`, `GET /health`,
 * and the client hook under `/causeway/`.
 */
export async function startService(options: ServiceOptions): Promise<Child> {
  const { name, ...rest } = options
  const config = { authority: 'SOURCE', port: 0, connections: 10, budgetMs: 10_000, name: `inventory-${name}`, ...rest }
  return spawnChild(path.join(import.meta.dirname, 'service.ts'), config, () => {})
}
