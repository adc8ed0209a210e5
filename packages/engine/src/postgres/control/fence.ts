import { CausewayError, type FenceEvidence, type HandoverId, type Lease } from '@causeway/core'
import type { ResolvedSpec } from '@causeway/spec'
import type { SqlClient } from '../connect.ts'
import { sideError } from '../errors.ts'
import { migrationId } from '../names.ts'
import { grantConnect, readDatabaseAcl, revokeConnect, type ConnectRight } from './database-acl.ts'
import { readControl } from './control-row.ts'
import { drain } from './drain.ts'
import { leaseLost } from './epoch.ts'
import { applicationPrefix } from './own-sessions.ts'

/** What is kept in `control.saved_acl` while the fence stands. */
interface SavedAcl {
  /** As the server printed it, for people; `null` is the default of the server. */
  readonly acl: string | null
  readonly connect: readonly ConnectRight[]
}

/**
 * Refuses every client but our own role, ends all other sessions and returns when none of them, and no prepared
 * transaction, is left in this database.
 *
 * The refusal is the database's own access list, changed in one transaction with the copy of what it was: it holds for
 * reconnections, for every role that is not a superuser, and outlives this process. Calling it again waits again, and
 * closes what was opened meanwhile. On `signal` the list stays closed and the abort reason is thrown.
 *
 * @throws CW-0407 `handover` is not the one open and undecided here; CW-0801; CW-0610, CW-0710 without the rights of
 * `requiredGrants`
 */
export async function fence(
  client: SqlClient,
  spec: ResolvedSpec,
  handover: HandoverId | null,
  lease: Pick<Lease, 'epoch'>,
  signal: AbortSignal,
): Promise<FenceEvidence> {
  const startedAt = performance.now()
  const migration = migrationId(spec)
  await client.transaction(async () => {
    // A fence that a crash of the server takes back would let clients in unseen.
    await client.query('SET LOCAL synchronous_commit = on')
    const acl = await readDatabaseAcl(client)
    const saved = await lockSaved(client, migration, lease)
    await refuseLateFence(client, migration, handover)
    const found = saved === null ? acl.connect : acl.connect.filter(({ role }) => role !== acl.roleOid)
    const kept: SavedAcl = {
      acl: saved === null ? acl.printed : saved.acl,
      connect: merge(saved?.connect ?? [], found),
    }
    await client.query(
      'UPDATE causeway.control SET fenced = true, saved_acl = $2, updated_at = clock_timestamp() WHERE migration = $1',
      [migration, JSON.stringify(kept)],
    )
    await revokeConnect(client, acl)
  })
  const sessionsEnded = await drain(client, applicationPrefix(spec), signal)
  return { rolesRefused: await rolesRefused(client), sessionsEnded, durationMs: performance.now() - startedAt }
}

/**
 * Gives every role the right to connect that `fence` found; roles dropped meanwhile are left out. Rights given by an
 * administrator while the fence stood are kept. Idempotent; does nothing when a hand-over later than `handover` was
 * opened here. @throws CW-0801
 */
export async function unfence(
  client: SqlClient,
  spec: ResolvedSpec,
  handover: HandoverId | null,
  lease: Pick<Lease, 'epoch'>,
): Promise<void> {
  const migration = migrationId(spec)
  await client.transaction(async () => {
    // An opening that a crash of the server takes back would shut clients out with nobody to open again.
    await client.query('SET LOCAL synchronous_commit = on')
    const saved = await lockSaved(client, migration, lease)
    if (saved === null || (await isOutdated(client, migration, handover))) return
    await grantConnect(client, await readDatabaseAcl(client), saved.connect)
    await client.query(
      'UPDATE causeway.control SET fenced = false, saved_acl = NULL, updated_at = clock_timestamp() WHERE migration = $1',
      [migration],
    )
  })
}

/** Whether this migration's fence stands: raised, and nobody but our own role in the access list. */
export async function isFenced(client: SqlClient, spec: ResolvedSpec): Promise<boolean> {
  const [row] = await client.query<{ fenced: boolean }>('SELECT fenced FROM causeway.control WHERE migration = $1', [
    migrationId(spec),
  ])
  if (row?.fenced !== true) return false
  const { connect, roleOid } = await readDatabaseAcl(client)
  return connect.every(({ role }) => role === roleOid)
}

/**
 * Proves the rights the fence needs without refusing anybody: closes the access list in a transaction, looks, and rolls
 * it back. @throws CW-0610, CW-0710 with the statement to run; CW-0801
 */
export async function rehearseFence(client: SqlClient, spec: ResolvedSpec, lease: Pick<Lease, 'epoch'>): Promise<void> {
  const [row] = await client.query<{ signals: boolean }>(`SELECT pg_has_role('pg_signal_backend', 'USAGE') AS signals`)
  if (row?.signals !== true)
    throw sideError(client.side, '10', 'the role may not end sessions of others: GRANT pg_signal_backend')
  const undo = new Error('a rehearsal changes nothing')
  try {
    // Rolled back whatever happens, also when we are stopped: the session is used again, and would commit the refusal.
    await client.transaction(async () => {
      await lockSaved(client, migrationId(spec), lease)
      await revokeConnect(client, await readDatabaseAcl(client))
      const { connect, roleOid } = await readDatabaseAcl(client)
      if (connect.length === 1 && connect[0]?.role === roleOid) throw undo
      throw sideError(client.side, '10', 'the role may not change who connects: GRANT it the owner of the database')
    })
  } catch (error) {
    if (error !== undo) throw error
  }
}

/** A fence belongs to a hand-over that is open and undecided; one that comes later must not close what is in use. */
async function refuseLateFence(client: SqlClient, migration: string, handover: HandoverId | null): Promise<void> {
  if (handover === null) return
  const current = (await readControl(client, migration)).handover
  if (current?.number === handover.number && current.kind === handover.kind && current.decision === null) return
  throw new CausewayError(
    'CW-0407',
    `${client.side}: ${handover.kind} ${handover.number} is not open any more: the fence stays down`,
  )
}

/** A later hand-over was opened on this side since. */
async function isOutdated(client: SqlClient, migration: string, handover: HandoverId | null): Promise<boolean> {
  if (handover === null) return false
  const current = (await readControl(client, migration)).handover
  return current !== null && current.number > handover.number
}

/** Roles that may log in to the server and cannot connect to this database. */
async function rolesRefused(client: SqlClient): Promise<readonly string[]> {
  const rows = await client.query<{ name: string }>(
    `SELECT rolname AS name FROM pg_roles
     WHERE rolcanlogin AND NOT has_database_privilege(oid, current_database(), 'CONNECT') ORDER BY rolname`,
  )
  return rows.map(({ name }) => name)
}

/** Locks our control row under the epoch. @returns `null` when no fence stands */
async function lockSaved(client: SqlClient, migration: string, lease: Pick<Lease, 'epoch'>): Promise<SavedAcl | null> {
  const [row] = await client.query<{ fenced: boolean; saved_acl: string | null }>(
    'SELECT fenced, saved_acl FROM causeway.control WHERE migration = $1 AND epoch = $2 FOR UPDATE',
    [migration, lease.epoch],
  )
  if (row === undefined) throw leaseLost(client.side, lease.epoch)
  return row.fenced && row.saved_acl !== null ? (JSON.parse(row.saved_acl) as SavedAcl) : null
}

function merge(saved: readonly ConnectRight[], found: readonly ConnectRight[]): readonly ConnectRight[] {
  const rights = new Map<number, boolean>()
  for (const { role, grantable } of [...saved, ...found]) rights.set(role, grantable || rights.get(role) === true)
  return [...rights].map(([role, grantable]) => ({ role, grantable }))
}
