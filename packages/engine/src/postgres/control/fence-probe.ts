import { CausewayError, type FenceProbe, type Side } from '@causeway/core'
import type { ResolvedDatabase } from '@causeway/spec'
import { connect, type SqlClient } from '../connect.ts'

/**
 * Tries to get in as each declared application, and asks the server about every other role that may log in.
 *
 * An attempt that fails for another reason (a wrong password) proves nothing: there the server's word counts.
 * @throws CW-0601, CW-0701 and other errors worth another attempt when the server cannot be asked
 */
export async function probeFence(
  client: SqlClient,
  database: ResolvedDatabase,
  applicationPrefix: string,
  signal: AbortSignal,
): Promise<FenceProbe> {
  const allowed = new Set<string>()
  const all = await client.query<{ name: string; allowed: boolean }>(
    `SELECT rolname AS name,
       rolsuper OR has_database_privilege(oid, current_database(), 'CONNECT') AS allowed
     FROM pg_roles WHERE rolcanlogin AND rolname <> current_user ORDER BY rolname`,
  )
  for (const role of all) if (role.allowed) allowed.add(role.name)
  for (const application of database.applications) {
    const login = {
      ...database,
      user: { from: 'literal', value: application.user },
      password: application.password,
    } as const
    if (await getsIn(login, client.side, signal)) allowed.add(application.user)
  }
  // Our own role is let in; whoever shares it with us is, too.
  const strangers = await client.query<{ name: string }>(
    `SELECT DISTINCT usename AS name FROM pg_stat_activity
     WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()
       AND NOT starts_with(application_name, $1)`,
    [applicationPrefix],
  )
  for (const { name } of strangers) allowed.add(name)
  const applications = database.applications.map(({ user }) => user)
  const known = new Set([...all.map(({ name }) => name), ...applications])
  return {
    refused: [...known].filter((name) => !allowed.has(name)).sort(),
    notRefused: [...allowed].sort(),
    applications: applications.filter((user) => allowed.has(user)).sort(),
  }
}

async function getsIn(database: ResolvedDatabase, side: Side, signal: AbortSignal): Promise<boolean> {
  try {
    await using _session = await connect(database, { side, application: 'causeway probe of the fence', signal })
    return true
  } catch (error) {
    signal.throwIfAborted()
    if (CausewayError.is(error) && error.disposition !== 'retry') return false
    throw error
  }
}
