import type { SqlClient } from '../connect.ts'

/** What one server and its database say of themselves. */
export interface ServerFacts {
  /** `server_version_num`. */
  readonly version: number
  readonly inRecovery: boolean
  /** Host and port a standby gets its log from; `null` where our role may not know. */
  readonly followed: string | null
  /** To the microsecond; together with the database's oid it tells this server from every other, a clone of it included. */
  readonly startedAt: string
  /** `null` where our role may not ask. */
  readonly systemIdentifier: string | null
  /** By name, in the unit of `pg_settings`; only those this version has. */
  readonly settings: Readonly<Record<string, string>>
  readonly slots: number
  readonly senders: number
  readonly ourSlot: { readonly active: boolean } | null
  /** Sessions of all databases. */
  readonly connections: number
  /** How many sessions the database and our role are still allowed; `null` is without limit. */
  readonly connectionsLeftByLimit: number | null
  readonly database: DatabaseFacts
  /** Versions of the libraries that order text; `null` where the server does not know. */
  readonly collationVersions: { readonly libc: string | null; readonly icu: string | null }
}

export interface DatabaseFacts {
  readonly oid: number
  readonly name: string
  readonly encoding: string
  /** The server converts text of this encoding to UTF-8. */
  readonly hasWayToUtf8: boolean
  readonly collate: string
  readonly ctype: string
  readonly provider: 'libc' | 'icu' | 'builtin'
  /** Of providers other than libc. */
  readonly locale: string | null
  readonly sizeBytes: number
}

const SETTINGS = [
  'wal_level',
  'max_replication_slots',
  'max_wal_senders',
  'max_connections',
  'superuser_reserved_connections',
  'reserved_connections',
  'wal_sender_timeout',
  'max_slot_wal_keep_size',
  'idle_replication_slot_timeout',
]

/** Columns that only newer servers have are reached through `to_jsonb`, so that one statement serves all. */
const SERVER = `
  SELECT pg_is_in_recovery() AS "inRecovery",
    (SELECT sender_host || ':' || sender_port FROM pg_stat_wal_receiver) AS followed,
    pg_postmaster_start_time()::text AS "startedAt",
    has_function_privilege('pg_control_system()', 'EXECUTE') AS "mayIdentify",
    (SELECT json_object_agg(name, setting) FROM pg_settings WHERE name = ANY ($1)) AS settings,
    (SELECT count(*)::int FROM pg_replication_slots) AS slots,
    (SELECT count(*)::int FROM pg_stat_replication) AS senders,
    (SELECT json_build_object('active', active) FROM pg_replication_slots WHERE slot_name = $2) AS "ourSlot",
    (SELECT sum(numbackends)::int FROM pg_stat_database) AS connections,
    (SELECT least(CASE WHEN d.datconnlimit >= 0 THEN d.datconnlimit - count(*) END,
       CASE WHEN r.rolconnlimit >= 0 THEN r.rolconnlimit - count(*) FILTER (WHERE a.usename = current_user) END)::int
     FROM pg_stat_activity a WHERE a.datid = d.oid OR a.usename = current_user) AS "connectionsLeftByLimit",
    json_build_object('oid', d.oid::int8, 'name', d.datname, 'encoding', pg_encoding_to_char(d.encoding),
      'hasWayToUtf8', EXISTS (SELECT FROM pg_conversion c WHERE c.condefault AND c.conforencoding = d.encoding
        AND pg_encoding_to_char(c.contoencoding) = 'UTF8'),
      'collate', d.datcollate, 'ctype', d.datctype, 'sizeBytes', pg_database_size(d.oid),
      'provider', CASE to_jsonb(d)->>'datlocprovider' WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' ELSE 'libc' END,
      'locale', coalesce(to_jsonb(d)->>'datlocale', to_jsonb(d)->>'daticulocale')) AS database,
    json_build_object(
      'libc', (SELECT pg_collation_actual_version(oid) FROM pg_collation
               WHERE collprovider = 'c' AND collname NOT IN ('C', 'POSIX') ORDER BY oid LIMIT 1),
      'icu', (SELECT pg_collation_actual_version(oid) FROM pg_collation
              WHERE collprovider = 'i' AND collname = 'und-x-icu')) AS "collationVersions"
  FROM pg_database d, pg_roles r WHERE d.datname = current_database() AND r.rolname = current_user`

type Row = Omit<ServerFacts, 'version' | 'systemIdentifier'> & { readonly mayIdentify: boolean }

export async function readServerFacts(client: SqlClient, slot: string): Promise<ServerFacts> {
  const [row] = await client.query<Row>(SERVER, [SETTINGS, slot])
  if (row === undefined) throw new RangeError('the role or the database has vanished')
  const { mayIdentify, ...facts } = row
  const [identified] = mayIdentify
    ? await client.query<{ id: string }>('SELECT system_identifier::text AS id FROM pg_control_system()')
    : []
  return { ...facts, version: client.serverVersion, systemIdentifier: identified?.id ?? null }
}
