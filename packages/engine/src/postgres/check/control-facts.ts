import { CausewayError } from '@causeway/core'
import type { ResolvedSpec } from '@causeway/spec'
import type { SqlClient } from '../connect.ts'
import { hasControlSchema } from '../control/control-schema.ts'
import { sideCode } from '../errors.ts'
import { CONTROL_SCHEMA, migrationId } from '../names.ts'

/** What of ours is on one side already. */
export interface ControlFacts {
  /** It holds the control row of this migration. */
  readonly ours: boolean
  /** Owner of a control schema that our role cannot use; `null` when there is none or it is ours to use. */
  readonly foreignOwner: string | null
  /** Why the control tables there are not ours to use; `null` when they are, or there are none. */
  readonly otherVersion: string | null
}

export async function readControlFacts(client: SqlClient, spec: ResolvedSpec): Promise<ControlFacts> {
  const [schema] = await client.query<{ owner: string; usable: boolean }>(
    `SELECT pg_get_userbyid(nspowner) AS owner, pg_has_role(nspowner, 'USAGE') AS usable
     FROM pg_namespace WHERE nspname = $1`,
    [CONTROL_SCHEMA],
  )
  const facts = { ours: false, foreignOwner: null, otherVersion: null }
  if (schema === undefined) return facts
  if (!schema.usable) return { ...facts, foreignOwner: schema.owner }
  try {
    if (!(await hasControlSchema(client))) return facts
  } catch (error) {
    if (CausewayError.is(error) && error.code === sideCode(client.side, '20'))
      return { ...facts, otherVersion: error.message }
    throw error
  }
  const rows = await client.query('SELECT FROM causeway.control WHERE migration = $1', [migrationId(spec)])
  return { ...facts, ours: rows.length > 0 }
}
