import type { Finding, Side } from '@causeway/core'
import { bothSettled } from '../both-settled.ts'
import { connect, type SqlClient } from '../connect.ts'
import type { EngineContext } from '../context.ts'
import { applicationName } from '../names.ts'
import { activity } from './activity.ts'
import { applications } from './applications.ts'
import { collations } from './collations.ts'
import { encodings } from './encodings.ts'
import { extensions } from './extensions.ts'
import { readFacts } from './facts.ts'
import { foreign } from './foreign.ts'
import { identity } from './identity.ts'
import { leftBehind } from './left-behind.ts'
import { logicalDecoding } from './logical-decoding.ts'
import { objects } from './objects.ts'
import { ownRights } from './own-rights.ts'
import { privileged } from './privileged.ts'
import { privileges } from './privileges.ts'
import type { Check } from './report.ts'
import { roles } from './roles.ts'
import { rowSecurity } from './row-security.ts'
import { scope } from './scope.ts'
import { servers } from './servers.ts'
import { sessions } from './sessions.ts'
import { sizes } from './sizes.ts'
import { tableKinds } from './table-kinds.ts'
import { triggers } from './triggers.ts'
import { versionChanges } from './version-changes.ts'

/** In the order in which a person puts things right: roles before what is granted to them. */
const CHECKS: readonly Check[] = [
  servers,
  logicalDecoding,
  roles,
  privileges,
  ownRights,
  rowSecurity,
  scope,
  identity,
  tableKinds,
  triggers,
  extensions,
  encodings,
  foreign,
  privileged,
  versionChanges,
  collations,
  objects,
  leftBehind,
  applications,
  sessions,
  activity,
  sizes,
]

/**
 * Looks at both sides and reports everything that would stop the migration or lose something, at once; changes nothing.
 *
 * @throws what `connect` throws when a side cannot be reached; CW-0616, CW-0716 when a table stays locked for 3 s
 */
export async function preflight({ spec }: EngineContext, signal: AbortSignal): Promise<readonly Finding[]> {
  const application = applicationName(spec, 0, 'preflight')
  await using stack = new AsyncDisposableStack()
  const open = async (side: Side) =>
    await looking(stack.use(await connect(spec[side], { side, application, signal })), signal)
  const [source, target] = await bothSettled(open('source'), open('target'))
  const facts = await readFacts(spec, source, target, signal)
  return CHECKS.flatMap((check) => check(facts))
}

/** The session can write nothing any more, waits for no lock for long, and every statement ends with `signal`. */
async function looking(client: SqlClient, signal: AbortSignal): Promise<SqlClient> {
  await client.query(`SET default_transaction_read_only = on; SET lock_timeout = '3s'`, [], { signal })
  return {
    side: client.side,
    closed: client.closed,
    serverVersion: client.serverVersion,
    processId: client.processId,
    query: async (sql, params = []) => client.query(sql, params, { signal }),
    transaction: async (body) => client.transaction(body),
    [Symbol.asyncDispose]: async () => client[Symbol.asyncDispose](),
  }
}
