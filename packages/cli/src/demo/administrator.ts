import { grantsNeeded, type EngineContext } from '@causeway/engine'
import type { DemoSystem } from './demo-system.ts'

/** Plays the administrator who reads `causeway plan` and runs the statements it prints: Causeway itself is no superuser. */
export async function grantAsAdministrator(
  context: EngineContext,
  system: DemoSystem,
  signal: AbortSignal,
): Promise<number> {
  const missing = (await grantsNeeded(context, signal)).filter((grant) => !grant.satisfied)
  for (const { side, statement } of missing) await system[side].query(system.database, statement)
  return missing.length
}
