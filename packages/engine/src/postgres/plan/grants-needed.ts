import type { EngineContext } from '../context.ts'
import { connect } from '../connect.ts'
import { ownersInScope } from '../check/role-facts.ts'
import { readGrantFacts, requiredGrants, type RequiredGrant } from '../control/grants.ts'

/** Every right Causeway's roles need on both sides, with the statement that gives it and whether it is given already. */
export async function grantsNeeded({ spec }: EngineContext, signal: AbortSignal): Promise<readonly RequiredGrant[]> {
  await using source = await connect(spec.source, { side: 'source', application: 'causeway/plan', signal })
  await using target = await connect(spec.target, { side: 'target', application: 'causeway/plan', signal })
  // What is moved keeps its owners: the target's role must be able to act as the same ones.
  const owners = await ownersInScope(source, spec.scope)
  const [from, to] = [await readGrantFacts(source, owners), await readGrantFacts(target, owners)]
  // The target will have the source's tables.
  const forcedRowSecurity = from.forcedRowSecurity || to.forcedRowSecurity
  return [...requiredGrants('source', from), ...requiredGrants('target', { ...to, forcedRowSecurity })]
}
