import { connect, type ConnectOptions } from '../connect.ts'
import type { ResolvedDatabase } from '@causeway/spec'

/** What sessions of applications find set when they connect. */
export interface SessionFacts {
  /** As our role finds it, by name; without what is set for our role alone. */
  readonly settings: Readonly<Record<string, string>>
  /** `ALTER ROLE … SET`, and `ALTER DATABASE … SET` with no role. */
  readonly set: readonly {
    readonly role: string | null
    /** Only in this database, not in all of them. */
    readonly here: boolean
    readonly name: string
    readonly value: string
  }[]
}

/** Those that change what an application reads, writes or waits for. `search_path` is fixed in our session, and so only in `set`. */
const NAMES = [
  'array_nulls',
  'bytea_output',
  'client_encoding',
  'DateStyle',
  'default_text_search_config',
  'default_transaction_deferrable',
  'default_transaction_isolation',
  'default_transaction_read_only',
  'extra_float_digits',
  'idle_in_transaction_session_timeout',
  'IntervalStyle',
  'lc_monetary',
  'lc_numeric',
  'lc_time',
  'lock_timeout',
  'row_security',
  'standard_conforming_strings',
  'statement_timeout',
  'TimeZone',
  'timezone_abbreviations',
  'transform_null_equals',
  'xmlbinary',
  'xmloption',
]

const SET = `
  WITH chosen AS (
    SELECT s.setrole AS role, s.setdatabase <> 0 AS here, split_part(c, '=', 1) AS name, substr(c, strpos(c, '=') + 1) AS value
    FROM pg_db_role_setting s, unnest(s.setconfig) AS c
    WHERE s.setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database())))`

/** @throws as `connect` */
export async function readSessionFacts(database: ResolvedDatabase, options: ConnectOptions): Promise<SessionFacts> {
  await using client = await connect(database, { ...options, asFound: true })
  const { signal } = options
  const [row] = await client.query<{ settings: Readonly<Record<string, string>> }>(
    `${SET}
     SELECT coalesce(json_object_agg(p.name, current_setting(p.name)), '{}') AS settings FROM pg_settings p
     WHERE p.name = ANY ($1) AND NOT EXISTS (
       SELECT FROM chosen WHERE chosen.role = (SELECT oid FROM pg_roles WHERE rolname = current_user) AND lower(chosen.name) = lower(p.name))`,
    [NAMES],
    { signal },
  )
  const set = await client.query<SessionFacts['set'][number]>(
    `${SET}
     SELECT r.rolname AS role, here, chosen.name, value FROM chosen LEFT JOIN pg_roles r ON r.oid = chosen.role
     WHERE chosen.role = 0 OR r.rolname <> current_user ORDER BY role NULLS FIRST, chosen.name`,
    [],
    { signal },
  )
  return { settings: row?.settings ?? {}, set }
}
