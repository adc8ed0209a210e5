export { createPostgresEngine } from './postgres/engine.ts'
export type { EngineContext } from './postgres/context.ts'
export type { RequiredGrant } from './postgres/control/grants.ts'
export { grantsNeeded } from './postgres/plan/grants-needed.ts'
export {
  planMigration,
  type LoadEstimate,
  type MigrationPlan,
  type PlannedStep,
} from './postgres/plan/plan-migration.ts'
