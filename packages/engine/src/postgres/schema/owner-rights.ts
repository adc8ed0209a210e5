import type { SqlClient } from '../connect.ts'
import { quoteIdentifier } from '../quote.ts'
import { StatementReader } from './statement.ts'

/** The server makes a role the owner of something only where that role may create. Names as they are. */
export interface OwnerRight {
  readonly schema: string
  readonly role: string
}

/** What `ALTER … schema.name … OWNER TO role` asks for; `null` for every other statement. */
export function ownerRight(sql: string): OwnerRight | null {
  if (!sql.startsWith('ALTER ') || !sql.includes(' OWNER TO ')) return null
  const statement = new StatementReader(sql)
  const schema = firstSchema(statement)
  const role = statement.skipPast('OWNER') && statement.take('TO') ? statement.name() : null
  return schema === null || role === null ? null : { schema, role }
}

function firstSchema(statement: StatementReader): string | null {
  for (let name = statement.name(); name !== null; name = statement.name()) if (statement.take('.')) return name
  return null
}

/**
 * Those of the rights asked for by `statements` that their roles do not have on this server: on the source they have
 * lost them since, on the target they may come from a grant later in the dump.
 */
export async function readMissingRights(
  client: SqlClient,
  statements: readonly string[],
): Promise<readonly OwnerRight[]> {
  const asked = statements.map(ownerRight).filter((right) => right !== null)
  if (asked.length === 0) return []
  return await client.query<OwnerRight>(
    `SELECT DISTINCT n.nspname AS schema, r.rolname AS role
     FROM unnest($1::text[], $2::text[]) AS asked(schema, role)
       JOIN pg_namespace n ON n.nspname = asked.schema JOIN pg_roles r ON r.rolname = asked.role
     WHERE NOT has_schema_privilege(r.oid, n.oid, 'CREATE')`,
    [asked.map(({ schema }) => schema), asked.map(({ role }) => role)],
  )
}

/** The statements with the rights given before and taken back after; all in one transaction. */
export function withRights(rights: readonly OwnerRight[], statements: readonly string[]): string {
  const on = ({ schema }: OwnerRight) => `CREATE ON SCHEMA ${quoteIdentifier(schema)}`
  const grant = rights.map((right) => `GRANT ${on(right)} TO ${quoteIdentifier(right.role)}`)
  const revoke = rights.map((right) => `REVOKE ${on(right)} FROM ${quoteIdentifier(right.role)}`)
  return [...grant, ...statements, ...revoke].join(';\n')
}
