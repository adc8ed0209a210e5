export type { Child } from './child/spawn-child.ts'
export { connectionTo, type ConnectionSettings } from './connection.ts'
export { freePort } from './postgres/free-port.ts'
export { startFaultProxy, type FaultProxy } from './fault-proxy.ts'
export type { Authority } from './follower/authority-follower.ts'
export { INVENTORY_LEDGER, stockKey } from './inventory/ledger.ts'
export { startInventoryLoad, type InventoryLoad, type InventoryLoadOptions } from './inventory/load.ts'
export { createInventoryRoles, seed, type Seeded, type SeedOptions, type SeedProgress } from './inventory/seed.ts'
export { startService, type ServiceOptions } from './inventory/start-service.ts'
export { startWorker, type WorkerOptions } from './inventory/start-worker.ts'
export type { Latency, LoadStats, SecondStats } from './load/measurements.ts'
export { startSqlLoad, type SqlLoad, type SqlLoadOptions } from './load/sql-load.ts'
export { BANK_LEDGER, createBank } from './oracle/bank.ts'
export { History, type OpenOperation, type Operation, type Outcome } from './oracle/history.ts'
export { judge } from './oracle/judge.ts'
export type { Invariant, Ledger } from './oracle/ledger.ts'
export type { Verdict } from './oracle/verdict.ts'
export { MAJORS, type Major } from './postgres/binaries.ts'
export {
  startPostgres,
  type Login,
  type PostgresServer,
  type StartPostgresOptions,
  type StopMode,
} from './postgres/server.ts'
export { keepTemplates } from './postgres/template.ts'
export { pgBouncerMissing, startPgBouncer, type PgBouncer, type PgBouncerOptions } from './pgbouncer.ts'
export { startStandby } from './postgres/standby.ts'
export { temporaryDirectory, type TemporaryDirectory } from './temporary-directory.ts'
export { resolvedDatabase, testSpec } from './test-spec.ts'
export { until } from './until.ts'
