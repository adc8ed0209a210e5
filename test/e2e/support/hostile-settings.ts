import type { PostgresServer } from '@causeway/harness'

type Settings = Readonly<Record<string, string>>

/** Of applications, or of an administrator long ago: none of them may change what is carried. Each side has its own. */
export const HOSTILE: Readonly<Record<'source' | 'target', Settings>> = {
  source: {
    TimeZone: 'America/St_Johns',
    DateStyle: 'SQL, DMY',
    IntervalStyle: 'sql_standard',
    extra_float_digits: '-15',
    bytea_output: 'escape',
    lc_monetary: 'ja_JP.utf8',
    lc_numeric: 'ja_JP.utf8',
    lc_time: 'ja_JP.utf8',
    client_encoding: 'EUC_JP',
    search_path: 'decoy, pg_catalog',
    standard_conforming_strings: 'off',
    quote_all_identifiers: 'on',
    xmlbinary: 'hex',
    default_transaction_isolation: 'serializable',
    default_transaction_deferrable: 'on',
    default_transaction_read_only: 'on',
    row_security: 'on',
    statement_timeout: '2s',
    lock_timeout: '1ms',
  },
  target: {
    TimeZone: 'Asia/Kathmandu',
    DateStyle: 'German',
    IntervalStyle: 'iso_8601',
    extra_float_digits: '0',
    lc_monetary: 'C',
    client_encoding: 'LATIN1',
    search_path: 'decoy',
    array_nulls: 'off',
    xmloption: 'document',
    transform_null_equals: 'on',
    standard_conforming_strings: 'off',
    default_transaction_isolation: 'serializable',
    default_transaction_read_only: 'on',
    statement_timeout: '2s',
    idle_in_transaction_session_timeout: '1ms',
    client_min_messages: 'debug1',
  },
}

/** For every session of the database; `role` besides for those of one login. */
export async function makeHostile(
  server: PostgresServer,
  database: string,
  settings: Settings,
  login: { readonly user: string; readonly role: string },
): Promise<void> {
  // A list must stay one.
  const value = (name: string, text: string) => (name === 'search_path' ? text : `'${text}'`)
  for (const [name, text] of Object.entries(settings)) {
    await server.query('postgres', `ALTER DATABASE ${database} SET ${name} = ${value(name, text)}`)
  }
  await server.query('postgres', `ALTER ROLE ${login.user} IN DATABASE ${database} SET role = ${login.role}`)
}
