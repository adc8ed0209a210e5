import type { Lease } from '@causeway/core'
import { CONTROL_SCHEMA } from '../names.ts'
import type { SqlClient } from '../connect.ts'
import { sideError } from '../errors.ts'
import { leaseLost } from './epoch.ts'

/** Raised whenever a table below changes; a schema of another version is never touched. */
const VERSION = 1
const COMMENT = `Causeway control schema, version ${VERSION}`

/** Any number that nothing else on the server uses: serialises two installations. */
const INSTALL_LOCK = 0x6361757365

const TABLES = `
  CREATE TABLE causeway.control (
    migration text PRIMARY KEY, epoch bigint NOT NULL, holder text NOT NULL,
    fenced boolean NOT NULL DEFAULT false, saved_acl text,
    handover int, handover_kind text, decision text,
    updated_at timestamptz NOT NULL DEFAULT clock_timestamp());
  CREATE TABLE causeway.progress (
    migration text, stream text, position pg_lsn NOT NULL, epoch bigint NOT NULL, applied_at timestamptz,
    PRIMARY KEY (migration, stream));
  CREATE TABLE causeway.copied (
    migration text, table_name text, part int, parts int, snapshot text NOT NULL, rows bigint, bytes bigint,
    PRIMARY KEY (migration, table_name, part));
  CREATE TABLE causeway.built (migration text, statement_hash text, PRIMARY KEY (migration, statement_hash));
  CREATE TABLE causeway.marker (
    migration text, id text PRIMARY KEY, purpose text NOT NULL, at timestamptz NOT NULL DEFAULT clock_timestamp());
  CREATE TABLE causeway.heartbeat (migration text PRIMARY KEY, beat bigint NOT NULL);
  COMMENT ON TABLE causeway.control IS '${COMMENT}'`

const TABLE_NAMES = ['control', 'progress', 'copied', 'built', 'marker', 'heartbeat'] as const

/**
 * Makes the schema `causeway` with its tables where they are not there yet. Idempotent, safe against itself.
 *
 * Needs CREATE on the database, or the schema made beforehand and owned by this role.
 * @throws CW-0620, CW-0720 when the schema there is of another version
 */
export async function installControlSchema(client: SqlClient): Promise<void> {
  await client.transaction(async () => {
    await client.query('SELECT pg_advisory_xact_lock($1)', [INSTALL_LOCK])
    const found = await look(client)
    if (found === 'tables') return
    // The server wants CREATE on the database even for IF NOT EXISTS.
    if (found === 'nothing') await client.query(`CREATE SCHEMA ${CONTROL_SCHEMA}`)
    await client.query(TABLES)
  })
}

/** Whether this side has the control tables. @throws CW-0620, CW-0720 when they are of another version */
export async function hasControlSchema(client: SqlClient): Promise<boolean> {
  return (await look(client)) === 'tables'
}

/** Forgets one migration on this side; the schema itself goes with the last one. Idempotent. @throws CW-0801 */
export async function removeControlSchema(
  client: SqlClient,
  migration: string,
  lease: Pick<Lease, 'epoch'>,
): Promise<void> {
  await client.transaction(async () => {
    await client.query('SELECT pg_advisory_xact_lock($1)', [INSTALL_LOCK])
    if ((await look(client)) !== 'tables') return
    // No row: removed by us before. Another epoch: the lease of somebody who has taken over.
    const rows = await client.query<{ epoch: string }>(
      `SELECT epoch FROM ${CONTROL_SCHEMA}.control WHERE migration = $1 FOR UPDATE`,
      [migration],
    )
    if (rows.some(({ epoch }) => Number(epoch) !== lease.epoch)) throw leaseLost(client.side, lease.epoch)
    for (const table of TABLE_NAMES) {
      await client.query(`DELETE FROM ${CONTROL_SCHEMA}.${table} WHERE migration = $1`, [migration])
    }
    const others = await client.query(`SELECT FROM ${CONTROL_SCHEMA}.control`)
    if (others.length === 0) await client.query(`DROP SCHEMA ${CONTROL_SCHEMA} CASCADE`)
  })
}

async function look(client: SqlClient): Promise<'nothing' | 'schema' | 'tables'> {
  const [row] = await client.query<{ control: boolean; comment: string | null }>(
    `SELECT c.oid IS NOT NULL AS control, obj_description(c.oid, 'pg_class') AS comment
     FROM pg_namespace n LEFT JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = 'control'
     WHERE n.nspname = $1`,
    [CONTROL_SCHEMA],
  )
  if (row === undefined) return 'nothing'
  if (!row.control) return 'schema'
  if (row.comment === COMMENT) return 'tables'
  throw sideError(
    client.side,
    '20',
    `the schema ${CONTROL_SCHEMA} is marked "${row.comment ?? ''}", this Causeway knows "${COMMENT}"`,
  )
}
