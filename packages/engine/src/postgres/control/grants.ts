import type { Side } from '@causeway/core'
import type { SqlClient } from '../connect.ts'
import { quoteIdentifier } from '../quote.ts'
import { CONTROL_SCHEMA } from '../names.ts'
import { canActAsReplica, REPLICA_FUNCTION } from './replica-role.ts'

/** One right Causeway's role needs on one side, and the statement an administrator gives it with. */
export interface RequiredGrant {
  readonly side: Side
  readonly statement: string
  /** What it is needed for, in a few words. */
  readonly reason: string
  readonly satisfied: boolean
}

/** What a server says about our role there. */
export interface GrantFacts {
  readonly serverVersion: number
  readonly role: string
  readonly database: string
  readonly databaseOwner: string
  readonly superuser: boolean
  readonly replication: boolean
  readonly createOnDatabase: boolean
  readonly temporaryOnDatabase: boolean
  readonly controlSchemaOwned: boolean
  /** May act as the owner of the database, and as `SET ROLE` to it. */
  readonly actsAsDatabaseOwner: boolean
  readonly signalsBackends: boolean
  readonly monitors: boolean
  readonly actsAsReplica: boolean
  /** Tables that hide rows even from their owner. */
  readonly forcedRowSecurity: boolean
  readonly bypassesRowSecurity: boolean
  /** RDS and Aurora give REPLICATION by membership in a role of theirs. */
  readonly rdsReplication: boolean
  /** Owners of what is moved that exist here; each must be a role of ours, too. */
  readonly owners: readonly { readonly name: string; readonly member: boolean }[]
}

/** `owners` are the roles that own what is moved, of both sides: see `ownersInScope`. Changes nothing. */
export async function readGrantFacts(client: SqlClient, owners: readonly string[]): Promise<GrantFacts> {
  const [row] = await client.query<Omit<GrantFacts, 'serverVersion' | 'actsAsReplica' | 'owners'>>(
    `SELECT r.rolname AS role, d.datname AS database, pg_get_userbyid(d.datdba) AS "databaseOwner",
       r.rolsuper AS superuser, r.rolreplication AS replication, r.rolbypassrls AS "bypassesRowSecurity",
       has_database_privilege(d.oid, 'CREATE') AS "createOnDatabase",
       has_database_privilege(d.oid, 'TEMPORARY') AS "temporaryOnDatabase",
       EXISTS (SELECT FROM pg_namespace WHERE nspname = $1 AND pg_has_role(nspowner, 'USAGE')) AS "controlSchemaOwned",
       ${actsAs('d.datdba', client.serverVersion)} AS "actsAsDatabaseOwner",
       pg_has_role('pg_signal_backend', 'USAGE') AS "signalsBackends",
       pg_has_role('pg_read_all_stats', 'USAGE') AS monitors,
       EXISTS (SELECT FROM pg_class c WHERE c.relforcerowsecurity) AS "forcedRowSecurity",
       EXISTS (SELECT FROM pg_roles WHERE rolname = 'rds_replication') AS "rdsReplication"
     FROM pg_roles r, pg_database d WHERE r.rolname = current_user AND d.datname = current_database()`,
    [CONTROL_SCHEMA],
  )
  if (row === undefined) throw new RangeError('the role or the database has vanished')
  const members = await client.query<{ name: string; member: boolean }>(
    `SELECT rolname AS name, ${actsAs('oid', client.serverVersion)} AS member
     FROM pg_roles WHERE rolname = ANY ($1) ORDER BY rolname`,
    [owners],
  )
  const member = row.rdsReplication && (await isMember(client, 'rds_replication'))
  return {
    ...row,
    replication: row.replication || member,
    serverVersion: client.serverVersion,
    actsAsReplica: await canActAsReplica(client),
    owners: members,
  }
}

/** Everything Causeway needs on one side, nothing more; no superuser. Pure. */
export function requiredGrants(side: Side, facts: GrantFacts): readonly RequiredGrant[] {
  const role = quoteIdentifier(facts.role)
  const database = quoteIdentifier(facts.database)
  const grants: RequiredGrant[] = []
  const need = (statement: string, reason: string, satisfied: boolean) =>
    grants.push({ side, statement, reason, satisfied: satisfied || facts.superuser })

  const replication = facts.rdsReplication ? `GRANT rds_replication TO ${role}` : `ALTER ROLE ${role} REPLICATION`
  need(replication, 'follow the log of this database', facts.replication)
  need(
    `GRANT CREATE ON DATABASE ${database} TO ${role}`,
    `create the schema ${CONTROL_SCHEMA}, publications, and what is moved`,
    facts.createOnDatabase,
  )
  need(
    `GRANT TEMPORARY ON DATABASE ${database} TO ${role}`,
    'apply changes through staging tables',
    facts.temporaryOnDatabase,
  )
  need(
    `GRANT ${quoteIdentifier(facts.databaseOwner)} TO ${role}`,
    'close and open the database for others during a hand-over',
    facts.actsAsDatabaseOwner,
  )
  need(`GRANT pg_signal_backend TO ${role}`, 'end the sessions of others during a hand-over', facts.signalsBackends)
  need(`GRANT pg_monitor TO ${role}`, 'see how old the transactions of others are', facts.monitors)
  for (const { name, member } of facts.owners) {
    if (name === facts.databaseOwner || name === facts.role) continue
    need(`GRANT ${quoteIdentifier(name)} TO ${role}`, `read, publish and write what ${name} owns`, member)
  }
  if (facts.forcedRowSecurity) {
    need(
      `ALTER ROLE ${role} BYPASSRLS`,
      'read every row of tables with FORCE ROW LEVEL SECURITY',
      facts.bypassesRowSecurity,
    )
  }
  need(replicaStatement(facts), 'apply changes without firing triggers twice', facts.actsAsReplica)
  return grants
}

function replicaStatement(facts: GrantFacts): string {
  const role = quoteIdentifier(facts.role)
  if (facts.serverVersion >= 150_000) return `GRANT SET ON PARAMETER session_replication_role TO ${role}`
  // One statement a superuser runs; the schema may not be there yet.
  return [
    ...(facts.controlSchemaOwned ? [] : [`CREATE SCHEMA IF NOT EXISTS ${CONTROL_SCHEMA} AUTHORIZATION ${role};`]),
    `CREATE OR REPLACE FUNCTION ${REPLICA_FUNCTION} RETURNS void LANGUAGE sql SECURITY DEFINER`,
    `AS $$ SELECT pg_catalog.set_config('session_replication_role', 'replica', false) $$;`,
    `REVOKE ALL ON FUNCTION ${REPLICA_FUNCTION} FROM PUBLIC; GRANT EXECUTE ON FUNCTION ${REPLICA_FUNCTION} TO ${role}`,
  ].join(' ')
}

/** SQL: the role inherits the rights of another and may `SET ROLE` to it. */
function actsAs(role: string, serverVersion: number): string {
  // Before PostgreSQL 16 a member may always SET ROLE.
  const set = serverVersion >= 160_000 ? 'SET' : 'MEMBER'
  return `(pg_has_role(${role}, 'USAGE') AND pg_has_role(${role}, '${set}'))`
}

async function isMember(client: SqlClient, role: string): Promise<boolean> {
  const [row] = await client.query<{ member: boolean }>(`SELECT pg_has_role($1, 'USAGE') AS member`, [role])
  return row?.member === true
}
