import path from 'node:path'
import { spawnChild, type Child } from '../child/spawn-child.ts'
import type { ConnectionSettings } from '../connection.ts'
import type { Authority, FollowerSettings } from '../follower/authority-follower.ts'
import type { History, OpenOperation, Outcome } from '../oracle/history.ts'
import { stockKey } from './ledger.ts'

export interface WorkerOptions {
  /** Default `worker`. */
  readonly name?: string
  readonly source: ConnectionSettings
  readonly target: ConnectionSettings
  /** Default `SOURCE`. */
  readonly authority?: Authority
  /** How many products there are to restock. */
  readonly products: number
  /** Between two writes; default 50. */
  readonly intervalMs?: number
  /** Gets every write of the worker. */
  readonly history: History
}

export type WorkerConfig = FollowerSettings & { readonly products: number; readonly intervalMs: number }

/** A write begins, and later ends. */
export type WorkerReport =
  | { readonly seq: number; readonly productId: number }
  | { readonly seq: number; readonly outcome: Outcome }

/** The background worker in a process of its own; it listens for the client hook only. */
export async function startWorker(options: WorkerOptions): Promise<Child> {
  const { history, ...rest } = options
  const config: WorkerConfig = {
    authority: 'SOURCE',
    name: 'worker',
    connections: 1,
    budgetMs: 30_000,
    intervalMs: 50,
    ...rest,
  }
  let begun: OpenOperation | null = null
  const onReport = (value: unknown): void => {
    // The worker is the same version of the same package.
    const report = value as WorkerReport
    if ('productId' in report) begun = history.begin(config.name, stockKey(report.productId, 1))
    else begun?.end(report.outcome)
  }
  return spawnChild(path.join(import.meta.dirname, 'worker.ts'), config, onReport)
}
