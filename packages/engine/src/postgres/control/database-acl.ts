import type { SqlClient } from '../connect.ts'
import { sideError } from '../errors.ts'
import { quoteIdentifier } from '../quote.ts'

/** The right to CONNECT as one role has it; `role` is an oid, 0 is PUBLIC. By oid, so that a renamed role is found again. */
export interface ConnectRight {
  readonly role: number
  readonly grantable: boolean
}

export interface DatabaseAcl {
  readonly database: string
  readonly owner: string
  readonly role: string
  readonly roleOid: number
  readonly connect: readonly ConnectRight[]
  /** The whole access list as the server prints it; `null` is the default of the server. */
  readonly printed: string | null
}

/** Who may connect to the current database, our own role included; grants of several grantors count as one. */
export async function readDatabaseAcl(client: SqlClient): Promise<DatabaseAcl> {
  const [row] = await client.query<Omit<DatabaseAcl, 'connect'> & { connect: readonly ConnectRight[] | null }>(
    `SELECT d.datname AS database, pg_get_userbyid(d.datdba) AS owner, r.rolname AS role, r.oid::int8::float8 AS "roleOid", d.datacl::text AS printed,
       (SELECT json_agg(json_build_object('role', grantee::int8, 'grantable', grantable) ORDER BY grantee)
        FROM (SELECT grantee, bool_or(is_grantable) AS grantable
              FROM aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) WHERE privilege_type = 'CONNECT'
              GROUP BY grantee) AS a) AS connect
     FROM pg_database d, pg_roles r WHERE d.datname = current_database() AND r.rolname = current_user`,
  )
  if (row === undefined) throw sideError(client.side, '19', 'the database does not know itself')
  return { ...row, connect: row.connect ?? [] }
}

/**
 * Takes CONNECT from everybody but our own role, which gets it explicitly. Within a transaction.
 *
 * Rights passed on by others go with those of their grantors. Other rights on the database stay as they are.
 */
export async function revokeConnect(client: SqlClient, acl: DatabaseAcl): Promise<void> {
  const database = quoteIdentifier(acl.database)
  const others = acl.connect.filter(({ role }) => role !== acl.roleOid)
  const names = await roleNames(client, others)
  await asOwner(client, acl, [
    ...(names.length === 0 ? [] : [`REVOKE CONNECT ON DATABASE ${database} FROM ${names.join(', ')} CASCADE`]),
    `GRANT CONNECT ON DATABASE ${database} TO ${quoteIdentifier(acl.role)}`,
  ])
}

/** Gives CONNECT back as it was; roles dropped meanwhile are left out. Within a transaction. */
export async function grantConnect(
  client: SqlClient,
  acl: DatabaseAcl,
  rights: readonly ConnectRight[],
): Promise<void> {
  const database = quoteIdentifier(acl.database)
  const plain = await roleNames(client, rights)
  const grantable = await roleNames(client, rights.filter(({ grantable }) => grantable)) // prettier-ignore
  const stays = rights.some(({ role }) => role === acl.roleOid)
  await asOwner(client, acl, [
    ...(plain.length === 0 ? [] : [`GRANT CONNECT ON DATABASE ${database} TO ${plain.join(', ')}`]),
    ...(grantable.length === 0
      ? []
      : [`GRANT CONNECT ON DATABASE ${database} TO ${grantable.join(', ')} WITH GRANT OPTION`]),
    ...(stays ? [] : [`REVOKE CONNECT ON DATABASE ${database} FROM ${quoteIdentifier(acl.role)}`]),
  ])
}

/**
 * In one round trip, as the owner: a role that is merely a member would become the grantor itself when it has a grant
 * option of its own.
 */
async function asOwner(client: SqlClient, acl: DatabaseAcl, statements: readonly string[]): Promise<void> {
  await client.query([`SET LOCAL ROLE ${quoteIdentifier(acl.owner)}`, ...statements, 'RESET ROLE'].join('; '))
}

async function roleNames(client: SqlClient, rights: readonly ConnectRight[]): Promise<readonly string[]> {
  const rows = await client.query<{ name: string }>(
    'SELECT rolname AS name FROM pg_roles WHERE oid = ANY ($1::oid[])',
    [rights.map(({ role }) => role)],
  )
  const names = rows.map(({ name }) => quoteIdentifier(name))
  return rights.some(({ role }) => role === 0) ? ['PUBLIC', ...names] : names
}
