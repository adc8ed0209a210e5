import type { Clients } from '../clients.ts'
import { APPLICATION_KINDS } from './application-kinds.ts'
import { DATA_KINDS } from './data-kinds.ts'
import { NETWORK_KINDS } from './network-kinds.ts'

/** Every kind of thing a system is made of. Functions and scaling targets are not among them: they have no client here. */
const KINDS = { ...NETWORK_KINDS, ...APPLICATION_KINDS, ...DATA_KINDS }

/** Everything in the account and region, as `kind name`. */
export async function inventory(clients: Clients): Promise<ReadonlySet<string>> {
  const lists = Object.entries(KINDS).map(async ([kind, list]) => (await list(clients)).map((id) => `${kind} ${id}`))
  return new Set((await Promise.all(lists)).flat())
}
